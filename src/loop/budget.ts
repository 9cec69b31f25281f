/**
 * How much code lowering may write out. One place; each figure with its reason.
 */

/** Straight-line multiply-adds of one function: gcc -O3 needs 60 ms for 512 and 280 ms for 2,000. */
export const unrolledOperations = 512;

/** An array of at most this many scalars lives in scalars: three of them are about the 100 live values a compiler handles well. */
export const unrolledScalars = 36;

/**
 * Products of matrices of known sizes: what `matmul_fixed_f64` takes. Beyond 32 columns a block of rows no longer fits into
 * registers; beyond 64 KB of the right matrix it is read from memory too often.
 */
export const fixedProduct = { columns: 32, rightElements: 8192, rows: 4096 } as const;

/** Multiply-adds of a matrix and a list that nobody wants to cancel: they take a third of a millisecond. */
export const shortProduct = 2 ** 20;

/**
 * Rows of a system that `solve_fixed_f64` takes: it computes in all rows in every step. The time of Eigen's fixed size over its
 * time: 2.1 at 8, 2.8 at 16.
 */
export const fixedSystem = 16;

/**
 * Rows and columns of a matrix whose orthogonal factors `qr_fixed_f64` makes, each row a vector, and rows up to which the templates of
 * eigenvalues are told them. The time of Eigen's fixed size over theirs at 4 rows: 9 for the factors (1.1 by `qr_f64`), 1.2 to 1.4 for
 * eigenvalues (0.6 to 0.9 where they are not told).
 */
export const fixedFactors = 8;

/**
 * Doubles that `matmul_f64` copies parts of the matrices to, and the multiply-adds from which on it does: fewer where its left
 * factor lies transposed and has more than so many rows.
 */
export const productWork = {
  doubles: 325_632,
  from: 2 ** 26,
  transposed: { rows: 512, from: 2 ** 21 },
} as const;

/**
 * Fourier transforms: up to `longest` a library is made for one length and keeps its turns, 24 bytes for each number; up to
 * `soon` it ends before anybody wants to cancel it, at some `operations` for each number when turns are made.
 */
export const knownTransform = { longest: 2 ** 22, soon: 512, operations: 100 } as const;

/** From so many constructors on a match halves the tags that are left instead of asking for one after the other. */
export const halvedConstructors = 32;

/** Elements of a list that is written out: compilers need a millisecond and a half for each store. */
export const writtenElements = 512;

/** Core nodes of a definition that is inlined at each of its calls. */
export const inlineNodes = 60;

/** Core nodes inlined into one function in all, beyond which calls stay calls. */
export const inlinedNodesPerFunction = 4_000;

/**
 * How deep a function's calls of itself are replaced by its body. fib(30) against unchecked C: 1.59 times at 2, 1.22 at 3 for the
 * same compile time; at 4 0.87, but compiling takes half as long again.
 */
export const openedCalls = 3;

/** Core nodes that this may add: fib has 13, and two calls. */
export const openedNodes = 200;

/**
 * Partial results of a sum specified by an error bound: four vector registers of 8 lanes hide the latency of an addition, 16 leave
 * a third of the speed, 64 cost at the end what they give (1000 terms in 43, 64 and 67 ns). What is left of them goes to fewer.
 */
export const accumulators = 32;
export const fewAccumulators = 8;

/** Fewer terms than this are added from left to right. */
export const leastAccumulated = 16;

/** Up to this many terms are written out. */
export const unrolledTerms = 64;

/** A term that is more code than this is written once, in a loop over the partial results. */
export const accumulatedElementCost = 8;

/** Of a loop or an allocation in `probe`, which stands for any number of turns. */
export const loopCost = 100;

/** `x^k` with a literal k up to this is written as products on ℤ. */
export const literalPower = 64n;

/**
 * Vector registers of each local where turns of a loop run in lanes: while one waits for its last operation the next has its turn.
 * Mandelbrot 400 × 400, eight lanes each: 4.2 ms with one, 3.1 with two, 2.8 with three.
 */
export const laneRegisters = 2;

/** Operations of code that runs in lanes: beyond this its locals do not stay in registers. */
export const laneOperations = 300;

/** Rows, and columns, of a native sparse matrix: 512 MB of row pointers. */
export const sparseRows = 2 ** 26;

/**
 * Operations of a loop (loop/cost.ts) from which on threads share it: about 0.1 ms, of which waking a thread takes a tenth. It has so many
 * parts, taken one after the other, so that no thread waits long for the last one; a part is at least so much work. Neither may
 * depend on the number of threads.
 */
export const parallelWork = 2 ** 21;
export const parallelParts = 64;
export const parallelPart = 2 ** 15;
