/**
 * The body of `lanes` as text. Each local is one variable for each vector; every operation is a call of a small function on
 * vectors, `kleis_x8_add_f64` on eight lanes, which C and Rust define in their way (c/lanes.ts, rust/lanes.ts). A condition
 * in lanes is a vector of i64, all bits or none.
 */
import { CompilerBug } from "../base/outcome.ts";
import { isVarying, varyingLocals } from "../loop/lanes.ts";
import type { LocalId, LoopExpr, LoopType, Stmt } from "../loop/loop.ts";
import type { Planned, PlannedFunction } from "./plan.ts";
import { braced, type Lines } from "./text.ts";

export interface LaneSpelling {
  readonly fn: PlannedFunction;
  /** What all lanes share. */
  readonly scalar: (e: LoopExpr) => string;
  readonly declare: (type: string, name: string, value: string) => string;
  readonly head: (word: "if" | "while", condition: string) => string;
  /** The address of an element of an array. */
  readonly position: (array: string, offset: number) => string;
  readonly counted: (stmt: Planned & { readonly kind: "for" }, body: Lines) => Lines;
  /** A statement that is the same inside of lanes and outside. */
  readonly scalarStatement: (stmt: Planned) => Lines;
}

interface Context extends LaneSpelling {
  readonly varying: ReadonlySet<LocalId>;
  readonly lane: LocalId;
  readonly together: number;
  readonly parts: number;
}

export function laneBlock(stmt: Planned & { readonly kind: "lanes" }, spelling: LaneSpelling): Lines {
  const { lane, width, together } = stmt;
  const varying = varyingLocals({ lane, body: declarationsOf(stmt.body) });
  const context: Context = { ...spelling, varying, lane: lane.id, together, parts: width / together };
  const lanes = allParts(context, (part) =>
    spelling.declare(
      typeName(context, "i64"),
      nameIn(context, lane.id, part),
      call(context, "lane", `${part * together}`),
    ),
  );
  return braced("", [...lanes, ...block(stmt.body, context)]).map((line, k) => (k === 0 ? "{" : line));
}

/** The declarations in a block and in the blocks in it. */
function declarationsOf(stmts: readonly Planned[]): readonly Stmt[] {
  return stmts.flatMap((stmt): readonly Stmt[] => {
    if (stmt.kind === "declare") return [stmt];
    if (stmt.kind === "if") return declarationsOf(stmt.then);
    return stmt.kind === "while" || stmt.kind === "for" ? declarationsOf(stmt.body) : [];
  });
}

function allParts(context: Context, line: (part: number) => string): Lines {
  return Array.from({ length: context.parts }, (_, part) => line(part));
}

function nameIn(context: Context, id: LocalId, part: number): string {
  return `${context.fn.nameOf(id)}_lanes${part}`;
}

function typeName(context: Context, type: LoopType): string {
  return `kleis_x${context.together}_${suffix(type)}`;
}

/** What a vector of these is made of. */
function suffix(type: LoopType): "f64" | "i64" {
  return type === "f64" ? "f64" : "i64";
}

function call(context: Context, name: string, ...args: readonly string[]): string {
  return `kleis_x${context.together}_${name}(${args.join(", ")})`;
}

// ── statements ──────────────────────────────────────────────────────────────────────────────────────────────────────

function block(stmts: readonly Planned[], context: Context): Lines {
  return stmts.flatMap((stmt) => statement(stmt, context));
}

function statement(stmt: Planned, context: Context): Lines {
  switch (stmt.kind) {
    case "declare": {
      const { local, value } = stmt;
      if (value === undefined) throw new CompilerBug("a local without a value in lanes");
      return allParts(context, (part) =>
        context.declare(
          typeName(context, local.type),
          nameIn(context, local.id, part),
          expression(value, part, context),
        ),
      );
    }
    case "assign":
      return allParts(
        context,
        (part) => `${nameIn(context, stmt.id, part)} = ${expression(stmt.value, part, context)};`,
      );
    case "store":
      return allParts(context, (part) => {
        const to = context.position(context.fn.nameOf(stmt.array), part * context.together);
        return `${call(context, `store_${suffix(stmt.value.type)}`, to, expression(stmt.value, part, context))};`;
      });
    case "if":
      return braced(context.head("if", anywhere(stmt.condition, context)), block(stmt.then, context));
    case "while":
      return braced(context.head("while", anywhere(stmt.condition, context)), block(stmt.body, context));
    case "for":
      return context.counted(stmt, block(stmt.body, context));
    case "poll":
      return context.scalarStatement(stmt);
    default:
      throw new CompilerBug(`${stmt.kind} in lanes`);
  }
}

function anywhere(condition: LoopExpr, context: Context): string {
  const masks = allParts(context, (part) => expression(condition, part, context));
  return call(
    context,
    "any",
    masks.reduce((all, mask) => call(context, "or_i64", all, mask)),
  );
}

// ── expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

function expression(e: LoopExpr, part: number, context: Context): string {
  if (!isVarying(e, context.varying))
    return call(context, `all_${e.type === "bool" ? "bool" : suffix(e.type)}`, context.scalar(e));
  const print = (inner: LoopExpr): string => expression(inner, part, context);
  const on = (name: string, type: LoopType, ...args: readonly LoopExpr[]): string =>
    call(context, `${name}_${suffix(type)}`, ...args.map(print));
  switch (e.kind) {
    case "local":
      return nameIn(context, e.id, part);
    case "unary":
      return on(e.op, e.type, e.value);
    case "binary":
      if (e.op === "shl" || e.op === "shr")
        return call(context, e.op, print(e.left), context.scalar(e.right));
      return on(e.op, e.type, e.left, e.right);
    case "compare":
      return on(e.op, e.left.type, e.left, e.right);
    case "select":
      return on("select", e.type, e.condition, e.then, e.else);
    case "fma":
      return on("fma", "f64", e.a, e.b, e.c);
    case "convert":
      return converted(e, print, context);
    case "reinterpret":
      return call(context, `bits_${e.type}`, print(e.value));
    case "load": {
      const from = context.position(context.fn.nameOf(e.array), part * context.together);
      return call(context, `load_${suffix(e.type)}`, from);
    }
    default:
      throw new CompilerBug(`${e.kind} in lanes`);
  }
}

function converted(
  e: LoopExpr & { readonly kind: "convert" },
  print: (e: LoopExpr) => string,
  context: Context,
): string {
  const whole = e.value.type === "bool" ? call(context, "neg_i64", print(e.value)) : print(e.value);
  if (e.value.type === "f64") {
    if (e.type === "f64") return whole;
    throw new CompilerBug("an integer made of a real number in lanes");
  }
  return e.type === "f64" ? call(context, "to_f64", whole) : whole;
}
