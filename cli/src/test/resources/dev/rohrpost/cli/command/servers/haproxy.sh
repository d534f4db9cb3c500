case $(cat version) in
  exits) exit 1 ;;
  dies) sleep 0.5; exit 1 ;;
  broken) echo broken | cat haproxy.cfg - >broken.cfg; exec haproxy -db -f broken.cfg ;;
esac
exec haproxy -db -f haproxy.cfg
