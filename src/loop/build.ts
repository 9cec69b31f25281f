/**
 * The builder that lowering writes Loop functions with: a stack of open blocks, fresh locals, the sites of what can
 * fail. In: calls in the order in which things happen. Out: the statements of one function body.
 *
 * A local made by `local` may be assigned again; one made by `atom` or `checked` never is, so an expression of atoms
 * keeps its value for as long as its block is open.
 */
import type { Span } from "../base/span.ts";
import { materialise } from "./arrays.ts";
import { loopCost, unrolledOperations } from "./budget.ts";
import { type DataTypes, noDataTypes } from "./data.ts";
import { reproducibleFunctions } from "./elementary/reproducible.ts";
import {
  constBool,
  constIndex,
  constInt,
  convert,
  costOf,
  foldInteger,
  integer,
  local as localExpr,
  neutral,
} from "./expr.ts";
import type {
  ElementScalar,
  Local,
  LocalId,
  LoopExpr,
  LoopFnId,
  LoopFunction,
  LoopType,
  Operand,
  Scalar,
  Site,
  Status,
  Stmt,
} from "./loop.ts";
import type { CheckedOp, LoopBuilder, Lowered, Probe, Scope, SharedFunction } from "./lowering.ts";
import { exprsOf, visitExpr, visitStmts } from "./walk.ts";

/** The shape has no native code: caught by `lower`, which answers with the reason. */
export class UnsupportedShape extends Error {
  readonly what: string;
  readonly span: Span;
  constructor(what: string, span: Span) {
    super(what);
    this.name = "UnsupportedShape";
    this.what = what;
    this.span = span;
  }
}

/** What the functions of a program share: its sites, each named once, and the texts it contains. */
export interface SiteTable {
  /** Sums go from left to right, as the evaluator's, and products are rounded before they are added. */
  readonly fixedOrder: boolean;
  readonly usesStructure: boolean;
  readonly sites: readonly Site[];
  site(span: Span, status: Status, message: string, alone?: Status): number;
  readonly texts: readonly string[];
  text(text: string): number;
  freshFunction(): LoopFnId;
  /** Functions by the key under which lowering asks for them. */
  readonly shared: Map<string, LoopFunction>;
}

export function createSites(fixedOrder = false, usesStructure = false): SiteTable {
  const sites: Site[] = [];
  const known = new Map<string, number>();
  const texts: string[] = [];
  let functions = 0;
  return {
    fixedOrder,
    usesStructure,
    texts,
    shared: new Map(),
    freshFunction: () => functions++ as LoopFnId,
    text(text) {
      const before = texts.indexOf(text);
      return before < 0 ? texts.push(text) - 1 : before;
    },
    sites,
    site(span, status, message, alone) {
      const key = `${span.file}:${span.start}:${span.end}:${status}:${message}:${alone}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      known.set(key, sites.length);
      sites.push({ span, status, message, ...(alone === undefined ? {} : { alone }) });
      return sites.length - 1;
    },
  };
}

export interface FunctionBuilder extends LoopBuilder {
  readonly body: readonly Stmt[];
  emit(stmt: Stmt): void;
  /** Runs `body` with `span` as the place of what it emits. */
  within<T>(span: Span, body: () => T): T;
  readonly span: Span;
  /** What `body` emits, aside. `inScope` adds to it; it must not be copied, for what lies in it may add to it as well. */
  block(body: () => void): Scope;
  parameter(name: string, type: LoopType): Local;
  call(fn: LoopFnId, args: readonly Operand[], results: readonly LocalId[]): void;
  return(values: readonly Operand[]): void;
}

export function createBuilder(
  sites: SiteTable,
  start: Span,
  dataTypes: DataTypes = noDataTypes,
): FunctionBuilder {
  const body: Stmt[] = [];
  let block: Stmt[] = body;
  let span = start;
  let count = 0;
  let operations = unrolledOperations;
  const types = new Map<LocalId, LoopType>();
  const mutable = new Set<LocalId>();

  function fresh(name: string, type: LoopType): Local {
    const id = count as LocalId;
    count += 1;
    types.set(id, type);
    return { id, name, type };
  }
  function emit(stmt: Stmt): void {
    if (sites.fixedOrder) for (const e of exprsOf(stmt)) refuseOtherBits(e);
    block.push(stmt);
  }
  /** The C library has other bits than the evaluator, and on each machine its own. */
  function refuseOtherBits(e: LoopExpr): void {
    visitExpr(e, (inner) => {
      if (inner.kind === "elementary" && !reproducibleFunctions.has(inner.name))
        throw new UnsupportedShape(`${inner.name} under --reproducible`, span);
    });
  }
  function collect(run: () => void): Scope {
    const outer = block;
    const inner: Stmt[] = [];
    block = inner;
    try {
      run();
    } finally {
      block = outer;
    }
    return inner;
  }
  function scalarType(id: LocalId): Scalar {
    const type = types.get(id);
    return type === undefined || typeof type === "object" ? "index" : type;
  }
  function read(id: LocalId): LoopExpr {
    return localExpr(id, scalarType(id));
  }
  function isAtom(e: LoopExpr): boolean {
    return e.kind === "const" || (e.kind === "local" && !mutable.has(e.id));
  }
  function declare(name: string, value: LoopExpr): LoopExpr {
    const made = fresh(name, value.type);
    emit({ kind: "declare", local: made, value });
    return read(made.id);
  }
  function checkedConstant(op: CheckedOp, left: LoopExpr, right?: LoopExpr): LoopExpr | undefined {
    if (right === undefined || op === "neg" || op === "abs" || op === "from-f64" || op === "pow")
      return undefined;
    const a = constInt(left);
    const b = constInt(right);
    const value = a === undefined || b === undefined ? undefined : foldInteger(op, a, b);
    return value === undefined ? neutral(op, left, right) : integer("i64", value);
  }
  function checked(op: CheckedOp, left: LoopExpr, right?: LoopExpr): LoopExpr {
    const known = checkedConstant(op, left, right);
    if (known !== undefined) return known;
    const message = op === "div" || op === "rem" ? "Division by zero" : "";
    const result = fresh("t", "i64");
    emit({ kind: "declare", local: result });
    emit({
      kind: "checked",
      result: result.id,
      op,
      left,
      ...(right === undefined ? {} : { right }),
      site: sites.site(span, "overflow", message),
      sticky: false,
    });
    return read(result.id);
  }
  function detailsOf(details: readonly LoopExpr[]): readonly LoopExpr[] {
    return details.map((d) => convert("i64", d));
  }
  function fail(status: Status, message: string, details: readonly LoopExpr[] = []): void {
    emit({ kind: "fail", site: sites.site(span, status, message), details: detailsOf(details) });
  }
  function check(ok: LoopExpr, status: Status, message: string, details: readonly LoopExpr[] = []): void {
    const known = constBool(ok);
    if (known === true) return;
    if (known === false) {
      fail(status, message, details);
      return;
    }
    const site = sites.site(span, status, message);
    emit({ kind: "check", ok, site, details: detailsOf(details), sticky: false });
  }
  function unless(ok: LoopExpr, alone: Status): void {
    const known = constBool(ok);
    if (known === true) return;
    const site = sites.site(span, "overflow", "", alone);
    if (known === false) emit({ kind: "fail", site, details: [] });
    else emit({ kind: "check", ok, site, details: [], sticky: false });
  }
  function loop(
    from: LoopExpr,
    to: LoopExpr,
    independent: boolean,
    run: (i: LoopExpr) => void,
    turns?: number,
  ): void {
    const first = constInt(from);
    const last = constInt(to);
    const trips = first === undefined || last === undefined ? undefined : last - first;
    if (trips !== undefined && trips <= 0n) return;
    if (trips === 1n) {
      run(from);
      return;
    }
    const counter = fresh("i", from.type);
    const inner = collect(() => run(read(counter.id)));
    const reckoned = turns === undefined ? {} : { turns };
    const known = trips === undefined ? reckoned : { trips: Number(trips) };
    emit({ kind: "for", counter, from, to, body: inner, independent, ...known });
  }
  function branch(condition: LoopExpr, then: () => void, otherwise: () => void): void {
    const known = constBool(condition);
    if (known !== undefined) {
      if (known) then();
      else otherwise();
      return;
    }
    emit({ kind: "if", condition, then: collect(then), else: collect(otherwise) });
  }

  const builder: FunctionBuilder = {
    dataTypes,
    fixedOrder: sites.fixedOrder,
    usesStructure: sites.usesStructure,
    text: (text) => sites.text(text),
    body,
    emit,
    get span() {
      return span;
    },
    within(place, run) {
      const outer = span;
      span = place.file === "" ? span : place;
      try {
        return run();
      } finally {
        span = outer;
      }
    },
    block: collect,
    parameter: fresh,
    local(name, type, value) {
      const made = fresh(name, type);
      mutable.add(made.id);
      emit({ kind: "declare", local: made, ...(value === undefined ? {} : { value }) });
      return made.id;
    },
    arrayLocal(name, type) {
      const made = fresh(name, type);
      emit({ kind: "declare", local: made });
      return made.id;
    },
    assign: (id, value) => emit({ kind: "assign", id, value }),
    alias: (id, from) => emit({ kind: "alias", id, from }),
    holdArray(id) {
      const type = types.get(id) ?? { array: "f64" };
      const made = fresh("held", type);
      emit({ kind: "declare", local: made });
      emit({ kind: "alias", id: made.id, from: id });
      return made.id;
    },
    read,
    settle: (id) => mutable.delete(id),
    atom: (value, name = "t") => (isAtom(value) ? value : declare(name, value)),
    allocate(name, element: ElementScalar, length) {
      const made = fresh(name, { array: element });
      const known = constIndex(length);
      const staticLength = known === undefined ? {} : { staticLength: known };
      emit({ kind: "allocate", local: made, length, ...staticLength });
      return made.id;
    },
    store: (array, at, value) => emit({ kind: "store", array, index: at, value }),
    loop,
    forever(run) {
      emit({ kind: "loop", body: collect(() => run(() => emit({ kind: "break" }))) });
    },
    branch,
    check,
    unless,
    fail,
    checked,
    template: (name, holes, args, work) =>
      emit({ kind: "template", name, holes, args, ...(work === undefined ? {} : { work }) }),
    shared(wanted, args) {
      const known = sites.shared.get(wanted.key);
      const fn = known ?? writeShared(wanted, createBuilder(sites, span, dataTypes), sites.freshFunction());
      sites.shared.set(wanted.key, fn);
      const results = wanted.results.map((type) => fresh("r", type));
      for (const made of results) emit({ kind: "declare", local: made });
      emit({ kind: "call", fn: fn.id, args, results: results.map(({ id }) => id) });
      return results.map(({ id }) => read(id));
    },
    materialise: (value: Lowered) => materialise(builder, value),
    probe(run) {
      const kept = operations;
      const stmts = collect(run);
      operations = kept;
      return { ...probeOf(stmts, sites.sites), calls: callsIn(stmts) };
    },
    unroll(wanted) {
      if (wanted > operations) return false;
      operations -= wanted;
      return true;
    },
    root: body,
    scope: () => block,
    inScope(scope, run) {
      const outer = block;
      block = scope;
      try {
        return run();
      } finally {
        block = outer;
      }
    },
    unsupported(what) {
      throw new UnsupportedShape(what, span);
    },
    call: (fn, args, results) => emit({ kind: "call", fn, args, results }),
    return: (values) => emit({ kind: "return", values }),
  };
  return builder;
}

function writeShared(wanted: SharedFunction, build: FunctionBuilder, id: LoopFnId): LoopFunction {
  const params = wanted.params.map(({ name, type }) => build.parameter(name, type));
  const values = wanted.write(
    build,
    params.map((param) => param.id),
  );
  build.return(values.map((value) => ({ kind: "scalar", value })));
  const effects = { fails: true, recursive: false, polls: true, allocates: true };
  const { name, results } = wanted;
  return { id, name, params, results, body: build.body, span: build.span, outputs: [], ...effects };
}

function callsIn(stmts: readonly Stmt[]): boolean {
  let calls = false;
  visitStmts(stmts, (stmt) => {
    calls ||= stmt.kind === "call";
    for (const e of exprsOf(stmt))
      visitExpr(e, (inner) => {
        calls ||= inner.kind === "elementary";
      });
  });
  return calls;
}

type Measured = Omit<Probe, "calls">;

function probeOf(stmts: readonly Stmt[], sites: readonly Site[]): Measured {
  let cost = 0;
  let fails = false;
  for (const stmt of stmts) {
    const inner = probeStatement(stmt, sites);
    cost += inner.cost;
    fails ||= inner.fails;
  }
  return { cost, fails };
}

function probeStatement(stmt: Stmt, sites: readonly Site[]): Measured {
  switch (stmt.kind) {
    case "declare":
      return { cost: stmt.value === undefined ? 0 : costOf(stmt.value), fails: false };
    case "assign":
    case "store":
      return { cost: 1 + costOf(stmt.value), fails: false };
    case "alias":
    case "continue":
    case "break":
      return { cost: 0, fails: false };
    case "checked":
      return { cost: 1, fails: sites[stmt.site]?.status !== "overflow" };
    case "check":
    case "fail":
      return { cost: 1, fails: sites[stmt.site]?.status !== "overflow" };
    case "for":
    case "while":
    case "lanes":
    case "loop": {
      const inner = probeOf(stmt.body, sites);
      return { cost: loopCost + inner.cost, fails: inner.fails || stmt.kind !== "for" };
    }
    case "if": {
      const then = probeOf(stmt.then, sites);
      const otherwise = probeOf(stmt.else, sites);
      const cost = costOf(stmt.condition) + then.cost + otherwise.cost + 2;
      return { cost, fails: then.fails || otherwise.fails };
    }
    case "allocate":
    case "template":
      return { cost: loopCost, fails: false };
    case "call":
    case "return":
      return { cost: loopCost, fails: true };
  }
}
