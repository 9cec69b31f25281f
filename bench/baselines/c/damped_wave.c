/* A damped wave. */
#include "elementwise.h"

ELEMENTWISE(exp(-x * x) * sin(3 * x) + x / (1 + x * x))
