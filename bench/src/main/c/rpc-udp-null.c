// cc: -I/usr/include/tirpc -ltirpc
#define NOTHING
#include "rpc-udp-echo.c"
