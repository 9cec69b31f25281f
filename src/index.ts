/**
 * Kleis: mathematics with types, compiled for exactly the sizes it uses. The public interface, and the map of the house.
 *
 *     text ── syntax/ ──→ AST ── types/ ──→ schemes, problems
 *                          │
 *                          └── core/ ──→ Core instances ── interpret/ ──→ value
 *                                              │
 *                                              └── loop/ ──→ Loop ── emit/ ──→ C | Rust ── toolchain/, cache/ ──→ library
 *                                                                                                │
 *                                                                              value ←── runtime/ ┘
 *
 *     base/         spans, diagnostics, outcomes: what everybody speaks
 *     syntax/       one grammar; AST with spans; printer
 *     types/        the type language, dimensions, Hindley–Milner inference, explanations
 *     core/         forward specialisation: one instance per definition and argument types; what every tier runs
 *     interpret/    the plain evaluator, values, printing
 *     loop/         structured loops over flat arrays; intervals and the other passes
 *     emit/         C and Rust, targets, templates
 *     primitives/   one row per built-in, passed to the stages as an argument
 *     toolchain/    the world: files, processes, compilers
 *     cache/        libraries by content, records by key
 *     runtime/      loading, calling, marshalling
 *     session.ts    the order of calls; session/ its parts
 *     cli/          the command line
 *     api/          the library
 */
export { KleisError, KleisInterrupted, type Problem } from "./api/errors.ts";
export type { Kernel } from "./api/kernel.ts";
export type { SessionOptions } from "./api/options.ts";
export type { Plot, TakePlot } from "./api/plots.ts";
export { type CompileRequest, compile, type Evaluated, Session } from "./api/session.ts";
export type { Target } from "./api/targets.ts";
export type { ComplexData, KleisValue, MatrixData, SparseData } from "./api/values.ts";
