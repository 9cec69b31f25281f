/**
 * Built-ins that call functions: `list_map`, `list_fold`, `ode45`.
 *
 * Such a row is a generator; its activation waits on the heap while the machine runs what it asks for. A callback whose body
 * calls nothing is run on the spot.
 */
import { ProgramError } from "../base/outcome.ts";
import type { CallRequest, Declined, Primitive } from "../primitives/primitive.ts";
import { any } from "../types/type.ts";
import { applyValue, frameFor, invoke } from "./calls.ts";
import type { Code, Linker } from "./code.ts";
import { expand, isCompact } from "./compact.ts";
import { evaluateAll } from "./parts.ts";
import { contextFor, fits, isDeclined, type PrimNode, plainRow } from "./rows.ts";
import { deliverValue, resumeAfter, type Then } from "./then.ts";
import type { Pure, Step, Thread } from "./thread.ts";
import { termValue, type Value } from "./value.ts";

/** Callbacks run on the spot in one step, before the machine counts again. */
const callbacksPerStep = 64;

/** What a row means on the values of its arguments, and where its value goes. */
interface Site {
  readonly link: Linker;
  readonly node: PrimNode;
  readonly callbacks: readonly (Code | undefined)[];
  readonly deliver: (thread: Thread, value: Value) => Step;
  /** Takes the result of the program's own definition. */
  readonly resume: Step | undefined;
}

/** A row in progress. */
interface Activation {
  readonly site: Site;
  readonly values: readonly Value[];
  readonly generator: Generator<CallRequest, Value | Declined, Value>;
  /** Goes on with the result of a call. */
  readonly resume: Step;
}

/** A built-in whose arguments are `args`, values of the outside. */
export function rowStep(link: Linker, node: PrimNode, args: readonly Pure[], then: Then): Step {
  const site: Site = {
    link,
    node,
    callbacks: node.callbacks.map((fn) => (fn === undefined ? undefined : link.code(fn))),
    deliver: deliverValue(then),
    resume: resumeAfter(then, any),
  };
  const row = link.table.get(node.name);
  const start = starter(site, row, args.length);
  if (row?.yields !== true) return (thread) => start(thread, evaluateAll(args, thread.frame));
  // The program's own definition comes first.
  return (thread) => {
    const values = evaluateAll(args, thread.frame);
    const fn = link.hooks.definition(node.name, values, node.type);
    return fn === undefined ? start(thread, values) : runDefinition(thread, site, fn, values);
  };
}

function starter(
  site: Site,
  row: Primitive | undefined,
  count: number,
): (thread: Thread, values: readonly Value[]) => Step {
  const { link, node } = site;
  if (row?.evaluate.kind === "calling" && fits(row, count)) {
    const { run } = row.evaluate;
    const context = contextFor(link, node);
    return (thread, values) => advance(thread, activate(site, values, run(values, context)), undefined);
  }
  const run = plainRow(link, node);
  return (thread, values) => settle(thread, site, values, () => run(values));
}

function activate(
  site: Site,
  values: readonly Value[],
  generator: Generator<CallRequest, Value | Declined, Value>,
): Activation {
  const activation: Activation = {
    site,
    values,
    generator,
    resume: (thread) => advance(thread, activation, thread.taken()),
  };
  return activation;
}

/** Lets the row go on until it ends or asks for a call that needs steps. */
function advance(thread: Thread, activation: Activation, input: Value | undefined): Step {
  const { site, generator, values } = activation;
  let given = input;
  for (let count = 0; count < callbacksPerStep; count += 1) {
    const turn = given === undefined ? generator.next() : generator.next(given);
    if (turn.done === true) return settle(thread, site, values, () => turn.value);
    const request = turn.value;
    const code = callbackOf(site, request);
    const body = code === undefined ? undefined : site.link.pureBody(code);
    if (code === undefined || body === undefined) return call(thread, activation, request, code);
    code.calls += 1;
    const result = body(frameFor(code, capturesOf(request.callee), request.args));
    given = isCompact(code.fn.result) ? expand(result) : result;
    // Bodies that make long lists use the fuel up before their number does.
    site.link.meter.fuel -= 1;
    if (site.link.meter.fuel <= 0) break;
  }
  thread.result = given ?? thread.result;
  thread.compact = false;
  return activation.resume;
}

/** The instance specialised for this argument of the row, where the callee is its closure. */
function callbackOf(site: Site, { callee, argument, args }: CallRequest): Code | undefined {
  const code = argument === undefined ? undefined : site.callbacks[argument];
  if (code === undefined || typeof callee !== "object" || callee.kind !== "closure") return undefined;
  return callee.captures.length + args.length === code.fn.params.length ? code : undefined;
}

function capturesOf(callee: Value): readonly Value[] {
  return typeof callee === "object" && callee.kind === "closure" ? callee.captures : [];
}

function call(
  thread: Thread,
  activation: Activation,
  { callee, args }: CallRequest,
  code: Code | undefined,
): Step {
  const { link, node } = activation.site;
  thread.push(activation.resume, node.span);
  if (code === undefined) return applyValue(link, thread, callee, args, node.span);
  code.calls += 1;
  thread.frame = frameFor(code, capturesOf(callee), args);
  return code.entry;
}

/**
 * The row's value goes on. Where the row declines, or fails on values that the program's own definition of that name may
 * take (T12), that is called; without one the call stays as a term.
 */
function settle(thread: Thread, site: Site, values: readonly Value[], outcome: () => Value | Declined): Step {
  const { link, node } = site;
  const definition = () => link.hooks.definition(node.name, values, node.type);
  let value: Value | Declined;
  try {
    value = outcome();
  } catch (failure) {
    const fn = failure instanceof ProgramError ? definition() : undefined;
    if (fn === undefined) throw failure;
    return runDefinition(thread, site, fn, values);
  }
  if (!isDeclined(value)) return site.deliver(thread, value);
  const fn = definition();
  if (fn !== undefined) return runDefinition(thread, site, fn, values);
  return site.deliver(thread, termValue(node.name, values));
}

function runDefinition(
  thread: Thread,
  { link, node, resume }: Site,
  fn: Code["fn"]["id"],
  values: readonly Value[],
): Step {
  if (resume !== undefined) thread.push(resume, node.span);
  return invoke(link, thread, fn, values);
}
