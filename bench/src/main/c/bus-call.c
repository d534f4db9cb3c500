// cc: -lsystemd
#define WORK CALL
#include "bus.h"
