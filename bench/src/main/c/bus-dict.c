// cc: -lsystemd
#define WORK DICT
#include "bus.h"
