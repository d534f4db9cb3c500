// cc: -I/usr/include/tirpc -ltirpc
#define NOTHING
#include "rpc-unix-echo.c"
