/** Every rewrite, in the order in which they are tried at a node. */
import { bestOrder } from "./chain.ts";
import { identityFactor, transposedTwice, zeroTerm } from "./identities.ts";
import { solveForInverse } from "./inverse-solve.ts";
import type { Rewrite } from "./rewrite.ts";
import { traceOfProduct } from "./trace-product.ts";

export const rewrites: readonly Rewrite[] = [
  transposedTwice,
  zeroTerm,
  identityFactor,
  traceOfProduct,
  bestOrder,
  solveForInverse,
];
