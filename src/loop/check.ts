/**
 * The verifier of Loop programs: what every pass and printer may rely on. Out: what is wrong, in words; nothing for a good
 * program. Anything it finds is our mistake.
 *
 *   - locals are declared once in a function, before and around their uses; types agree;
 *   - calls pass what the callee takes; sites exist; `break` and `continue` stand in a loop;
 *   - every path of a body ends in a return, a failure or a jump.
 */

import { laneProblems } from "./lanes.ts";
import {
  type ElementScalar,
  entriesOf,
  type Local,
  type LocalId,
  type LoopExpr,
  type LoopFunction,
  type LoopProgram,
  type LoopType,
  type Operand,
  type Scalar,
  type Stmt,
} from "./loop.ts";
import { printLoopType } from "./print.ts";
import { childExprs } from "./walk.ts";

export function checkLoop(program: LoopProgram): readonly string[] {
  const problems: string[] = [];
  for (const entry of entriesOf(program))
    if (!program.functions.some((fn) => fn.id === entry.id)) problems.push("an entry does not exist");
  for (const fn of program.functions) checkFunction(program, fn, problems);
  return problems;
}

interface Scope {
  readonly program: LoopProgram;
  readonly fn: LoopFunction;
  readonly visible: ReadonlyMap<LocalId, LoopType>;
  readonly inLoop: boolean;
  readonly complain: (what: string) => void;
  readonly declared: Set<LocalId>;
}

function checkFunction(program: LoopProgram, fn: LoopFunction, problems: string[]): void {
  const visible = new Map<LocalId, LoopType>(fn.params.map((p) => [p.id, p.type]));
  const scope: Scope = {
    program,
    fn,
    visible,
    inLoop: false,
    complain: (what) => problems.push(`${fn.name}: ${what}`),
    declared: new Set(visible.keys()),
  };
  checkBlock(scope, fn.body);
  if (!ends(fn.body)) scope.complain("a path ends without a return");
}

/** Control never comes out at the end of the block. */
export function ends(block: readonly Stmt[]): boolean {
  const last = block.at(-1);
  switch (last?.kind) {
    case "return":
    case "fail":
    case "continue":
    case "break":
      return true;
    case "if":
      return ends(last.then) && ends(last.else);
    case "loop":
      return !leaves(last.body);
    default:
      return false;
  }
}

/** A `break` of this loop occurs. */
function leaves(block: readonly Stmt[]): boolean {
  return block.some(
    (stmt) => stmt.kind === "break" || (stmt.kind === "if" && (leaves(stmt.then) || leaves(stmt.else))),
  );
}

function checkBlock(outer: Scope, block: readonly Stmt[]): void {
  const visible = new Map(outer.visible);
  const scope: Scope = { ...outer, visible };
  for (const stmt of block) {
    checkStmt(scope, stmt);
    if (stmt.kind === "declare" || stmt.kind === "allocate") declare(scope, visible, stmt.local);
  }
}

function declare(scope: Scope, visible: Map<LocalId, LoopType>, local: Local): void {
  if (scope.declared.has(local.id)) scope.complain(`local ${local.name}${local.id} is declared twice`);
  scope.declared.add(local.id);
  visible.set(local.id, local.type);
}

function same(a: LoopType, b: LoopType): boolean {
  return typeof a === "object" && typeof b === "object" ? a.array === b.array : a === b;
}

function typeOf(scope: Scope, id: LocalId): LoopType | undefined {
  const type = scope.visible.get(id);
  if (type === undefined) scope.complain(`local ${id} is used where it is not declared`);
  return type;
}

function expectLocal(scope: Scope, id: LocalId, wanted: LoopType): void {
  const type = typeOf(scope, id);
  if (type !== undefined && !same(type, wanted))
    scope.complain(`local ${id} is ${printLoopType(type)} where ${printLoopType(wanted)} is needed`);
}

function elementOf(scope: Scope, id: LocalId): ElementScalar | undefined {
  const type = typeOf(scope, id);
  if (type === undefined || typeof type === "object") return type?.array;
  scope.complain(`local ${id} is no array`);
  return undefined;
}

function expectType(scope: Scope, e: LoopExpr, wanted: Scalar | undefined): void {
  checkExpr(scope, e);
  if (wanted !== undefined && e.type !== wanted)
    scope.complain(`${e.kind} is ${e.type} where ${wanted} is needed`);
}

function checkStmt(scope: Scope, stmt: Stmt): void {
  const site = (k: number): void => {
    if (scope.program.sites[k] === undefined) scope.complain(`site ${k} does not exist`);
  };
  switch (stmt.kind) {
    case "declare":
      if (stmt.value === undefined) return;
      if (typeof stmt.local.type === "object") {
        scope.complain("an array declared with a value");
        return;
      }
      expectType(scope, stmt.value, stmt.local.type);
      return;
    case "assign": {
      const type = typeOf(scope, stmt.id);
      expectType(scope, stmt.value, typeof type === "object" ? undefined : type);
      return;
    }
    case "alias": {
      const element = elementOf(scope, stmt.from);
      if (element !== undefined) expectLocal(scope, stmt.id, { array: element });
      return;
    }
    case "store":
      expectType(scope, stmt.index, "index");
      expectType(scope, stmt.value, elementOf(scope, stmt.array));
      return;
    case "checked":
      site(stmt.site);
      expectLocal(scope, stmt.result, "i64");
      expectType(scope, stmt.left, stmt.op === "from-f64" ? "f64" : "i64");
      if (stmt.right !== undefined) expectType(scope, stmt.right, "i64");
      return;
    case "check":
      site(stmt.site);
      expectType(scope, stmt.ok, "bool");
      for (const detail of stmt.details) expectType(scope, detail, "i64");
      return;
    case "fail":
      site(stmt.site);
      for (const detail of stmt.details) expectType(scope, detail, "i64");
      return;
    case "for":
      checkFor(scope, stmt);
      return;
    case "while":
      expectType(scope, stmt.condition, "bool");
      checkBlock({ ...scope, inLoop: true }, stmt.body);
      return;
    case "lanes":
      checkLanes(scope, stmt);
      return;
    case "loop":
      checkBlock({ ...scope, inLoop: true }, stmt.body);
      return;
    case "continue":
    case "break":
      if (!scope.inLoop) scope.complain(`${stmt.kind} outside a loop`);
      return;
    case "if":
      expectType(scope, stmt.condition, "bool");
      checkBlock(scope, stmt.then);
      checkBlock(scope, stmt.else);
      return;
    case "allocate":
      expectType(scope, stmt.length, "index");
      checkRecycled(scope, stmt);
      return;
    case "call":
      checkCall(scope, stmt);
      return;
    case "template":
      for (const operand of stmt.args) checkOperand(scope, operand, undefined);
      return;
    case "return":
      checkOperands(scope, stmt.values, scope.fn.results, "return");
      return;
  }
}

function checkRecycled(scope: Scope, stmt: Stmt & { readonly kind: "allocate" }): void {
  if (stmt.recycled === undefined) return;
  const { pool, live } = stmt.recycled;
  for (const id of [...pool, ...live]) expectLocal(scope, id, stmt.local.type);
  if (pool.length <= live.length)
    scope.complain(`${stmt.local.name}${stmt.local.id} may find no free memory`);
}

function checkFor(scope: Scope, stmt: Stmt & { readonly kind: "for" }): void {
  const type = stmt.counter.type === "index" ? "index" : "i64";
  expectType(scope, stmt.from, type);
  expectType(scope, stmt.to, type);
  const visible = new Map(scope.visible);
  declare(scope, visible, stmt.counter);
  checkBlock({ ...scope, visible, inLoop: false }, stmt.body);
}

/** The lanes' body is Loop, restricted by `laneProblems`. */
function checkLanes(scope: Scope, stmt: Stmt & { readonly kind: "lanes" }): void {
  if (stmt.lane.type !== "index") scope.complain("the number of a lane is no index");
  for (const problem of laneProblems(stmt)) scope.complain(problem);
  const visible = new Map(scope.visible);
  declare(scope, visible, stmt.lane);
  checkBlock({ ...scope, visible, inLoop: false }, stmt.body);
}

function checkCall(scope: Scope, stmt: Stmt & { readonly kind: "call" }): void {
  const callee = scope.program.functions.find((fn) => fn.id === stmt.fn);
  if (callee === undefined) {
    scope.complain(`function ${stmt.fn} does not exist`);
    return;
  }
  checkOperands(
    scope,
    stmt.args,
    callee.params.map((p) => p.type),
    `call of ${callee.name}`,
  );
  if (stmt.parallel !== undefined) checkParallel(scope, stmt, callee);
  if (stmt.results.length !== callee.results.length) scope.complain(`call of ${callee.name}: other results`);
  stmt.results.forEach((id, k) => {
    const type = callee.results[k];
    if (type !== undefined) expectLocal(scope, id, type);
  });
}

/** Parts of a range, and what they write is theirs alone. */
function checkParallel(
  scope: Scope,
  stmt: Stmt & { readonly kind: "call" },
  { name, params, results, turns }: LoopFunction,
): void {
  const [first, last] = params;
  if (turns === undefined || results.length > 0 || first?.type !== "index" || last?.type !== "index") {
    scope.complain(`parallel call of ${name}, which does not run turns of a loop`);
    return;
  }
  const given = new Map(params.map((param, k) => [param.id, stmt.args[k]]));
  for (const id of turns.written) {
    const own = given.get(id);
    const others = stmt.args.filter((arg) => arg !== own);
    if (own?.kind !== "array" || others.some((arg) => arg.kind === "array" && arg.id === own.id))
      scope.complain(`parallel call of ${name}: local ${id} is written and not its own`);
  }
}

function checkOperands(
  scope: Scope,
  operands: readonly Operand[],
  types: readonly LoopType[],
  where: string,
): void {
  if (operands.length !== types.length)
    scope.complain(`${where}: ${operands.length} operands for ${types.length} places`);
  operands.forEach((operand, k) => {
    checkOperand(scope, operand, types[k]);
  });
}

function checkOperand(scope: Scope, operand: Operand, wanted: LoopType | undefined): void {
  if (operand.kind === "array") {
    elementOf(scope, operand.id);
    if (wanted !== undefined) expectLocal(scope, operand.id, wanted);
    if (operand.from !== undefined) expectType(scope, operand.from, "index");
  } else expectType(scope, operand.value, typeof wanted === "object" ? undefined : wanted);
}

function checkExpr(scope: Scope, e: LoopExpr): void {
  switch (e.kind) {
    case "local":
      expectLocal(scope, e.id, e.type);
      return;
    case "load":
      if (elementOf(scope, e.array) !== e.type) scope.complain("a load of another element type");
      expectType(scope, e.index, "index");
      return;
    case "length":
      elementOf(scope, e.array);
      return;
    case "binary":
      expectType(scope, e.left, e.type);
      expectType(scope, e.right, e.type);
      return;
    case "compare":
      checkExpr(scope, e.left);
      expectType(scope, e.right, e.left.type);
      return;
    case "select":
      expectType(scope, e.condition, "bool");
      expectType(scope, e.then, e.type);
      expectType(scope, e.else, e.type);
      return;
    case "unary":
      expectType(scope, e.value, e.type);
      return;
    default:
      for (const child of childExprs(e)) checkExpr(scope, child);
  }
}
