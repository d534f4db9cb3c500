#define RPC_NULL
#include "tcp-round-trip.c"
