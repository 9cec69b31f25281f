/**
 * Random well-typed programs from a list of numbers: each choice takes the next number, and where they have run out the
 * simplest thing is written, so that a shorter list of smaller numbers is a simpler program.
 */

export type Kind =
  | { readonly kind: "int" | "real" | "bool" }
  | { readonly kind: "tuple"; readonly items: readonly Kind[] }
  /** `length`: known while compiling. */
  | { readonly kind: "list"; readonly of: Kind; readonly length: number | undefined };

export interface RandomProgram {
  readonly definitions: string;
  /** Each to be evaluated behind the definitions. */
  readonly expressions: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly type: Kind;
}

interface Callable {
  readonly name: string;
  readonly params: readonly Kind[];
  readonly result: Kind;
}

const int: Kind = { kind: "int" };
const real: Kind = { kind: "real" };
const bool: Kind = { kind: "bool" };

const integers = [
  "0",
  "1",
  "2",
  "3",
  "(-1)",
  "(-2)",
  "7",
  "10",
  "100",
  "(-13)",
  "4294967296",
  "9223372036854775807",
];
const reals = [
  "0.0",
  "1.0",
  "0.5",
  "2.5",
  "(-1.5)",
  "0.1",
  "3.25",
  "1e10",
  "1e-3",
  "(-0.0)",
  "1e300",
  "(-7.75)",
];

export function randomProgram(choices: readonly number[], count: number): RandomProgram {
  const writer = new Writer(choices);
  const definitions = Array.from({ length: 1 + writer.below(4) }, (_, k) => writer.definition(`f${k}`));
  const expressions = Array.from({ length: count }, () => writer.question());
  return { definitions: definitions.join("\n"), expressions };
}

class Writer {
  readonly #choices: readonly number[];
  #next = 0;
  #names = 0;
  readonly #callables: Callable[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  /** 0 … n−1; 0 where the choices have run out. */
  below(n: number): number {
    const choice = this.#choices[this.#next++] ?? 0;
    return choice % n;
  }

  #one<T>(of: readonly [T, ...T[]]): T {
    return of[this.below(of.length)] ?? of[0];
  }

  #fresh(letter: string): string {
    return `${letter}${this.#names++}`;
  }

  type(depth: number): Kind {
    const kind = this.below(depth > 0 ? 6 : 3);
    if (kind < 3) return [int, real, bool][kind] ?? int;
    if (kind === 3)
      return { kind: "tuple", items: Array.from({ length: 2 + this.below(2) }, () => this.type(depth - 1)) };
    // A list of lists without known lengths has no native form: most lists hold numbers.
    const of = this.type(this.below(4) === 0 ? depth - 1 : 0);
    return { kind: "list", of, length: kind === 4 ? this.below(5) : undefined };
  }

  definition(name: string): string {
    const params = Array.from({ length: 1 + this.below(3) }, () => ({
      name: this.#fresh("p"),
      type: this.type(1),
    }));
    const result = this.type(1);
    const shape = this.below(4);
    const callable = { name, params: params.map((p) => p.type), result };
    const text =
      shape === 0
        ? this.#tailRecursive(name, params, result)
        : shape === 1
          ? this.#recursive(name, params, result)
          : `define ${name}(${params.map((p) => this.#parameter(p)).join(", ")}) = ${this.expression(result, params, 3)}`;
    this.#callables.push(shape < 2 ? { ...callable, params: [int, ...callable.params] } : callable);
    return text;
  }

  /** A call of a definition, the same for each element of a list, or anything. */
  question(): string {
    const form = this.below(3);
    const callable = this.#callables[this.below(this.#callables.length)];
    if (callable === undefined || form === 0) return this.expression(this.type(2), [], 3);
    if (form === 1)
      return `${callable.name}(${callable.params.map((p) => this.expression(p, [], 1)).join(", ")})`;
    const k = { name: this.#fresh("k"), type: callable.params[0] ?? int };
    const args = callable.params.slice(1).map((p) => this.expression(p, [k], 1));
    const list = this.expression({ kind: "list", of: k.type, length: undefined }, [], 2);
    return `list_map(λ ${k.name} . ${callable.name}(${[k.name, ...args].join(", ")}), ${list})`;
  }

  #parameter({ name, type }: Variable): string {
    return this.below(2) === 0 ? name : `${name} : ${annotation(type)}`;
  }

  /** The last parameter of the type of the result is what is carried along. */
  #tailRecursive(name: string, params: readonly Variable[], result: Kind): string {
    const last = params.at(-1);
    const n = this.#fresh("n");
    const scope = [...params, { name: n, type: int }];
    const next = params.map((p) => (p === last ? this.expression(p.type, scope, 2) : p.name));
    const heading = `define ${name}(${[n, ...params.map((p) => p.name)].join(", ")})`;
    return `${heading} = if ${n} < 1 ∨ ${n} > 20 then ${this.expression(result, params, 2)} else ${name}(${[`${n} - 1`, ...next].join(", ")})`;
  }

  #recursive(name: string, params: readonly Variable[], result: Kind): string {
    const [n, r] = [this.#fresh("n"), this.#fresh("r")];
    const scope = [...params, { name: n, type: int }];
    const heading = `define ${name}(${[n, ...params.map((p) => p.name)].join(", ")}) : ${annotation(result)}`;
    const call = `${name}(${[`${n} - 1`, ...params.map((p) => p.name)].join(", ")})`;
    const rest = this.expression(result, [...scope, { name: r, type: result }], 2);
    return `${heading} = if ${n} < 1 ∨ ${n} > 20 then ${this.expression(result, params, 2)} else let ${r} = ${call} in ${rest}`;
  }

  /** In parentheses where it is more than a call or a literal. */
  expression(type: Kind, scope: readonly Variable[], depth: number): string {
    const variables = scope.filter((v) => fits(v.type, type));
    if (depth <= 0) return this.#leaf(type, variables, scope);
    const form = this.below(10);
    if (form < 2) return this.#leaf(type, variables, scope);
    if (form === 2) return this.#let(type, scope, depth);
    if (form === 3) {
      const condition = this.expression(bool, scope, depth - 1);
      const [yes, no] = [this.expression(type, scope, depth - 1), this.expression(type, scope, depth - 1)];
      return `(if ${condition} then ${yes} else ${no})`;
    }
    if (form === 4) return this.#match(type, scope, depth);
    if (form === 5) return this.#call(type, scope, depth);
    if (form === 6) return this.#fold(type, scope, depth);
    if (form === 7) return this.#projection(type, scope, depth);
    return this.#operation(type, scope, depth);
  }

  #leaf(type: Kind, variables: readonly Variable[], scope: readonly Variable[]): string {
    const pick = this.below(variables.length + 1);
    const variable = variables[pick];
    if (variable !== undefined) return variable.name;
    switch (type.kind) {
      case "int":
        return integers[this.below(integers.length)] ?? "0";
      case "real":
        return reals[this.below(reals.length)] ?? "0.0";
      case "bool":
        return this.below(2) === 0 ? "true" : "false";
      case "tuple":
        return `(${type.items.map((item) => this.expression(item, scope, 0)).join(", ")})`;
      case "list":
        return this.#literal(type, scope, 0);
    }
  }

  #literal(type: Kind & { readonly kind: "list" }, scope: readonly Variable[], depth: number): string {
    const length = type.length ?? 1 + this.below(4);
    if (length === 0) return `tail([${this.expression(type.of, scope, depth)}])`;
    return `[${Array.from({ length }, () => this.expression(type.of, scope, depth)).join(", ")}]`;
  }

  #let(type: Kind, scope: readonly Variable[], depth: number): string {
    const bound = { name: this.#fresh("x"), type: this.type(1) };
    const value = this.expression(bound.type, scope, depth - 1);
    return `(let ${bound.name} = ${value} in ${this.expression(type, [...scope, bound], depth - 1)})`;
  }

  #match(type: Kind, scope: readonly Variable[], depth: number): string {
    const [d, body] = [
      depth - 1,
      (more: readonly Variable[]) => this.expression(type, [...scope, ...more], d),
    ];
    const form = this.below(3);
    if (form === 0) {
      const other = { name: this.#fresh("m"), type: int };
      const subject = this.expression(int, scope, d);
      const guard = this.below(2) === 0 ? "" : ` if ${this.expression(bool, [...scope, other], 1)}`;
      return `(match ${subject} { 0 => ${body([])} | 3 => ${body([])} | ${other.name}${guard} => ${body([other])} | _ => ${body([])} })`;
    }
    if (form === 1) {
      const items = [this.type(0), this.type(0)];
      const bound = items.map((item) => ({ name: this.#fresh("m"), type: item }));
      const subject = this.expression({ kind: "tuple", items }, scope, d);
      return `(match ${subject} { (${bound.map((b) => b.name).join(", ")}) => ${body(bound)} })`;
    }
    const of = this.type(0);
    const list: Kind = { kind: "list", of, length: undefined };
    const [head, tail] = [
      { name: this.#fresh("h"), type: of },
      { name: this.#fresh("t"), type: list },
    ];
    const subject = this.expression(list, scope, d);
    return `(match ${subject} { [] => ${body([])} | Cons(${head.name}, ${tail.name}) => ${body([head, tail])} })`;
  }

  #call(type: Kind, scope: readonly Variable[], depth: number): string {
    const callables = this.#callables.filter((c) => fits(c.result, type));
    const callable = callables[this.below(Math.max(1, callables.length))];
    if (callable === undefined) return this.#operation(type, scope, depth);
    return `${callable.name}(${callable.params.map((p) => this.expression(p, scope, depth - 1)).join(", ")})`;
  }

  #fold(type: Kind, scope: readonly Variable[], depth: number): string {
    const acc = { name: this.#fresh("a"), type };
    const item = { name: this.#fresh("k"), type: this.type(0) };
    const list = this.expression({ kind: "list", of: item.type, length: undefined }, scope, depth - 1);
    const start = this.expression(type, scope, depth - 1);
    const body = this.expression(type, [...scope, acc, item], depth - 1);
    return `list_fold(λ ${acc.name} ${item.name} . ${body}, ${start}, ${list})`;
  }

  #projection(type: Kind, scope: readonly Variable[], depth: number): string {
    if (this.below(2) === 0) {
      const items = [type, this.type(0)];
      const swap = this.below(2) === 1;
      const pair = this.expression(
        { kind: "tuple", items: swap ? items.toReversed() : items },
        scope,
        depth - 1,
      );
      return `${swap ? "snd" : "fst"}(${pair})`;
    }
    const list = this.expression({ kind: "list", of: type, length: 1 + this.below(4) }, scope, depth - 1);
    return this.below(3) === 0 ? `head(${list})` : `nth(${list}, ${this.expression(int, scope, depth - 1)})`;
  }

  #operation(type: Kind, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind) => this.expression(of, scope, depth - 1);
    switch (type.kind) {
      case "int":
        return this.#integer(scope, depth);
      case "real":
        return this.#real(scope, depth);
      case "bool":
        return this.#boolean(scope, depth);
      case "tuple":
        return `(${type.items.map(e).join(", ")})`;
      case "list":
        return this.#list(type, scope, depth);
    }
  }

  #integer(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = int) => this.expression(of, scope, depth - 1);
    const list: Kind = { kind: "list", of: this.type(0), length: undefined };
    const k = { name: this.#fresh("k"), type: int };
    switch (this.below(12)) {
      case 0:
        return `(${e()} + ${e()})`;
      case 1:
        return `(${e()} - ${e()})`;
      case 2:
        return `(${e()} * ${e()})`;
      case 3:
        return `mod(${e()}, ${e()})`;
      case 4:
        return `abs(${e()})`;
      case 5:
        return `${this.#one(["min", "max", "gcd"])}(${e()}, ${e()})`;
      case 6:
        return `length(${e(list)})`;
      case 7:
        return `Σ(${this.below(3)}, ${this.below(6)}, λ ${k.name} . ${this.expression(int, [...scope, k], depth - 1)})`;
      case 8:
        return `sum(${e({ kind: "list", of: int, length: undefined })})`;
      case 9:
        return `${this.#one(["floor", "ceil", "round", "trunc", "sign"])}(${e(real)})`;
      case 10:
        return `(${e()} ^ ${this.below(4)})`;
      default:
        return `(-${e()})`;
    }
  }

  #real(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = real) => this.expression(of, scope, depth - 1);
    switch (this.below(10)) {
      case 0:
        return `(${e()} + ${e()})`;
      case 1:
        return `(${e()} - ${e()})`;
      case 2:
        return `(${e()} * ${e()})`;
      case 3:
        return `(${e()} / ${e()})`;
      case 4:
        return `sqrt(${e()})`;
      case 5:
        return `${this.#one(["min", "max"])}(${e()}, ${e()})`;
      case 6:
        return `(${e()} + ${e(int)})`;
      case 7:
        return `(${e(int)} / ${e(int)})`;
      case 8:
        return `abs(${e()})`;
      default:
        return `(-${e()})`;
    }
  }

  #boolean(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = bool) => this.expression(of, scope, depth - 1);
    const number = this.#one([int, real]);
    switch (this.below(7)) {
      case 0:
        return `(${e(number)} ${this.#one(["<", "≤", ">", "≥"])} ${e(number)})`;
      case 1: {
        const type = this.type(1);
        return `(${e(type)} ${this.#one(["=", "≠"])} ${e(type)})`;
      }
      case 2:
        return `(${e()} ∧ ${e()})`;
      case 3:
        return `(${e()} ∨ ${e()})`;
      case 4:
        return `(not ${e()})`;
      case 5: {
        const k = { name: this.#fresh("k"), type: int };
        const list = e({ kind: "list", of: int, length: undefined });
        return `${this.#one(["all", "any"])}(λ ${k.name} . ${this.expression(bool, [...scope, k], depth - 1)}, ${list})`;
      }
      default:
        return `isEmpty(${e({ kind: "list", of: number, length: undefined })})`;
    }
  }

  #list(type: Kind & { readonly kind: "list" }, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = type) => this.expression(of, scope, depth - 1);
    const number = type.of.kind === "int" || type.of.kind === "real";
    const k = { name: this.#fresh("k"), type: this.type(1) };
    const known = type.length !== undefined;
    switch (this.below(known ? 5 : 10)) {
      case 0:
        return this.#literal(type, scope, depth - 1);
      case 1: {
        const body = this.expression(type.of, [...scope, k], depth - 1);
        return `list_map(λ ${k.name} . ${body}, ${e({ kind: "list", of: k.type, length: type.length })})`;
      }
      case 2:
        return `reverse(${e()})`;
      case 3:
        return number ? `(${e()} ${this.#one(["+", "-"])} ${e()})` : this.#literal(type, scope, depth - 1);
      case 4:
        return number ? `(${e(type.of)} * ${e()})` : this.#literal(type, scope, depth - 1);
      case 5: {
        const item = { name: this.#fresh("k"), type: type.of };
        return `list_filter(λ ${item.name} . ${this.expression(bool, [...scope, item], depth - 1)}, ${e()})`;
      }
      case 6:
        return `list_concat(${e()}, ${e()})`;
      case 7:
        return `list_slice(${e()}, ${this.below(3)}, ${this.below(5)})`;
      case 8:
        return `Cons(${e(type.of)}, ${e()})`;
      default: {
        const body = this.expression(type, [...scope, k], depth - 1);
        return `list_flatmap(λ ${k.name} . ${body}, ${e({ kind: "list", of: k.type, length: undefined })})`;
      }
    }
  }
}

/** A value of the first type may stand where one of the second is wanted. */
function fits(have: Kind, want: Kind): boolean {
  if (have.kind === "list" && want.kind === "list")
    return fits(have.of, want.of) && (want.length === undefined || have.length === want.length);
  if (have.kind === "tuple" && want.kind === "tuple")
    return (
      have.items.length === want.items.length &&
      have.items.every((item, k) => fits(item, want.items[k] ?? bool))
    );
  return have.kind === want.kind;
}

function annotation(type: Kind): string {
  switch (type.kind) {
    case "int":
      return "ℤ";
    case "real":
      return "ℝ";
    case "bool":
      return "Bool";
    case "tuple":
      return `(${type.items.map(annotation).join(", ")})`;
    case "list":
      return type.length === undefined
        ? `List(${annotation(type.of)})`
        : `Vector(${type.length}, ${annotation(type.of)})`;
  }
}
