# Without --preload, gunicorn says READY=1 before it has looked at the application.
case $(cat version) in
  exits) exit 1 ;;
  silent) exec sleep 600 ;;
  broken) exec gunicorn --preload --workers 2 no_such_app ;;
esac
exec gunicorn --preload --workers 2 --log-level warning app
