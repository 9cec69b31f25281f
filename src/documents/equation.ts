/**
 * Equations as trees, from values: what stays symbolic (`x^2 + 1` with a free `x`), numbers, matrices, and data types that hold
 * expressions. Such a type is read by its shape: a constructor with a text is a name, one with a number that number, one with a
 * name and a list of parts that operation, any other the operation it is called after (`Add`, `e_mul`, `Sin`).
 */
import { formatNumber } from "../interpret/format-number.ts";
import { elements, itemsOf } from "../interpret/list.ts";
import { isNumeric } from "../interpret/number.ts";
import { type DataValue, isList, type Value } from "../interpret/value.ts";
import { printExpr } from "../syntax/print.ts";

export type Equation =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "symbol"; readonly name: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "apply"; readonly name: string; readonly args: readonly Equation[] }
  | { readonly kind: "list" | "tuple"; readonly items: readonly Equation[] }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly Equation[])[] };

export function equationOf(value: Value): Equation {
  if (isNumeric(value)) return numberOf(value);
  if (typeof value === "string") return { kind: "text", text: value };
  if (typeof value !== "object") return { kind: "text", text: String(value) };
  switch (value.kind) {
    case "symbol":
      return { kind: "symbol", name: value.name };
    case "term":
      return apply(value.name, value.args.map(equationOf));
    case "data":
      return dataEquation(value);
    case "list":
      return { kind: "list", items: itemsOf(value).map(equationOf) };
    case "tuple":
      return { kind: "tuple", items: value.items.map(equationOf) };
    case "matrix": {
      const { rows, columns, items } = value;
      const entries = Array.from(items as ArrayLike<Value>, equationOf); // a Float64Array holds reals
      return {
        kind: "matrix",
        rows: Array.from({ length: rows }, (_, i) => entries.slice(i * columns, (i + 1) * columns)),
      };
    }
    case "text":
      return { kind: "text", text: value.text };
    case "formula":
      return { kind: "text", text: printExpr(value.formula) };
    case "function":
      return { kind: "symbol", name: value.name };
    default:
      return { kind: "text", text: value.kind };
  }
}

function apply(name: string, args: readonly Equation[]): Equation {
  return { kind: "apply", name: canonical.get(name) ?? name, args };
}

function numberOf(
  value: Extract<Value, bigint | number | { readonly kind: "rational" | "complex" }>,
): Equation {
  if (typeof value === "object" && value.kind === "rational" && value.denominator !== 1n)
    return negated(value.numerator < 0n, apply("divide", [whole(value.numerator), whole(value.denominator)]));
  if (typeof value === "object" && value.kind === "complex" && value.im !== 0) {
    const imaginary = apply("times", [numberOf(Math.abs(value.im)), { kind: "symbol", name: "i" }]);
    const part = Math.abs(value.im) === 1 ? ({ kind: "symbol", name: "i" } as const) : imaginary;
    if (value.re === 0) return negated(value.im < 0, part);
    return apply(value.im < 0 ? "minus" : "plus", [numberOf(value.re), part]);
  }
  const text = formatNumber(value);
  return negated(text.startsWith("-"), { kind: "number", text: text.replace("-", "") });
}

function whole(n: bigint): Equation {
  return { kind: "number", text: String(n < 0n ? -n : n) };
}

function negated(negative: boolean, equation: Equation): Equation {
  return negative ? apply("negate", [equation]) : equation;
}

// ---- data ------------------------------------------------------------------------------------------------------

function dataEquation({ constructor: variant, fields }: DataValue): Equation {
  const [first, second] = fields;
  if (fields.length === 1 && typeof first === "string") return { kind: "symbol", name: first };
  if (fields.length === 1 && first !== undefined && isNumeric(first)) return numberOf(first);
  if (fields.length === 2 && typeof first === "string" && second !== undefined && isList(second))
    return apply(operationOf(first), [...elements(second)].map(equationOf));
  if (fields.length === 0) return { kind: "symbol", name: variant };
  return apply(operationOf(variant), fields.map(equationOf));
}

/** `EAdd`, `e_add` and `Add` are `plus`; `Sin` is `sin`. */
function operationOf(name: string): string {
  const bare = name.replace(/^(?:[eE]_|E(?=[A-Z]))/, "").toLowerCase();
  return canonical.get(bare) ?? (known.has(bare) ? bare : name);
}

const canonical: ReadonlyMap<string, string> = new Map(
  Object.entries({
    add: "plus",
    sub: "minus",
    mul: "times",
    multiply: "times",
    div: "divide",
    pow: "power",
    neg: "negate",
    eq: "equals",
    lt: "less_than",
    gt: "greater_than",
    le: "leq",
    ge: "geq",
    D: "partial",
    Dt: "total_derivative",
    ceiling: "ceil",
    Sum: "sum",
    Product: "product",
  }),
);

const known: ReadonlySet<string> = new Set([
  ...["plus", "minus", "times", "divide", "power", "negate", "equals", "sqrt", "abs", "exp", "ln", "log"],
  ...["sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "factorial", "transpose"],
]);
