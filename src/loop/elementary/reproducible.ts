/**
 * The elementary functions that have one program for every tier: under `--reproducible` it is what the evaluator runs
 * (primitives/reproducible.ts) and what C and Rust print (emit/elementary.ts), with a fused multiply-add on every machine. Each is
 * within 1 ULP.
 */
import type { Local, LocalId, LoopExpr, Scalar } from "../loop.ts";
import { beta } from "./beta.ts";
import { tightErf, tightErfc } from "./error-function.ts";
import { missing, type VectorFunction, vectorFunctions } from "./index.ts";
import { tightLog2, tightLog10 } from "./logarithm.ts";
import { tightCos, tightSin, tightTan } from "./tight.ts";
import {
  tightAcosh,
  tightAsinh,
  tightAtanh,
  tightCosh,
  tightExp2,
  tightExpm1,
  tightSinh,
  tightTanh,
} from "./tight-hyperbolic.ts";
import { tightAcos, tightAsin, tightAtan, tightAtan2 } from "./tight-inverse-trigonometric.ts";
import type { Let } from "./writing.ts";

/** Straight code: each value is a local, of the ones before it. */
export interface StraightCode {
  readonly params: readonly Local[];
  readonly values: readonly { readonly local: Local; readonly value: LoopExpr }[];
  readonly result: LoopExpr;
}

type Unary = (name: Let, x: LoopExpr) => LoopExpr;
const one =
  (f: Unary): VectorFunction["write"] =>
  (name, [x = missing]) =>
    f(name, x);

/** Tighter than in lanes. */
const tight: ReadonlyMap<string, VectorFunction["write"]> = new Map<string, VectorFunction["write"]>([
  ["exp2", one(tightExp2)],
  ["expm1", one(tightExpm1)],
  ["log2", one(tightLog2)],
  ["log10", one(tightLog10)],
  ["sin", one(tightSin)],
  ["cos", one(tightCos)],
  ["tan", one(tightTan)],
  ["asin", one(tightAsin)],
  ["acos", one(tightAcos)],
  ["atan", one(tightAtan)],
  ["atan2", (name, [y = missing, x = missing]) => tightAtan2(name, y, x)],
  ["sinh", one(tightSinh)],
  ["cosh", one(tightCosh)],
  ["tanh", one(tightTanh)],
  ["asinh", one(tightAsinh)],
  ["acosh", one(tightAcosh)],
  ["atanh", one(tightAtanh)],
  ["erf", one(tightErf)],
  ["erfc", one(tightErfc)],
]);

/** Of two arguments, and in no lanes: it calls another. */
const alone: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  ["beta", { arity: 2, write: (name, [a = missing, b = missing]) => beta(name, a, b) }],
]);

const names = [
  "exp",
  "ln",
  "log",
  "log1p",
  "cbrt",
  "hypot",
  "pow",
  "gamma_func",
  "lgamma",
  "digamma",
  "nth_root",
  ...alone.keys(),
  ...tight.keys(),
];

export function straightCode(name: string): StraightCode {
  const f = vectorFunctions.get(name) ?? alone.get(name);
  if (f === undefined) throw new RangeError(`${name} has no program`);
  const values: { local: Local; value: LoopExpr }[] = [];
  let count = 0;
  const fresh = (type: Scalar, prefix: string): Local => {
    const local: Local = { id: count as LocalId, name: `${prefix}${count}`, type };
    count += 1;
    return local;
  };
  const read = ({ id }: Local, type: Scalar): LoopExpr => ({ kind: "local", type, id });
  const params = Array.from({ length: f.arity }, () => fresh("f64", "x"));
  const write = tight.get(name) ?? f.write;
  const result = write(
    (value) => {
      if (value.kind === "local" || value.kind === "const") return value;
      const local = fresh(value.type, "t");
      values.push({ local, value });
      return read(local, value.type);
    },
    params.map((param) => read(param, "f64")),
  );
  return { params, values, result };
}

/**
 * Native code always has these: C libraries lack them or are further off (glibc 2.36: cbrt 3.7 ULP, acosh 2.3, tanh 2.2, sinh, cosh and
 * asinh 1.9, atanh 1.8, log10 1.6).
 */
export const alwaysOwn: ReadonlySet<string> = new Set([
  ...["sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "cbrt", "log10"],
  ...["erf", "erfc", "gamma_func", "lgamma", "digamma", "nth_root", "beta"],
]);

/** Names of rows. */
export const reproducibleFunctions: ReadonlySet<string> = new Set(names);
