// cc: -lsystemd
#define WORK CALL
#define PEER
#include "bus.h"
