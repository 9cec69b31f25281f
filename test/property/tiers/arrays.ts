/**
 * Random well-typed programs over vectors, matrices (complex ones and their eigenvalues among them), lists of lists, complex numbers,
 * maps, sets, strings and data types, from a list of numbers: each choice takes the next, and where they have run out the simplest thing is written. Lengths lie around those of
 * vector registers. Numbers are small multiples of a quarter, so that sums are exact in any order, beside −0, ∞ and NaN.
 */
import type { RandomProgram } from "./programs.ts";

type Scalar = "int" | "real" | "bool" | "complex" | "string" | "shape" | "point";

export type Kind =
  | { readonly kind: Scalar }
  | { readonly kind: "vector"; readonly of: Scalar; readonly n: number }
  | { readonly kind: "list"; readonly of: Scalar }
  | { readonly kind: "rows"; readonly of: Scalar; readonly m: number; readonly n: number }
  | { readonly kind: "matrix"; readonly of: "int" | "real"; readonly m: number; readonly n: number }
  | { readonly kind: "pair"; readonly first: Scalar; readonly second: Scalar };

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
const vector = (of: Scalar, n: number): Kind => ({ kind: "vector", of, n });
const list = (of: Scalar): Kind => ({ kind: "list", of });
const matrix = (of: "int" | "real", m: number, n: number): Kind => ({ kind: "matrix", of, m, n });

const lengths = [3, 1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100];
const sides = [2, 1, 3, 4, 5, 8];
/** As often as they stand here. */
const scalars: readonly Scalar[] = [
  "real",
  "int",
  "real",
  "bool",
  "complex",
  "int",
  "shape",
  "string",
  "point",
];

const integers = [
  "1",
  "0",
  "2",
  "3",
  "(-1)",
  "5",
  "(-7)",
  "12",
  "9007199254740992",
  "9223372036854775807",
  "(-9223372036854775807)",
];
const reals = [
  "0.5",
  "0.0",
  "1.0",
  "2.25",
  "(-1.5)",
  "3.0",
  "(-0.0)",
  "(-7.75)",
  "sqrt(-1.0)",
  "(1e308 * 10.0)",
  "(-1e308 * 10.0)",
];

const preamble = [
  "data Shape = Dot | Disc(r : ℝ) | Box(w : ℝ, h : ℤ)",
  "data Point = Point(px : ℝ, py : ℝ, pk : ℤ)",
].join("\n");

export function arrayProgram(choices: readonly number[], count: number): RandomProgram {
  const writer = new Writer(choices);
  const definitions = Array.from({ length: 2 + writer.below(3) }, (_, k) => writer.definition(`f${k}`));
  const expressions = Array.from({ length: count }, () => writer.question());
  return { definitions: [preamble, ...definitions].join("\n"), expressions };
}

class Writer {
  readonly #choices: readonly number[];
  #next = 0;
  #names = 0;
  readonly #callables: Callable[] = [];

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  below(n: number): number {
    return (this.#choices[this.#next++] ?? 0) % n;
  }

  #one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T; // no list here is empty
  }

  #fresh(letter: string): string {
    return `${letter}${this.#names++}`;
  }

  type(): Kind {
    switch (this.below(8)) {
      case 0:
      case 1:
        return vector(this.#one(scalars), this.#one(lengths));
      case 2:
        return matrix(this.#one(["real", "int"]), this.#one(sides), this.#one(sides));
      case 3:
        return list(this.#one(scalars));
      case 4:
        return { kind: "rows", of: this.#one(scalars), m: this.#one(sides), n: this.#one(sides) };
      case 5:
        return { kind: "pair", first: this.#one(scalars), second: this.#one(scalars) };
      default:
        return { kind: this.#one(scalars) };
    }
  }

  definition(name: string): string {
    const params = Array.from({ length: 1 + this.below(3) }, () => ({
      name: this.#fresh("p"),
      type: this.type(),
    }));
    const result = this.below(2) === 0 ? this.type() : (params.at(-1)?.type ?? real);
    const written = params.map((p) => (this.below(3) === 0 ? p.name : `${p.name} : ${annotation(p.type)}`));
    const callable = { name, params: params.map((p) => p.type), result };
    const last = params.at(-1);
    if (last !== undefined && this.below(3) === 0) {
      const n = this.#fresh("n");
      const scope = [...params, { name: n, type: int }];
      const next = params.map((p) => (p === last ? this.expression(p.type, scope, 2) : p.name));
      const end = this.expression(result, params, 2);
      this.#callables.push({ ...callable, params: [int, ...callable.params] });
      return `define ${name}(${[`${n} : ℤ`, ...written].join(", ")}) = if ${n} < 1 ∨ ${n} > 6 then ${end} else ${name}(${[`${n} - 1`, ...next].join(", ")})`;
    }
    const text = `define ${name}(${written.join(", ")}) = ${this.expression(result, params, 4)}`;
    this.#callables.push(callable);
    return text;
  }

  question(): string {
    const callable = this.#callables[this.below(this.#callables.length)];
    if (callable === undefined || this.below(4) === 0) return this.expression(this.type(), [], 3);
    return `${callable.name}(${callable.params.map((p) => this.expression(p, [], 1)).join(", ")})`;
  }

  expression(type: Kind, scope: readonly Variable[], depth: number): string {
    const variables = scope.filter((v) => fits(v.type, type));
    if (depth <= 0) return this.#leaf(type, variables, scope);
    switch (this.below(12)) {
      case 0:
        return this.#leaf(type, variables, scope);
      case 1: {
        const bound = { name: this.#fresh("x"), type: this.type() };
        const value = this.expression(bound.type, scope, depth - 1);
        return `(let ${bound.name} = ${value} in ${this.expression(type, [...scope, bound], depth - 1)})`;
      }
      case 2: {
        const [yes, no] = [this.expression(type, scope, depth - 1), this.expression(type, scope, depth - 1)];
        return `(if ${this.expression(bool, scope, depth - 1)} then ${yes} else ${no})`;
      }
      case 3: {
        const callables = this.#callables.filter((c) => fits(c.result, type));
        const callable = callables[this.below(Math.max(1, callables.length))];
        if (callable === undefined) return this.#operation(type, scope, depth);
        return `${callable.name}(${callable.params.map((p) => this.expression(p, scope, depth - 1)).join(", ")})`;
      }
      case 4:
        return this.#fold(type, scope, depth);
      case 5:
        return this.#match(type, scope, depth);
      default:
        return this.#operation(type, scope, depth);
    }
  }

  #leaf(type: Kind, variables: readonly Variable[], scope: readonly Variable[]): string {
    const pick = this.below(variables.length * 3 + 1);
    const variable = variables[Math.floor((pick - 1) / 3)];
    if (pick > 0 && variable !== undefined) return variable.name;
    return this.#built(type, scope, 0);
  }

  #scalarLeaf(kind: Scalar): string {
    switch (kind) {
      case "int":
        return this.#one(integers);
      case "real":
        return this.#one(reals);
      case "bool":
        return this.#one(["true", "false"]);
      case "complex":
        return `complex(${this.#one(reals.slice(0, 8))}, ${this.#one(reals.slice(0, 8))})`;
      case "string":
        return this.#one(['"a"', '""', '"bc"', '"λ"']);
      case "shape":
        return this.#one([
          "Dot",
          `Disc(${this.#one(reals)})`,
          `Box(${this.#one(reals)}, ${this.#one(integers)})`,
        ]);
      case "point":
        return `Point(${this.#one(reals)}, ${this.#one(reals)}, ${this.#one(integers)})`;
    }
  }

  /** A value made from its parts: literals where they are short, maps over ranges where not. */
  #built(type: Kind, scope: readonly Variable[], depth: number): string {
    const e = (kind: Scalar, more: readonly Variable[] = []) =>
      depth <= 0 && this.below(3) === 0
        ? this.#scalarLeaf(kind)
        : this.expression({ kind }, [...scope, ...more], depth - 1);
    switch (type.kind) {
      case "vector": {
        if (type.n <= 4 && this.below(2) === 0)
          return `[${Array.from({ length: type.n }, () => e(type.of)).join(", ")}]`;
        const j = { name: this.#fresh("j"), type: int };
        return `list_map(λ ${j.name} . ${depth <= 0 ? this.#fromIndex(type.of, j.name) : e(type.of, [j])}, range(${type.n}))`;
      }
      case "list": {
        const j = { name: this.#fresh("j"), type: int };
        if (this.below(3) === 0)
          return `[${Array.from({ length: 1 + this.below(4) }, () => e(type.of)).join(", ")}]`;
        const from = this.#one([
          `range(${this.below(20)})`,
          `list_filter(λ q . mod(q, 3) = 1, range(${this.below(40)}))`,
        ]);
        return `list_map(λ ${j.name} . ${depth <= 0 ? this.#fromIndex(type.of, j.name) : e(type.of, [j])}, ${from})`;
      }
      case "rows": {
        const [i, j] = [
          { name: this.#fresh("i"), type: int },
          { name: this.#fresh("j"), type: int },
        ];
        const entry = depth <= 0 ? this.#fromIndex(type.of, this.#one([i.name, j.name])) : e(type.of, [i, j]);
        return `list_map(λ ${i.name} . list_map(λ ${j.name} . ${entry}, range(${type.n})), range(${type.m}))`;
      }
      case "matrix": {
        if (type.of === "int" && type.m === type.n && this.below(3) === 0) return `eye(${type.n})`;
        const entries = Array.from({ length: type.m * type.n }, (_, k) =>
          k < 6 ? this.#scalarLeaf(type.of) : `${k}${type.of === "int" ? "" : ".5"}`,
        );
        return `Matrix(${type.m}, ${type.n}, [${entries.join(", ")}])`;
      }
      case "pair":
        return `(${e(type.first)}, ${e(type.second)})`;
      default:
        return this.#scalarLeaf(type.kind);
    }
  }

  #fromIndex(kind: Scalar, j: string): string {
    switch (kind) {
      case "int":
        return this.#one([`(${j} * 3 - 4)`, j, `mod(${j} * 7, 5)`, `(${j} - 9223372036854775807)`]);
      case "real":
        return this.#one([
          `(${j} / 4)`,
          `(${j} * 0.5 - 2.0)`,
          `(if mod(${j}, 5) = 3 then sqrt(-1.0) else ${j} * 1.5)`,
          `(1.0 - ${j})`,
        ]);
      case "bool":
        return `(mod(${j}, 3) = 0)`;
      case "complex":
        return `complex(${j} / 2, 1.0 - ${j})`;
      case "string":
        return `(if ${j} < 3 then "low" else "high")`;
      case "shape":
        return `(if ${j} < 2 then Dot else if mod(${j}, 2) = 0 then Disc(${j} / 2) else Box(${j} * 1.0, ${j}))`;
      case "point":
        return `Point(${j} * 1.0, 0.5 - ${j}, ${j})`;
    }
  }

  #fold(type: Kind, scope: readonly Variable[], depth: number): string {
    const acc = { name: this.#fresh("a"), type };
    const of = this.#one(scalars);
    const item: Variable = { name: this.#fresh("k"), type: { kind: of } };
    const over = this.expression(this.#sequence(of), scope, depth - 1);
    const start = this.expression(type, scope, depth - 1);
    return `list_fold(λ ${acc.name} ${item.name} . ${this.expression(type, [...scope, acc, item], depth - 1)}, ${start}, ${over})`;
  }

  #match(type: Kind, scope: readonly Variable[], depth: number): string {
    const body = (...more: readonly Variable[]) => this.expression(type, [...scope, ...more], depth - 1);
    const e = (kind: Kind) => this.expression(kind, scope, depth - 1);
    const [a, b]: readonly [string, string] = [this.#fresh("u"), this.#fresh("v")];
    const [ra, rb]: readonly Variable[] = [
      { name: a, type: real },
      { name: b, type: int },
    ];
    if (ra === undefined || rb === undefined) return body();
    switch (this.below(5)) {
      case 0:
        return `(match ${e({ kind: "shape" })} { Dot => ${body()} | Disc(${a}) => ${body(ra)} | Box(${a}, ${b}) => ${body(ra, rb)} })`;
      case 1:
        return `(match ${e({ kind: "point" })} { Point(${a}, _, ${b}) => ${body(ra, rb)} })`;
      case 2:
        return `(match ${e({ kind: "string" })} { "a" => ${body()} | "low" => ${body()} | ${a} => ${body({ name: a, type: { kind: "string" } })} })`;
      case 3: {
        const of = this.#one(scalars);
        return `(match ${e(list(of))} { [] => ${body()} | Cons(${a}, ${b}) => ${body({ name: a, type: { kind: of } }, { name: b, type: list(of) })} })`;
      }
      default:
        return `(match ${e({ kind: "pair", first: "int", second: "real" })} { (0, ${a}) => ${body(ra)} | (${b}, _) => ${body(rb)} })`;
    }
  }

  #sequence(of: Scalar): Kind {
    return this.below(3) === 0 ? list(of) : vector(of, this.#one(lengths));
  }

  #operation(type: Kind, scope: readonly Variable[], depth: number): string {
    switch (type.kind) {
      case "vector":
        return this.#vector(type, scope, depth);
      case "list":
        return this.#list(type, scope, depth);
      case "rows":
        return this.#rows(type, scope, depth);
      case "matrix":
        return this.#matrix(type, scope, depth);
      case "pair": {
        const [x, y] = [
          this.expression({ kind: type.first }, scope, depth - 1),
          this.expression({ kind: type.second }, scope, depth - 1),
        ];
        return `(${x}, ${y})`;
      }
      default:
        return this.#scalar(type.kind, scope, depth);
    }
  }

  #scalar(kind: Scalar, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind) => this.expression(of, scope, depth - 1);
    if (this.below(5) === 0) return this.#element(kind, scope, depth);
    switch (kind) {
      case "int":
        return this.#integer(scope, depth);
      case "real":
        return this.#real(scope, depth);
      case "bool":
        return this.#boolean(scope, depth);
      case "complex": {
        const z: Kind = { kind };
        return this.#one([
          () => `(${e(z)} + ${e(z)})`,
          () => `(${e(z)} - ${e(z)})`,
          () => `(${e(z)} * ${e(z)})`,
          () => `(-${e(z)})`,
          () => `conj(${e(z)})`,
          () => `(${e(real)} * ${e(z)})`,
          () => `complex(${e(real)}, ${e(real)})`,
          () => `sum(${e(this.#sequence("complex"))})`,
        ])();
      }
      case "string":
        return this.#one([
          () => this.#scalarLeaf(kind),
          () => `(if ${e(bool)} then ${e({ kind })} else ${e({ kind })})`,
        ])();
      case "shape":
        return this.#one([() => "Dot", () => `Disc(${e(real)})`, () => `Box(${e(real)}, ${e(int)})`])();
      case "point":
        return `Point(${e(real)}, ${e(real)}, ${e(int)})`;
    }
  }

  /** From integers, out of a list and a few changes. */
  #map(of: Scalar, scope: readonly Variable[], depth: number): string {
    const e = (kind: Kind, more: readonly Variable[] = []) =>
      this.expression(kind, [...scope, ...more], depth - 1);
    const m = this.#fresh("m");
    const k: Variable = { name: this.#fresh("k"), type: int };
    const key = this.#one([`mod(${k.name}, 5)`, k.name]);
    const change = this.#one([
      `insert(${m}, ${key}, ${e({ kind: of }, [k])})`,
      `(if has_key(${m}, ${key}) then remove(${m}, ${key}) else insert(${m}, ${key}, ${e({ kind: of }, [k])}))`,
    ]);
    return `list_fold(λ ${m} ${k.name} . ${change}, map_from([(1, ${e({ kind: of })})]), ${e(this.#sequence("int"))})`;
  }

  /** Taken out of something that holds several. */
  #element(kind: Scalar, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind) => this.expression(of, scope, depth - 1);
    switch (this.below(7)) {
      case 6:
        return `lookup(${this.#map(kind, scope, depth)}, ${e(int)}, ${e({ kind })})`;
      case 0:
        return `nth(${e(this.#sequence(kind))}, ${this.below(3)})`;
      case 1:
        return `nth(${e(vector(kind, this.#one(lengths)))}, ${e(int)})`;
      case 2:
        return `fst(${e({ kind: "pair", first: kind, second: this.#one(scalars) })})`;
      case 3:
        return `nth(nth(${e({ kind: "rows", of: kind, m: this.#one(sides), n: this.#one(sides) })}, 0), ${this.below(2)})`;
      case 4:
        if (kind !== "int" && kind !== "real") return `head(${e(this.#sequence(kind))})`;
        return `${e(matrix(kind, this.#one(sides), this.#one(sides)))}[${this.below(2)}, ${this.below(3)}]`;
      default:
        if (kind === "real") return `${e({ kind: "point" })}.px`;
        return `snd(${e({ kind: "pair", first: this.#one(scalars), second: kind })})`;
    }
  }

  #integer(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = int) => this.expression(of, scope, depth - 1);
    const k = { name: this.#fresh("k"), type: int };
    const n = this.#one(sides);
    return this.#one([
      () => `(${e()} + ${e()})`,
      () => `(${e()} - ${e()})`,
      () => `(${e()} * ${e()})`,
      () => `mod(${e()}, ${e()})`,
      () => `int_div(${e()}, ${e()})`,
      () => `abs(${e()})`,
      () => `${this.#one(["min", "max", "gcd"])}(${e()}, ${e()})`,
      () => `length(${e(this.#sequence(this.#one(scalars)))})`,
      () => `Σ(0, ${this.#one(lengths)}, λ ${k.name} . ${this.expression(int, [...scope, k], depth - 1)})`,
      () => `${this.#one(["sum", "product"])}(${e(this.#sequence("int"))})`,
      () => `${this.#one(["floor", "ceil", "round", "trunc", "sign"])}(${e(real)})`,
      () => `trace(${e(matrix("int", n, n))})`,
      // Their sum is the trace, a multiple of a quarter, however ill-conditioned each of them may be.
      () => `round(1000 * re(sum(eigenvalues(${this.#built(matrix("real", n, n), scope, 0)}))))`,
      () => `length(keys(${this.#map(this.#one(scalars), scope, depth)}))`,
      () =>
        `length(set_elements(${this.#one(["union", "intersect", "difference"])}(set_of(${e(this.#sequence("int"))}), set_of(${e(this.#sequence("int"))}))))`,
      () => `dot(${e(vector("int", n))}, ${e(vector("int", n))})`,
    ])();
  }

  #real(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = real) => this.expression(of, scope, depth - 1);
    const k = { name: this.#fresh("k"), type: int };
    const n = this.#one(lengths);
    const m = this.#one(sides);
    return this.#one([
      () => `(${e()} + ${e()})`,
      () => `(${e()} - ${e()})`,
      () => `(${e()} * ${e()})`,
      () => `(${e()} / ${e()})`,
      () => `sqrt(${e()})`,
      () => `${this.#one(["min", "max", "hypot", "fmod"])}(${e()}, ${e()})`,
      () => `(${e()} + ${e(int)})`,
      () => `abs(${e()})`,
      () => `(-${e()})`,
      () => `frac(${e()})`,
      () => `(${e()} ^ ${this.below(4)})`,
      () => `sum(${e(this.#sequence("real"))})`,
      () => `sum(${e(vector("real", n))} * ${e()})`,
      () => `dot(${e(vector("real", n))}, ${e(vector("real", n))})`,
      () => `Σ(1, ${n}, λ ${k.name} . ${this.expression(real, [...scope, k], depth - 1)})`,
      () => `trace(${e(matrix("real", m, m))})`,
      () => `${this.#one(["re", "im", "abs_squared"])}(${e({ kind: "complex" })})`,
      () => `norm(${e(vector("real", n))})`,
    ])();
  }

  #boolean(scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = bool) => this.expression(of, scope, depth - 1);
    const number = this.#one([int, real]);
    return this.#one([
      () => `(${e(number)} ${this.#one(["<", "≤", ">", "≥"])} ${e(number)})`,
      () => {
        const type = this.type();
        return `(${e(type)} ${this.#one(["=", "≠"])} ${e(type)})`;
      },
      () => `(${e()} ∧ ${e()})`,
      () => `(${e()} ∨ ${e()})`,
      () => `(not ${e()})`,
      () => {
        const of = this.#one(scalars);
        const k: Variable = { name: this.#fresh("k"), type: { kind: of } };
        return `${this.#one(["all", "any"])}(λ ${k.name} . ${this.expression(bool, [...scope, k], depth - 1)}, ${e(this.#sequence(of))})`;
      },
      () => `isEmpty(${e(list(this.#one(scalars)))})`,
    ])();
  }

  #vector(type: Kind & { readonly kind: "vector" }, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = type) => this.expression(of, scope, depth - 1);
    const { of, n } = type;
    const map = (from: Scalar): string => {
      const k: Variable = { name: this.#fresh("k"), type: { kind: from } };
      return `list_map(λ ${k.name} . ${this.expression({ kind: of }, [...scope, k], depth - 1)}, ${e(vector(from, n))})`;
    };
    const zipped = (): string => {
      const [first, second] = [this.#one(scalars), this.#one(scalars)];
      const k: Variable = { name: this.#fresh("k"), type: { kind: "pair", first, second } };
      return `list_map(λ ${k.name} . ${this.expression({ kind: of }, [...scope, k], depth - 1)}, list_zip(${e(vector(first, n))}, ${e(vector(second, n))}))`;
    };
    const general = [
      () => map(this.#one(scalars)),
      () => map(this.#one(scalars)),
      () => map("int"),
      zipped,
      () => `reverse(${e()})`,
      () => this.#built(type, scope, depth),
    ];
    const m = this.#one(sides);
    const numeric = [
      () => `(${e()} + ${e()})`,
      () => `(${e()} - ${e()})`,
      () => `(${e({ kind: of })} * ${e()})`,
      () => `(-${e()})`,
    ];
    const short = [
      () => `(${e(matrix(of === "int" ? "int" : "real", n, m))} * ${e(vector(of, m))})`,
      () => `matrix_row(${e(matrix(of === "int" ? "int" : "real", m, n))}, ${this.below(2)})`,
      () => `matrix_col(${e(matrix(of === "int" ? "int" : "real", n, m))}, ${this.below(2)})`,
    ];
    if (of !== "int" && of !== "real" && of !== "complex") return this.#one(general)();
    if (of === "complex") return this.#one([...general, ...numeric])();
    return this.#one([...general, ...numeric, ...(n <= 9 ? short : [])])();
  }

  #list(type: Kind & { readonly kind: "list" }, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = type) => this.expression(of, scope, depth - 1);
    const { of } = type;
    const k: Variable = { name: this.#fresh("k"), type: { kind: of } };
    const from = this.#one(scalars);
    const j: Variable = { name: this.#fresh("k"), type: { kind: from } };
    return this.#one([
      () => this.#built(type, scope, depth),
      () =>
        `list_filter(λ ${k.name} . ${this.expression(bool, [...scope, k], depth - 1)}, ${e(this.#sequence(of))})`,
      () =>
        `list_map(λ ${j.name} . ${this.expression({ kind: of }, [...scope, j], depth - 1)}, ${e(this.#sequence(from))})`,
      () => `list_concat(${e()}, ${e(this.#sequence(of))})`,
      () => `list_slice(${e(this.#sequence(of))}, ${this.below(4)}, ${this.below(12)})`,
      () => `list_rotate(${e()}, ${this.below(4)})`,
      () => `Cons(${e({ kind: of })}, ${e()})`,
      () => `tail(${e(this.#sequence(of))})`,
      () => `reverse(${e()})`,
      () =>
        `list_flatmap(λ ${j.name} . ${this.expression(type, [...scope, j], depth - 1)}, ${e(this.#sequence(from))})`,
      () => `list_flatten(${e({ kind: "rows", of, m: this.#one(sides), n: this.#one(sides) })})`,
    ])();
  }

  #rows(type: Kind & { readonly kind: "rows" }, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = type) => this.expression(of, scope, depth - 1);
    const { of, m, n } = type;
    const r: Variable = { name: this.#fresh("r"), type: vector(of, n) };
    const from = this.#one(scalars);
    const k: Variable = { name: this.#fresh("k"), type: { kind: from } };
    const numeric = of === "int" || of === "real" || of === "complex";
    return this.#one([
      () => this.#built(type, scope, depth),
      () => `list_map(λ ${r.name} . ${this.expression(vector(of, n), [...scope, r], depth - 1)}, ${e()})`,
      () =>
        `list_map(λ ${k.name} . ${this.expression(vector(of, n), [...scope, k], depth - 1)}, ${e(vector(from, m))})`,
      () => (numeric ? `(${e()} + ${e()})` : `reverse(${e()})`),
      () => (numeric ? `(${e({ kind: of })} * ${e()})` : `reverse(${e()})`),
    ])();
  }

  #matrix(type: Kind & { readonly kind: "matrix" }, scope: readonly Variable[], depth: number): string {
    const e = (of: Kind = type) => this.expression(of, scope, depth - 1);
    const { of, m, n } = type;
    const k = this.#one(sides);
    const general = [
      () => `(${e()} + ${e()})`,
      () => `(${e()} - ${e()})`,
      () => `(${e({ kind: of })} * ${e()})`,
      () => `(${e(matrix(of, m, k))} * ${e(matrix(of, k, n))})`,
      () => `transpose(${e(matrix(of, n, m))})`,
      () => `(${e(matrix(of, m, k))} * transpose(${e(matrix(of, n, k))}))`,
      () => `(transpose(${e(matrix(of, k, m))}) * ${e(matrix(of, k, n))})`,
      () => `set_element(${e()}, ${this.below(2)}, ${this.below(3)}, ${e({ kind: of })})`,
      () => `set_row(${e()}, ${this.below(2)}, ${e(vector(of, n))})`,
      () =>
        m > 1
          ? `vstack(${e(matrix(of, 1, n))}, ${e(matrix(of, m - 1, n))})`
          : this.#built(type, scope, depth),
      () =>
        n > 1
          ? `hstack(${e(matrix(of, m, n - 1))}, ${e(matrix(of, m, 1))})`
          : this.#built(type, scope, depth),
      () => `(-${e()})`,
      () => `(${e(matrix(of, m, k))} * ${e(matrix(of, k, n))} + ${e()})`,
      () => `(${e()} - ${e({ kind: of })} * ${e(matrix(of, m, k))} * ${e(matrix(of, k, n))})`,
      () => `(diag_matrix(${e(vector(of, m))}) * ${e()})`,
      () => `(${e()} * transpose(diag_matrix(${e(vector(of, n))})))`,
      () => {
        if (of === "int") return `(${e()} + ${e()})`;
        const parts = (rows: number, columns: number): string =>
          `[${e(matrix(of, rows, columns))}, ${e(matrix(of, rows, columns))}]`;
        const product = this.#one([
          `cmat_mul(${parts(m, k)}, ${parts(k, n)})`,
          `cmat_dagger(${parts(n, m)})`,
          `cmat_sub(${parts(m, n)}, cmat_conj(${parts(m, n)}))`,
        ]);
        return `${this.#one(["cmat_real", "cmat_imag"])}(${product})`;
      },
    ];
    return this.#one(m === n ? [...general, () => `(${e()} ^ ${this.below(4)})`] : general)();
  }
}

/** A value of the first type may stand where one of the second is wanted. */
function fits(have: Kind, want: Kind): boolean {
  if (want.kind === "list" && have.kind === "vector") return have.of === want.of;
  return JSON.stringify(have) === JSON.stringify(want);
}

function annotation(type: Kind): string {
  switch (type.kind) {
    case "vector":
      return `Vector(${type.n}, ${annotation({ kind: type.of })})`;
    case "list":
      return `List(${annotation({ kind: type.of })})`;
    case "rows":
      return `Vector(${type.m}, Vector(${type.n}, ${annotation({ kind: type.of })}))`;
    case "matrix":
      return `Matrix(${type.m}, ${type.n}, ${annotation({ kind: type.of })})`;
    case "pair":
      return `(${annotation({ kind: type.first })}, ${annotation({ kind: type.second })})`;
    case "int":
      return "ℤ";
    case "real":
      return "ℝ";
    case "bool":
      return "Bool";
    case "complex":
      return "ℂ";
    case "string":
      return "String";
    case "shape":
      return "Shape";
    case "point":
      return "Point";
  }
}
