#define RPC_NULL
#include "unix-stream-round-trip.c"
