// cc: -lsystemd
#define WORK LARGE
#include "bus.h"
