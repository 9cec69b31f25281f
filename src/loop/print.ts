/** Loop as text, for people: `kleis explain --emit loop`, dumps of compiler bugs, and tests. */
import {
  entriesOf,
  type LocalId,
  type LoopExpr,
  type LoopFunction,
  type LoopProgram,
  type LoopType,
  type Operand,
  type Stmt,
} from "./loop.ts";
import { visitStmts } from "./walk.ts";

export function printLoop(program: LoopProgram): string {
  return program.functions.map((fn) => printFunction(program, fn)).join("\n");
}

type Names = ReadonlyMap<LocalId, string>;

function namesOf(fn: LoopFunction): Names {
  const names = new Map<LocalId, string>();
  const put = (local: { readonly id: LocalId; readonly name: string }): void => {
    names.set(local.id, `${local.name}${local.id}`);
  };
  fn.params.forEach(put);
  visitStmts(fn.body, (stmt) => {
    if (stmt.kind === "declare" || stmt.kind === "allocate") put(stmt.local);
    if (stmt.kind === "for") put(stmt.counter);
    if (stmt.kind === "lanes") put(stmt.lane);
  });
  return names;
}

export function printLoopType(type: LoopType): string {
  return typeof type === "object" ? `[${type.array}]` : type;
}

function printFunction(program: LoopProgram, fn: LoopFunction): string {
  const names = namesOf(fn);
  const params = fn.params.map((p) => `${names.get(p.id)} : ${printLoopType(p.type)}`).join(", ");
  const flags = (["fails", "recursive", "polls", "allocates"] as const).filter((flag) => fn[flag]);
  const kind = entriesOf(program).some(({ id }) => id === fn.id) ? "entry" : "function";
  const results = fn.results.map(printLoopType).join(", ");
  const head = `${kind} f${fn.id} ${fn.name}(${params}) → (${results})`;
  const note = flags.length === 0 ? "" : `  // ${flags.join(", ")}`;
  return `${head} {${note}\n${printBlock(program, names, fn.body, "  ")}}\n`;
}

function printBlock(program: LoopProgram, names: Names, block: readonly Stmt[], indent: string): string {
  return block.map((stmt) => `${indent}${printStmt(program, names, stmt, indent)}\n`).join("");
}

function holes(values: Readonly<Record<string, number | string>>): string {
  const texts = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
  return texts.length === 0 ? "" : `[${texts.join(", ")}]`;
}

function printStmt(program: LoopProgram, names: Names, stmt: Stmt, indent: string): string {
  const e = (x: LoopExpr): string => printExpr(names, x);
  const name = (id: LocalId): string => names.get(id) ?? `?${id}`;
  const braces = (block: readonly Stmt[]): string =>
    `{\n${printBlock(program, names, block, `${indent}  `)}${indent}}`;
  const site = (k: number): string => {
    const at = program.sites[k];
    return at === undefined ? `site ${k}` : `${at.status}${at.message === "" ? "" : ` "${at.message}"`}`;
  };
  const operands = (list: readonly Operand[]): string =>
    list
      .map((o) =>
        o.kind === "scalar" ? e(o.value) : `${name(o.id)}${o.from === undefined ? "" : ` from ${e(o.from)}`}`,
      )
      .join(", ");
  switch (stmt.kind) {
    case "declare": {
      const value = stmt.value === undefined ? "" : ` = ${e(stmt.value)}`;
      return `let ${name(stmt.local.id)} : ${printLoopType(stmt.local.type)}${value}`;
    }
    case "assign":
      return `${name(stmt.id)} := ${e(stmt.value)}`;
    case "alias":
      return `${name(stmt.id)} := ${name(stmt.from)}`;
    case "store":
      return `${name(stmt.array)}[${e(stmt.index)}] := ${e(stmt.value)}`;
    case "checked": {
      const right = stmt.right === undefined ? "" : `, ${e(stmt.right)}`;
      const sticky = stmt.sticky ? " sticky" : "";
      return `${name(stmt.result)} := checked${sticky} ${stmt.op}(${e(stmt.left)}${right})`;
    }
    case "check":
      return `check${stmt.sticky ? " sticky" : ""} ${e(stmt.ok)} else ${site(stmt.site)}`;
    case "fail":
      return `fail ${site(stmt.site)}`;
    case "for": {
      const mark = stmt.independent ? "for" : "for ordered";
      return `${mark} ${name(stmt.counter.id)} in ${e(stmt.from)} .. ${e(stmt.to)} ${braces(stmt.body)}`;
    }
    case "while":
      return `while ${e(stmt.condition)} ${braces(stmt.body)}`;
    case "lanes":
      return `lanes ${name(stmt.lane.id)} in 0 .. ${stmt.width} ${braces(stmt.body)}`;
    case "loop":
      return `loop ${braces(stmt.body)}`;
    case "continue":
    case "break":
      return stmt.kind;
    case "if": {
      const otherwise = stmt.else.length === 0 ? "" : ` else ${braces(stmt.else)}`;
      return `if ${e(stmt.condition)} ${braces(stmt.then)}${otherwise}`;
    }
    case "allocate":
      return `allocate ${name(stmt.local.id)} : ${printLoopType(stmt.local.type)}, ${e(stmt.length)} long${recycled(names, stmt)}`;
    case "call":
      if (stmt.parallel !== undefined)
        return `parallel f${stmt.fn}(${operands(stmt.args)}), ${stmt.parallel.cost} a turn`;
      return `${stmt.results.map(name).join(", ")} := f${stmt.fn}(${operands(stmt.args)})`;
    case "template":
      return `template ${stmt.name}${holes(stmt.holes)}(${operands(stmt.args)})`;
    case "return":
      return `return ${operands(stmt.values)}`;
  }
}

function recycled(names: Names, { recycled }: Stmt & { readonly kind: "allocate" }): string {
  if (recycled === undefined) return "";
  const list = (ids: readonly LocalId[]): string => ids.map((id) => names.get(id) ?? `?${id}`).join(", ");
  const { pool, live } = recycled;
  return `, of ${list(pool)}${live.length === 0 ? "" : ` but not ${list(live)}`}`;
}

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  rem: "%",
  and: "∧",
  or: "∨",
  eq: "=",
  ne: "≠",
  lt: "<",
  le: "≤",
  gt: ">",
  ge: "≥",
};

function printExpr(names: Names, e: LoopExpr): string {
  const x = (inner: LoopExpr): string => printExpr(names, inner);
  const name = (id: LocalId): string => names.get(id) ?? `?${id}`;
  switch (e.kind) {
    case "const":
      return e.type === "f64" && Number.isInteger(e.value) ? `${e.value}.0` : String(e.value);
    case "local":
      return name(e.id);
    case "unary":
      return `${e.op}(${x(e.value)})`;
    case "binary":
    case "compare": {
      const sign = infix[e.op];
      return sign === undefined
        ? `${e.op}(${x(e.left)}, ${x(e.right)})`
        : `(${x(e.left)} ${sign} ${x(e.right)})`;
    }
    case "fma":
      return `fma(${x(e.a)}, ${x(e.b)}, ${x(e.c)})`;
    case "select":
      return `select(${x(e.condition)}, ${x(e.then)}, ${x(e.else)})`;
    case "convert":
      return `${e.type}(${x(e.value)})`;
    case "reinterpret":
      return `bits<${e.type}>(${x(e.value)})`;
    case "load":
      return `${name(e.array)}[${x(e.index)}]`;
    case "length":
      return `length(${name(e.array)})`;
    case "elementary":
      return `${e.name}(${e.args.map(x).join(", ")})`;
  }
}
