/** The loop over strips: what scalar code and lanes tell each other by arrays, and the rest of each turn. */
import { binary, compare, convert, i64, index, load, local as read, select, zero } from "../../expr.ts";
import type { Local, LocalId, LoopExpr, Scalar, Stmt } from "../../loop.ts";
import { renameStmt } from "../../rename.ts";
import type { Core, For } from "./core.ts";
import { type Fresh, localsOf } from "./inline.ts";
import type { Masked } from "./masks.ts";

export interface StripContext {
  readonly fresh: Fresh;
  readonly width: number;
  /** Arrays between scalar code and lanes, made once for the function. */
  readonly exchanged: Stmt[];
}

/** The statements for the lanes, with locals of their own. */
export interface RenamedCore {
  readonly code: readonly Stmt[];
  readonly inputs: readonly Exchanged[];
  readonly outputs: readonly Exchanged[];
}

/** A local of scalar code, and what it is called in lanes. */
interface Exchanged {
  readonly local: Local;
  readonly own: Local;
}

export function renamedCore({ fresh }: StripContext, core: Core): RenamedCore {
  const own = new Map<LocalId, Local>();
  for (const local of [...core.inputs, ...localsOf(core.code)])
    own.set(local.id, fresh(local.name, local.type));
  const pairs = (locals: readonly Local[]): readonly Exchanged[] =>
    locals.flatMap((local) => {
      const named = own.get(local.id);
      return named === undefined ? [] : [{ local, own: named }];
    });
  return {
    code: core.code.map((stmt) => renameStmt(stmt, (id) => own.get(id)?.id ?? id)),
    inputs: pairs(core.inputs),
    outputs: pairs(core.outputs),
  };
}

// ── strips ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export function strips(
  context: StripContext,
  loop: For,
  core: Core,
  renamed: RenamedCore,
  active: Local,
  { body, troubled }: Masked,
): readonly Stmt[] {
  const { fresh } = context;
  const at = (local: Local): LoopExpr => read(local.id, scalarOf(local));
  const [from, to, strip] = [fresh("from", "index"), fresh("to", "index"), fresh("strip", "index")];
  const [first, count, lane] = [fresh("first", "index"), fresh("count", "index"), fresh("lane", "index")];
  const width = index(context.width);
  const turns = binary("sub", binary("max", at(to), at(from)), at(from));
  const exchange = (local: Local): Local => exchangeArray(context, local.name, elementFor(local));
  const inputs = renamed.inputs
    .filter(({ local }) => local.id !== loop.counter.id)
    .map((each) => ({ ...each, array: exchange(each.local) }));
  const outputs = renamed.outputs.map((each) => ({ ...each, array: exchange(each.local) }));
  const bad = troubled === undefined ? undefined : exchangeArray(context, "troubled", "i64");
  const counter = renamed.inputs.find(({ local }) => local.id === loop.counter.id)?.own;
  const inLanes: readonly Stmt[] = [
    { kind: "declare", local: active, value: compare("lt", at(lane), at(count)) },
    ...(counter === undefined ? [] : [declare(counter, binary("add", at(first), at(lane)))]),
    ...inputs.map(({ own, array }) => declare(own, decoded(own, array, at(lane)))),
    ...body,
    ...outputs.map(({ own, array }) => store(array, at(lane), encoded(at(own)))),
    ...(bad === undefined || troubled === undefined
      ? []
      : [store(bad, at(lane), encoded(read(troubled, "bool")))]),
  ];
  const eachLane = (name: string, turn: (position: LoopExpr) => readonly Stmt[]): Stmt => {
    const position = fresh(name, "index");
    return {
      kind: "for",
      counter: position,
      from: index(0),
      to: at(count),
      body: [declare(loop.counter, binary("add", at(first), at(position))), ...turn(at(position))],
      independent: loop.independent,
      trips: context.width,
    };
  };
  const fill = eachLane("lane", (position) => [
    ...core.needed,
    ...inputs.map(({ local, array }) => store(array, position, encoded(at(local)))),
  ]);
  const rest = eachLane("lane", (position) => [
    ...core.before,
    ...resultsOf(core, outputs, bad, position),
    ...core.after,
  ]);
  return [
    declare(from, loop.from),
    declare(to, loop.to),
    {
      kind: "for",
      counter: strip,
      from: index(0),
      to: binary("div", binary("add", turns, index(context.width - 1)), width),
      // All strips use the same arrays.
      independent: false,
      ...(loop.trips === undefined ? {} : { trips: Math.ceil(loop.trips / context.width) }),
      body: [
        declare(first, binary("add", at(from), binary("mul", at(strip), width))),
        declare(count, binary("min", width, binary("sub", at(to), at(first)))),
        ...(inputs.length === 0 ? [] : [withOwnLocals(context, fill)]),
        { kind: "lanes", lane, width: context.width, body: inLanes },
        rest,
      ],
    },
  ];
}

/** What the lanes found, or the scalar statements once more where something fails. */
function resultsOf(
  core: Core,
  outputs: readonly (Exchanged & { readonly array: Local })[],
  bad: Local | undefined,
  position: LoopExpr,
): readonly Stmt[] {
  const made = new Set(core.code.flatMap((stmt) => (stmt.kind === "declare" ? [stmt.local.id] : [])));
  const given = outputs.map(({ local, array }): Stmt => {
    const value = decoded(local, array, position);
    return made.has(local.id) && bad === undefined
      ? declare(local, value)
      : { kind: "assign", id: local.id, value };
  });
  if (bad === undefined) return given;
  const shared = outputs.filter(({ local }) => made.has(local.id)).map(({ local }) => local);
  return [
    ...shared.map((local): Stmt => ({ kind: "declare", local })),
    {
      kind: "if",
      condition: compare("ne", load(bad.id, "i64", position), i64(0n)),
      then: core.code.flatMap((stmt) => withoutDeclaring(stmt, new Set(shared.map(({ id }) => id)))),
      else: given,
    },
  ];
}

function withoutDeclaring(stmt: Stmt, declared: ReadonlySet<LocalId>): readonly Stmt[] {
  if (stmt.kind !== "declare" || !declared.has(stmt.local.id)) return [stmt];
  return stmt.value === undefined ? [] : [{ kind: "assign", id: stmt.local.id, value: stmt.value }];
}

/** The counted loop with locals of its own. */
function withOwnLocals({ fresh }: StripContext, loop: Stmt): Stmt {
  const ids = new Map(localsOf([loop]).map((local) => [local.id, fresh(local.name, local.type).id]));
  return renameStmt(loop, (id) => ids.get(id) ?? id);
}

// ── between scalar code and lanes ───────────────────────────────────────────────────────────────────────────────────

/** Lanes that take no part read what is there, so something is. */
function exchangeArray(context: StripContext, name: string, element: "f64" | "i64"): Local {
  const local = context.fresh(`${name}_lanes`, { array: element });
  const lane = context.fresh("lane", "index");
  const length = index(context.width);
  context.exchanged.push(
    { kind: "allocate", local, length, staticLength: context.width },
    {
      kind: "for",
      counter: lane,
      from: index(0),
      to: length,
      body: [store(local, read(lane.id, "index"), zero(element))],
      independent: true,
      trips: context.width,
    },
  );
  return local;
}

function scalarOf(local: Local): Scalar {
  return typeof local.type === "object" ? local.type.array : local.type;
}

function elementFor(local: Local): "f64" | "i64" {
  return local.type === "f64" ? "f64" : "i64";
}

function encoded(e: LoopExpr): LoopExpr {
  if (e.type === "bool") return select(e, i64(1n), i64(0n));
  return e.type === "index" ? convert("i64", e) : e;
}

function decoded(local: Local, array: Local, at: LoopExpr): LoopExpr {
  const element = elementFor(local);
  const value = load(array.id, element, at);
  if (local.type === "bool") return compare("ne", value, i64(0n));
  return local.type === "index" ? convert("index", value) : value;
}

function declare(local: Local, value: LoopExpr): Stmt {
  return { kind: "declare", local, value };
}

function store(array: Local, at: LoopExpr, value: LoopExpr): Stmt {
  return { kind: "store", array: array.id, index: at, value };
}
