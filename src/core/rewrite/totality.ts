/** Expressions that always give a value, without an effect: they may be moved, left out, or computed once for many uses. */
import type { ConstantId, CoreConstant, CoreExpr } from "../core.ts";
import { isNumber, shapeOf } from "./shapes.ts";

/**
 * Rows that take every matrix and number of known sizes. Integers that leave 64 bits are no failure: the call is then run again
 * exactly.
 */
const totalRows: ReadonlySet<string> = new Set([
  "plus",
  "minus",
  "times",
  "negate",
  "multiply",
  "matrix_add",
  "matrix_sub",
  "scalar_matrix_mul",
  "transpose",
  "trace",
  "trace_product",
  "multiply_add",
  "multiply_subtract",
  "negated_multiply_add",
  "scaled_product",
  "scale_rows",
  "scale_columns",
  "diag_matrix",
  "det",
  "dot",
  "eye",
  "zeros",
  "ones",
]);

export interface Totality {
  readonly rowOf: (node: CoreExpr) => string | undefined;
  readonly constant: (id: ConstantId) => CoreConstant | undefined;
}

function isPlain(node: CoreExpr): boolean {
  return isNumber(node.type) || shapeOf(node.type) !== undefined;
}

export function isTotal(node: CoreExpr, facts: Totality): boolean {
  switch (node.kind) {
    case "literal":
    case "var":
      return true;
    case "constant": {
      const constant = facts.constant(node.id);
      return constant !== undefined && !constant.effect && isTotal(constant.body, facts);
    }
    case "coerce":
      return node.coercion === "promote" && isPlain(node) && isTotal(node.value, facts);
    case "list":
      return node.items.every((item) => isTotal(item, facts));
    case "prim": {
      const row = facts.rowOf(node);
      if (row === undefined || !totalRows.has(row) || !isPlain(node)) return false;
      return node.args.every((arg) => isPlain(arg) && isTotal(arg, facts));
    }
    default:
      return false;
  }
}

/** A body that runs from its first line to its last, whatever the values. */
export function isStraight(node: CoreExpr, facts: Totality): boolean {
  return node.kind === "let"
    ? isTotal(node.value, facts) && isStraight(node.body, facts)
    : isTotal(node, facts);
}
