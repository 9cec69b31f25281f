/** Every rewrite, in the order in which they are tried at a node. */
import { bestOrder } from "./chain.ts";
import { diagonalFactor, diagonalTransposed } from "./diagonal.ts";
import { identityFactor, transposedTwice, zeroTerm } from "./identities.ts";
import { solveForInverse } from "./inverse-solve.ts";
import { productSum } from "./product-sum.ts";
import type { Rewrite } from "./rewrite.ts";
import { scaledProduct } from "./scaled-product.ts";
import { traceOfProduct } from "./trace-product.ts";

export const rewrites: readonly Rewrite[] = [
  transposedTwice,
  diagonalTransposed,
  zeroTerm,
  identityFactor,
  diagonalFactor,
  traceOfProduct,
  bestOrder,
  solveForInverse,
];

/** Those that come when what is computed twice is shared: a product that another place needs too is not hidden in a sum. */
export const lastRewrites: readonly Rewrite[] = [productSum, scaledProduct];
