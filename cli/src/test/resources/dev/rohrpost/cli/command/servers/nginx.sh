# nginx finds its sockets by NGINX, and takes each for the "listen" that has its address.
version=$(cat version)
case $version in
  exits) exit 1 ;;
  dies) sleep 0.5; exit 1 ;;
esac
{
  [ "$(id -u)" != 0 ] || echo "user root;"
  sed "s/PORT/${LISTEN_FDNAMES#tcp-}/; s/NAME/$$/" nginx.conf
  [ "$version" = good ] || echo broken
} >$$.conf
export NGINX='3;'
exec nginx -p "$PWD" -c "$PWD/$$.conf" -g 'daemon off;'
