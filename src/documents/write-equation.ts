/**
 * Equation trees as text: one walk that knows precedence, and a notation for each target. A text is given parentheses exactly
 * where its operand would bind otherwise.
 */
import type { Equation } from "./equation.ts";

/** How tightly a text holds together, in mathematical notation: −x² is −(x²). */
export const tightness = {
  lowest: 0,
  iff: 2,
  implies: 3,
  or: 4,
  and: 5,
  relation: 6,
  sum: 7,
  negation: 8,
  product: 9,
  prefix: 10,
  power: 11,
  postfix: 12,
  atom: 13,
} as const;

export interface Written {
  readonly text: string;
  readonly tight: number;
}

/** What the targets write differently. */
export interface Notation {
  readonly number: (text: string) => string;
  readonly symbol: (name: string) => string;
  readonly text: (text: string) => string;
  readonly parentheses: (text: string) => string;
  /** Of an operation of two operands: what stands between them. */
  readonly infix: Readonly<Record<string, string>>;
  readonly product: (left: string, right: string) => string;
  /** Absent: a division is written with its slash. */
  readonly fraction?: (above: string, below: string) => string;
  /** The exponent without parentheses; `base` has them already where it needs them. */
  readonly power: (base: string, exponent: Written) => string;
  readonly root: (inner: Written) => Written;
  readonly functionName: (name: string) => string;
  readonly negative: string;
  readonly not: string;
  readonly gradient: string;
  /** Around their argument. */
  readonly fences: Readonly<Record<string, readonly [string, string]>>;
  /** After their argument. */
  readonly postfixes: Readonly<Record<string, string>>;
  readonly big: (symbol: "sum" | "product" | "integral" | "limit", below: string, above: string) => string;
  readonly differential: (variable: string) => string;
  readonly tendsTo: string;
  readonly derivative: (kind: "partial" | "total", of: string, by: string) => string;
  readonly list: (items: readonly string[]) => string;
  readonly matrix: (rows: readonly (readonly string[])[]) => string;
}

const infixTightness: Readonly<Record<string, number>> = {
  iff: tightness.iff,
  implies: tightness.implies,
  logical_or: tightness.or,
  logical_and: tightness.and,
  equals: tightness.relation,
  neq: tightness.relation,
  less_than: tightness.relation,
  greater_than: tightness.relation,
  leq: tightness.relation,
  geq: tightness.relation,
  in_set: tightness.relation,
  subset: tightness.relation,
  plus: tightness.sum,
  minus: tightness.sum,
  dot: tightness.product,
  cross: tightness.product,
  union: tightness.sum,
  intersect: tightness.product,
};

export function writeEquation(equation: Equation, notation: Notation): string {
  return new Writer(notation).write(equation).text;
}

class Writer {
  readonly #n: Notation;

  constructor(notation: Notation) {
    this.#n = notation;
  }

  write(equation: Equation): Written {
    const n = this.#n;
    switch (equation.kind) {
      case "number":
        return atom(n.number(equation.text));
      case "symbol":
        return atom(n.symbol(equation.name));
      case "text":
        return atom(n.text(equation.text));
      case "list":
        return atom(n.list(equation.items.map((item) => this.write(item).text)));
      case "tuple":
        return atom(n.parentheses(this.#separated(equation.items)));
      case "matrix":
        return atom(n.matrix(equation.rows.map((row) => row.map((entry) => this.write(entry).text))));
      case "apply":
        return this.#apply(equation.name, equation.args);
    }
  }

  #apply(name: string, args: readonly Equation[]): Written {
    const [first, second] = args;
    if (first !== undefined && second !== undefined && args.length === 2) {
      const binary = this.#binary(name, first, second);
      if (binary !== undefined) return binary;
    }
    if (first !== undefined && args.length === 1) {
      const unary = this.#unary(name, first);
      if (unary !== undefined) return unary;
    }
    return this.#big(name, args) ?? this.#call(name, args);
  }

  #call(name: string, args: readonly Equation[]): Written {
    return atom(`${this.#n.functionName(name)}${this.#n.parentheses(this.#separated(args))}`);
  }

  #separated(args: readonly Equation[]): string {
    return args.map((arg) => this.write(arg).text).join(", ");
  }

  /** The text of an operand, in parentheses where it binds less than `least`. */
  #operand(equation: Equation, least: number): string {
    const { text, tight } = this.write(equation);
    return tight < least ? this.#n.parentheses(text) : text;
  }

  // ---- two operands ----------------------------------------------------------------------------------------

  #binary(name: string, left: Equation, right: Equation): Written | undefined {
    const n = this.#n;
    switch (name) {
      case "times": {
        const text = n.product(
          this.#operand(left, tightness.product),
          this.#operand(right, tightness.product + 0.5),
        );
        return { text, tight: tightness.product };
      }
      case "divide": {
        if (n.fraction !== undefined)
          return {
            text: n.fraction(this.write(left).text, this.write(right).text),
            tight: tightness.product + 0.5,
          };
        const text = `${this.#operand(left, tightness.product)} / ${this.#operand(right, tightness.product + 0.5)}`;
        return { text, tight: tightness.product };
      }
      case "power":
        return {
          text: n.power(this.#operand(left, tightness.power + 0.5), this.write(right)),
          tight: tightness.power,
        };
      case "partial":
      case "total_derivative": {
        const kind = name === "partial" ? "partial" : "total";
        const by = this.write(right).text;
        return {
          text: n.derivative(kind, this.#operand(left, tightness.prefix), by),
          tight: tightness.product + 0.5,
        };
      }
    }
    const symbol = n.infix[name];
    const tight = infixTightness[name];
    if (symbol === undefined || tight === undefined) return undefined;
    const chains = tight === tightness.sum || tight === tightness.and || tight === tightness.or;
    const text = `${this.#operand(left, chains ? tight : tight + 0.5)} ${symbol} ${this.#operand(right, tight + 0.5)}`;
    return { text, tight };
  }

  // ---- one operand -----------------------------------------------------------------------------------------

  #unary(name: string, arg: Equation): Written | undefined {
    const n = this.#n;
    if (name === "negate")
      return { text: `${n.negative}${this.#operand(arg, tightness.product)}`, tight: tightness.negation };
    if (name === "logical_not")
      return { text: `${n.not}${this.#operand(arg, tightness.prefix)}`, tight: tightness.prefix };
    if (name === "gradient")
      return { text: `${n.gradient}${this.#operand(arg, tightness.prefix)}`, tight: tightness.prefix };
    if (name === "sqrt") return n.root(this.write(arg));
    if (name === "exp") return { text: n.power(n.symbol("e"), this.write(arg)), tight: tightness.power };
    const fence = n.fences[name];
    if (fence !== undefined) return atom(`${fence[0]}${this.write(arg).text}${fence[1]}`);
    const postfix = n.postfixes[name];
    if (postfix === undefined) return undefined;
    return { text: `${this.#operand(arg, tightness.postfix)}${postfix}`, tight: tightness.postfix };
  }

  // ---- sums, integrals, limits -------------------------------------------------------------------------------

  #big(name: string, args: readonly Equation[]): Written | undefined {
    const n = this.#n;
    const [body, from, to, variable] = args;
    if (body === undefined) return undefined;
    const text = (equation: Equation | undefined): string =>
      equation === undefined ? "" : this.write(equation).text;
    const over = this.#operand(body, tightness.product);
    const sum = name === "sum_bounds" || name === "sum" ? "sum" : "product";
    if (
      ["sum_bounds", "prod_bounds", "sum", "product"].includes(name) &&
      (args.length === 3 || args.length === 1)
    )
      return { text: `${n.big(sum, text(from), text(to))} ${over}`, tight: tightness.sum + 0.5 };
    if (name === "int_bounds" && variable !== undefined)
      return {
        text: `${n.big("integral", text(from), text(to))} ${over} ${n.differential(text(variable))}`,
        tight: tightness.sum + 0.5,
      };
    if (name === "Integrate" && args.length <= 2) {
      const by = from === undefined ? "" : ` ${n.differential(text(from))}`;
      return { text: `${n.big("integral", "", "")} ${over}${by}`, tight: tightness.sum + 0.5 };
    }
    if (name === "lim" && to !== undefined)
      return {
        text: `${n.big("limit", `${text(from)} ${n.tendsTo} ${text(to)}`, "")} ${over}`,
        tight: tightness.sum + 0.5,
      };
    return undefined;
  }
}

function atom(text: string): Written {
  return { text, tight: tightness.atom };
}
