#define RPC_NULL
#define DATAGRAMS
#include "udp-round-trip.c"
