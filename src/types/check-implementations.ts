/**
 * What is wrong with implementations as a whole: operations that they lack, one operation given twice for the same types, and
 * operations that are defined by themselves. In: a program's structures and definitions. Out: problems, with both places
 * where there are two. The shipped library is taken to be right.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Define, Expr } from "../syntax/ast.ts";
import { derivations } from "./derived.ts";
import { printType } from "./print.ts";
import { isShipped, type OperationInstance, operationName, type Structures } from "./structures.ts";
import { typeKey, typeParts } from "./traverse.ts";
import type { Type } from "./type.ts";

/** What of a program the check looks at. */
export interface Declared {
  readonly structures: Structures;
  readonly definition: (name: string) => Define | undefined;
  /** A data type of the program, as opposed to what built-ins work on. */
  readonly isDeclared: (name: string) => boolean;
}

export function implementationProblems(declared: Declared): readonly Diagnostic[] {
  const { structures } = declared;
  return [
    ...structures.implementations.flatMap((i) => (isShipped(i.decl) ? [] : lacking(i, declared))),
    ...[...structures.instances.values()].flatMap((instances) => givenTwice(instances, declared)),
    ...[...structures.instances.values()].flatMap((instances) =>
      instances.flatMap((instance) => definedByItself(instance, declared)),
    ),
  ];
}

type Implementation = Structures["implementations"][number];

function mentionsDeclared(type: Type, declared: Declared): boolean {
  if (type.kind === "con" && declared.isDeclared(type.name)) return true;
  return typeParts(type).some((part) => mentionsDeclared(part, declared));
}

/** An implementation as written: `Field(Dual)`. */
function nameOf(implementation: Implementation): string {
  return `${implementation.structure}(${implementation.args.map(printType).join(", ")})`;
}

// ---- what is missing -----------------------------------------------------------------------------------

/** Built-ins that take every type. */
const everyType: ReadonlySet<string> = new Set(["equals", "neq"]);

/** Numbers, lists and matrices have most operations as built-ins: only types of the program are looked at. */
function lacking(implementation: Implementation, declared: Declared): readonly Diagnostic[] {
  const { structures, definition } = declared;
  const structure = structures.structures.get(implementation.structure);
  if (structure === undefined || implementation.args.length !== structure.params.length) return [];
  if (!implementation.args.some((arg) => mentionsDeclared(arg, declared))) return [];
  const given = (name: string): boolean =>
    (structures.instances.get(name) ?? []).some(
      (other) => other.implementation !== undefined && isFor(other.implementation, implementation),
    );
  const follows = (name: string): boolean =>
    (derivations.get(name) ?? []).some(({ from }) => given(from)) ||
    (name === "minus" && given("plus") && given("negate"));
  const missing = [...structure.operations.values()].filter(
    ({ name }) =>
      !everyType.has(name) && !given(name) && !follows(name) && definition(name)?.params === undefined,
  );
  const [first, ...others] = missing;
  if (first === undefined) return [];
  const { decl } = implementation;
  // What does not need them runs, so this is no error.
  const names = missing.map((m) => `\`${m.name}\``).join(", ");
  const count = others.length === 0 ? "an operation" : `${missing.length} operations`;
  return [
    warning("KL0313", `\`implements ${nameOf(implementation)}\` lacks ${count}`, decl.structureSpan, {
      notes: [`missing: ${names}`],
      related: [{ span: first.span, message: `\`${first.name}\` is declared here` }],
      hint: `add \`${first.element ? `element ${first.name} = …` : `operation ${first.name}${paramsOf(first.type)} = …`}\``,
    }),
  ];
}

function paramsOf(type: Type): string {
  const count = type.kind === "function" ? type.params.length : 0;
  const letters = ["x", "y", "z", "u", "v", "w"].slice(0, count);
  return letters.length === 0 ? "" : `(${letters.join(", ")})`;
}

/** The other implementation is for these types, or for the one of them that is the program's. */
function isFor(other: Implementation, implementation: Implementation): boolean {
  const keys = new Set(implementation.args.map(typeKey));
  return other.args.some((arg) => keys.has(typeKey(arg)));
}

// ---- given twice ---------------------------------------------------------------------------------------

/** Two structures that give one operation for the same types: later ones come first in `instances`. */
function givenTwice(instances: readonly OperationInstance[], declared: Declared): readonly Diagnostic[] {
  const seen = new Map<string, OperationInstance>();
  return instances.flatMap((instance) => {
    const { implementation, signature } = instance;
    if (implementation === undefined || signature === undefined || isShipped(implementation.decl)) return [];
    if (!mentionsDeclared(signature, declared)) return [];
    const conditions = implementation.conditions.map(({ structure, args }) => [
      structure,
      ...args.map(typeKey),
    ]);
    const key = `${typeKey(signature)} ${JSON.stringify(conditions)}`;
    const later = seen.get(key);
    seen.set(key, later ?? instance);
    if (later?.implementation === undefined || isSame(later, instance)) return [];
    const title = `\`${instance.operation}\` is given twice for these types`;
    return [
      warning("KL0314", title, later.span, {
        label: `by \`${nameOf(later.implementation)}\``,
        related: [{ span: instance.span, message: `also by \`${nameOf(implementation)}\`` }],
        notes: ["the later one counts"],
      }),
    ];
  });
}

/** The same default, or the same name on the right. */
function isSame(a: OperationInstance, b: OperationInstance): boolean {
  if (a.body === b.body) return true;
  const [f, g] = [forwardedBy(a), forwardedBy(b)];
  return f !== undefined && f === g;
}

// ---- defined by itself ---------------------------------------------------------------------------------

/**
 * `operation plus = add` with `define add(a, b) = a + b`: a chain of names that each stand for the next and end where they
 * began. Where the name is its own, the definition or the built-in of that name is meant.
 */
function definedByItself(instance: OperationInstance, declared: Declared): readonly Diagnostic[] {
  const { implementation, operation, span } = instance;
  if (implementation === undefined || isShipped(implementation.decl)) return [];
  if (!implementation.args.some((arg) => mentionsDeclared(arg, declared))) return [];
  const chain: { readonly name: string; readonly span: Span }[] = [];
  let next = forwardedBy(instance);
  if (next === operation && instance.params === undefined) {
    const own = declared.definition(operation);
    if (own === undefined) return [];
    chain.push({ name: operation, span: own.nameSpan });
    next = forwarded(own.params, own.body);
  }
  for (let steps = 0; next !== undefined && steps < 100; steps++) {
    if (next === operation) return [circle(instance, chain, span)];
    if (chain.some((link) => link.name === next)) return [];
    const member = memberOf(next, implementation, declared);
    const define: Define | undefined = member === undefined ? declared.definition(next) : undefined;
    const place = member?.span ?? define?.nameSpan;
    if (place === undefined) return [];
    chain.push({ name: next, span: place });
    next = member === undefined ? define && forwarded(define.params, define.body) : forwardedBy(member);
  }
  return [];
}

function memberOf(
  name: string,
  implementation: Implementation,
  { structures }: Declared,
): OperationInstance | undefined {
  return structures.instances.get(name)?.find((i) => i.implementation === implementation);
}

function circle(
  { operation, implementation }: OperationInstance,
  chain: readonly { readonly name: string; readonly span: Span }[],
  span: Span,
): Diagnostic {
  const names = [operation, ...chain.map((link) => link.name), operation].join(" → ");
  const where = implementation === undefined ? "" : ` of \`${nameOf(implementation)}\``;
  return error("KL0315", `the operation \`${operation}\`${where} is defined by itself`, span, {
    related: chain.map((link) => ({ span: link.span, message: `\`${link.name}\` is here` })),
    notes: [names],
    hint: "say in one of them how to compute it",
  });
}

function forwardedBy(instance: OperationInstance): string | undefined {
  if (instance.element) return undefined;
  if (instance.params === undefined)
    return instance.body.kind === "name" ? operationName(instance.body.name) : undefined;
  return forwarded(instance.params, instance.body);
}

/** The name that a body calls with just its parameters, in their order. */
function forwarded(params: Define["params"], body: Expr): string | undefined {
  if (params === undefined || body.kind !== "call" || body.callee.kind !== "name") return undefined;
  if (body.args.length !== params.length || body.named.length > 0) return undefined;
  const same = body.args.every((arg, i) => arg.kind === "name" && arg.name === params[i]?.name);
  return same ? body.callee.name : undefined;
}
