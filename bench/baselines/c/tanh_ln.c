/* A hyperbolic tangent times a logarithm. */
#include "elementwise.h"

ELEMENTWISE(tanh(x) * log(1 + x * x))
