// cc: -lsystemd
#define WORK SIGNALS
#include "bus.h"
