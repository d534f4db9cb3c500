// cc: -I/usr/include/tirpc -ltirpc
#define LARGE
#include "rpc-tcp-echo.c"
