// cc: -I/usr/include/tirpc -ltirpc
#define CONNECTIONS 1000
#include "rpc-tcp-echo.c"
