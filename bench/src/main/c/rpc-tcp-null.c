// cc: -I/usr/include/tirpc -ltirpc
#define NOTHING
#include "rpc-tcp-echo.c"
