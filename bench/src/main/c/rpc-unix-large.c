// cc: -I/usr/include/tirpc -ltirpc
#define LARGE
#include "rpc-unix-echo.c"
