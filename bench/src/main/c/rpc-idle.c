// cc: -I/usr/include/tirpc -ltirpc
#define CONNECTIONS 1000
#define IDLE
#define NOTHING
#include "rpc-tcp-echo.c"
