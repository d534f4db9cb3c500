// cc: -lsystemd
#define WORK IDLE
#include "bus.h"
