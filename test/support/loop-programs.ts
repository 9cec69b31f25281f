/** Loop programs written by hand: short words for nodes, and the programs that printers are tested with. */
import { noSpan } from "../../src/base/span.ts";
import { type KernelSignature, kernelSymbol } from "../../src/emit/abi.ts";
import type { Layout } from "../../src/loop/layout.ts";
import type {
  BinaryOp,
  CompareOp,
  ElementScalar,
  Local,
  LocalId,
  LoopExpr,
  LoopFnId,
  LoopFunction,
  LoopProgram,
  LoopType,
  Operand,
  Scalar,
  Site,
  Stmt,
} from "../../src/loop/loop.ts";

export const i64 = (value: number | bigint): LoopExpr => ({
  kind: "const",
  type: "i64",
  value: BigInt(value),
});
export const f64 = (value: number): LoopExpr => ({ kind: "const", type: "f64", value });
export const index = (value: number): LoopExpr => ({ kind: "const", type: "index", value });

/** A fresh local of each call, numbered by its place in `names`. */
export function local(id: number, name: string, type: LoopType): Local {
  return { id: id as LocalId, name, type };
}

export function read(from: Local): LoopExpr {
  return { kind: "local", type: from.type as Scalar, id: from.id };
}

export function load(array: Local, at: LoopExpr): LoopExpr {
  const type = (array.type as { readonly array: ElementScalar }).array;
  return { kind: "load", type, array: array.id, index: at };
}

export function binary(op: BinaryOp, left: LoopExpr, right: LoopExpr): LoopExpr {
  return { kind: "binary", op, type: left.type, left, right };
}

export function compare(op: CompareOp, left: LoopExpr, right: LoopExpr): LoopExpr {
  return { kind: "compare", op, type: "bool", left, right };
}

export const scalar = (value: LoopExpr): Operand => ({ kind: "scalar", value });
export const array = (of: Local): Operand => ({ kind: "array", id: of.id });
export const returns = (...values: readonly Operand[]): Stmt => ({ kind: "return", values });
export const declare = (of: Local, value?: LoopExpr): Stmt =>
  value === undefined ? { kind: "declare", local: of } : { kind: "declare", local: of, value };
export const assign = (to: Local, value: LoopExpr): Stmt => ({ kind: "assign", id: to.id, value });

export function fn(
  id: number,
  name: string,
  params: readonly Local[],
  results: readonly LoopType[],
  body: readonly Stmt[],
  effects: Partial<Pick<LoopFunction, "fails" | "recursive" | "polls" | "allocates">> = {},
): LoopFunction {
  const none = { outputs: [], fails: false, recursive: false, polls: false, allocates: false };
  return { id: id as LoopFnId, name, params, results, body, span: noSpan, ...none, ...effects };
}

export function program(
  functions: readonly LoopFunction[],
  params: readonly Layout[],
  result: Layout,
  sites: readonly Site["status"][] = [],
): LoopProgram {
  const entry = functions[0]?.id ?? (0 as LoopFnId);
  const all = sites.map((status): Site => ({ span: noSpan, status, message: status }));
  return { functions, entry, params, result, sites: all, texts: [] };
}

export function signatureOf(of: LoopProgram): KernelSignature {
  return {
    symbol: kernelSymbol(0),
    params: of.params,
    result: of.result,
    sites: of.sites,
    texts: of.texts,
    unbounded: false,
  };
}

export const layouts = {
  f64: { kind: "scalar", scalar: "f64" },
  i64: { kind: "scalar", scalar: "i64" },
  bool: { kind: "scalar", scalar: "bool" },
  list: { kind: "array", element: { kind: "scalar", scalar: "f64" }, extents: ["run-time"] },
} as const satisfies Readonly<Record<string, Layout>>;

// ── programs ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** fib(n) by two calls of itself, every addition checked. */
export function fibonacci(): LoopProgram {
  const [n, a, b, x, y, sum] = [
    local(0, "n", "i64"),
    local(1, "a", "i64"),
    local(2, "b", "i64"),
    local(3, "x", "i64"),
    local(4, "y", "i64"),
    local(5, "sum", "i64"),
  ];
  const minus = (result: Local, by: number): Stmt => ({
    kind: "checked",
    result: result.id,
    op: "sub",
    left: read(n),
    right: i64(by),
    site: 0,
    sticky: false,
  });
  const call = (arg: Local, result: Local): Stmt => ({
    kind: "call",
    fn: 0 as LoopFnId,
    args: [scalar(read(arg))],
    results: [result.id],
  });
  const body: readonly Stmt[] = [
    { kind: "if", condition: compare("lt", read(n), i64(2)), then: [returns(scalar(read(n)))], else: [] },
    ...[a, b, x, y, sum].map((each) => declare(each)),
    minus(a, 1),
    call(a, x),
    minus(b, 2),
    call(b, y),
    { kind: "checked", result: sum.id, op: "add", left: read(x), right: read(y), site: 0, sticky: false },
    returns(scalar(read(sum))),
  ];
  const effects = { fails: true, recursive: true, polls: true };
  return program([fn(0, "fib", [n], ["i64"], body, effects)], [layouts.i64], layouts.i64, ["overflow"]);
}

/** Σ xs[i]·xs[i], and the list of squares, of a list of unknown length. */
export function squares(): LoopProgram {
  const [n, xs, out, total, i] = [
    local(0, "n", "index"),
    local(1, "xs", { array: "f64" }),
    local(2, "λs", { array: "f64" }),
    local(3, "exp", "f64"),
    local(4, "i", "index"),
  ];
  const square = binary("mul", load(xs, read(i)), load(xs, read(i)));
  const body: readonly Stmt[] = [
    { kind: "allocate", local: out, length: read(n) },
    declare(total, f64(0)),
    {
      kind: "for",
      counter: i,
      from: index(0),
      to: read(n),
      independent: true,
      body: [
        { kind: "store", array: out.id, index: read(i), value: square },
        assign(total, binary("add", read(total), load(out, read(i)))),
      ],
    },
    returns(scalar(read(total)), scalar(read(n)), array(out)),
  ];
  const result: Layout = { kind: "tuple", items: [layouts.f64, layouts.list] };
  const main = fn(0, "squares", [n, xs], ["f64", "index", { array: "f64" }], body, {
    fails: true,
    polls: true,
    allocates: true,
  });
  return program([main], [layouts.list], result);
}

/** The product of an m × k and a k × n matrix by the template. */
export function product(m: number, n: number, k: number, known = false): LoopProgram {
  const [a, b, c] = [
    local(0, "A", { array: "f64" }),
    local(1, "B", { array: "f64" }),
    local(2, "C", { array: "f64" }),
  ];
  const work = local(3, "work", { array: "f64" });
  const sizes = [m, k, n].map((size) => scalar(index(size)));
  const body: readonly Stmt[] = [
    { kind: "allocate", local: c, length: index(m * n), staticLength: m * n },
    { kind: "allocate", local: work, length: index(m * k * n >= 2 ** 21 ? 325_632 : 0) },
    {
      kind: "template",
      name: "matmul_f64",
      holes: known ? { m, k, n } : {},
      args: [array(a), array(b), array(c), array(a), ...sizes, array(work)],
    },
    returns(array(c)),
  ];
  const matrix = (rows: number, columns: number): Layout => ({
    kind: "array",
    element: layouts.f64,
    extents: [rows, columns],
  });
  const main = fn(0, "product", [a, b], [{ array: "f64" }], body, { fails: true, allocates: true });
  return program([main], [matrix(m, k), matrix(k, n)], matrix(m, n));
}

/** The sizes of a product: m × k by k × n. */
export type ProductSizes = readonly [m: number, k: number, n: number];

/** Products of the first elements of two arrays as matrices of known sizes, one result after the other; added to those of the first. */
export function fixedProducts(sizes: readonly ProductSizes[], adds = 0): LoopProgram {
  const [a, b, c] = [
    local(0, "A", { array: "f64" }),
    local(1, "B", { array: "f64" }),
    local(2, "C", { array: "f64" }),
  ];
  const total = sizes.reduce((sum, [m, , n]) => sum + m * n, 0);
  const body: Stmt[] = [{ kind: "allocate", local: c, length: index(total), staticLength: total }];
  let at = 0;
  sizes.forEach(([m, k, n], which) => {
    const [part, i] = [local(3 + 2 * which, "part", { array: "f64" }), local(4 + 2 * which, "i", "index")];
    body.push(
      { kind: "allocate", local: part, length: index(m * n) },
      {
        kind: "template",
        name: "matmul_fixed_f64",
        holes: { m, k, n, adds },
        args: [array(a), array(b), array(part), array(a)],
        work: m * k * n,
      },
      {
        kind: "for",
        counter: i,
        from: index(0),
        to: index(m * n),
        body: [
          {
            kind: "store",
            array: c.id,
            index: binary("add", index(at), read(i)),
            value: load(part, read(i)),
          },
        ],
        independent: true,
      },
    );
    at += m * n;
  });
  const list = (length: number): Layout => ({ kind: "array", element: layouts.f64, extents: [length] });
  const main = fn(0, "products", [a, b], [{ array: "f64" }], [...body, returns(array(c))], {
    fails: true,
    allocates: true,
    polls: true,
  });
  return program([main], [list(4096), list(4096)], list(total));
}

/** Σ xs by checked additions whose failure is tested after the loop; leaves the loop at the first 0. */
export function stickySum(): LoopProgram {
  const [n, xs, total, i] = [
    local(0, "n", "index"),
    local(1, "xs", { array: "i64" }),
    local(2, "sum", "i64"),
    local(3, "i", "index"),
  ];
  const next = load(xs, read(i));
  const body: readonly Stmt[] = [
    declare(total, i64(0)),
    {
      kind: "for",
      counter: i,
      from: index(0),
      to: read(n),
      independent: true,
      body: [
        { kind: "if", condition: compare("eq", next, i64(0)), then: [{ kind: "break" }], else: [] },
        {
          kind: "checked",
          result: total.id,
          op: "add",
          left: read(total),
          right: next,
          site: 0,
          sticky: true,
        },
        { kind: "check", ok: compare("ne", next, i64(13)), site: 1, details: [], sticky: true },
      ],
    },
    returns(scalar(read(total))),
  ];
  const list = { kind: "array", element: layouts.i64, extents: ["run-time"] } as const;
  const main = fn(0, "sum", [n, xs], ["i64"], body, { fails: true, polls: true });
  return program([main], [list], layouts.i64, ["overflow", "domain"]);
}

/** Calls g, which returns two scalars and fills no array, on a small array in its own frame. */
export function smallArrays(): LoopProgram {
  const [x, xs, s, p, i] = [
    local(0, "x", "f64"),
    local(1, "xs", { array: "f64" }),
    local(2, "s", "f64"),
    local(3, "p", "f64"),
    local(4, "i", "index"),
  ];
  const each = (body: readonly Stmt[]): Stmt => ({
    kind: "for",
    counter: i,
    from: index(0),
    to: index(4),
    independent: true,
    trips: 4,
    body,
  });
  const main = fn(
    0,
    "main",
    [x],
    ["f64", "f64"],
    [
      { kind: "allocate", local: xs, length: index(4), staticLength: 4 },
      each([
        {
          kind: "store",
          array: xs.id,
          index: read(i),
          value: binary("add", read(x), { kind: "convert", type: "f64", value: read(i) }),
        },
      ]),
      declare(s),
      declare(p),
      { kind: "call", fn: 1 as LoopFnId, args: [array(xs)], results: [s.id, p.id] },
      returns(scalar(read(s)), scalar(read(p))),
    ],
    { allocates: true, fails: true },
  );
  const g = fn(
    1,
    "moments",
    [xs],
    ["f64", "f64"],
    [
      declare(s, f64(0)),
      declare(p, f64(1)),
      each([
        assign(s, binary("add", read(s), load(xs, read(i)))),
        assign(p, binary("mul", read(p), load(xs, read(i)))),
      ]),
      returns(scalar(read(s)), scalar(read(p))),
    ],
  );
  return program([main, g], [layouts.f64], { kind: "tuple", items: [layouts.f64, layouts.f64] });
}

/** Σ over k < n of the second element of a fresh array of m elements that holds k throughout. */
export function freshArrays(): LoopProgram {
  const [n, m, xs, total, k, i] = [
    local(0, "n", "index"),
    local(1, "m", "index"),
    local(2, "xs", { array: "f64" }),
    local(3, "total", "f64"),
    local(4, "k", "index"),
    local(5, "i", "index"),
  ];
  const fill: Stmt = {
    kind: "for",
    counter: i,
    from: index(0),
    to: read(m),
    independent: true,
    body: [
      {
        kind: "store",
        array: xs.id,
        index: read(i),
        value: { kind: "convert", type: "f64", value: read(k) },
      },
    ],
  };
  const body: readonly Stmt[] = [
    declare(total, f64(0)),
    {
      kind: "for",
      counter: k,
      from: index(0),
      to: read(n),
      independent: false,
      body: [
        { kind: "allocate", local: xs, length: read(m) },
        fill,
        assign(total, binary("add", read(total), load(xs, index(1)))),
      ],
    },
    returns(scalar(read(total))),
  ];
  const main = fn(0, "fresh", [n, m], ["f64"], body, { fails: true, allocates: true, polls: true });
  return program([main], [layouts.i64, layouts.i64], layouts.f64);
}
