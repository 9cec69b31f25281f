/** Native code of the rows, by the row's name; a row without an entry runs in the evaluator. */
import type { Lowering } from "../loop/lowering.ts";
import { arithmeticCode } from "./lower-arithmetic.ts";
import { integerCode } from "./lower-integers.ts";
import { listCode } from "./lower-lists.ts";
import { matrixCode } from "./lower-matrices.ts";
import { odeCode } from "./lower-ode.ts";
import { productCode } from "./lower-products.ts";
import { reductionCode } from "./lower-reductions.ts";

export const lowerings: ReadonlyMap<string, Lowering> = new Map(
  [arithmeticCode, integerCode, listCode, reductionCode, productCode, matrixCode, odeCode].flatMap((family) =>
    Object.entries(family),
  ),
);
