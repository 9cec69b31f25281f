/**
 * What a call of an operation means on given types (T12): a built-in that takes them, else `implements`, else a definition
 * of that name. In: argument types without open parts, functions excepted. Out: a verdict; nothing is reported here.
 */
import type { PrimitiveTable, Typing, TypingContext } from "../primitives/primitive.ts";
import { type Unmet, unmetCondition } from "./conditions.ts";
import { derivedResult, operationsBehind } from "./derived.ts";
import { unknownDim } from "./dim.ts";
import type { Environment } from "./environment.ts";
import { isNumeric, join } from "./flow.ts";
import { hasFixedForm, mentionsFunction } from "./forms.ts";
import { matchTypes } from "./match.ts";
import { isOpen } from "./open-type.ts";
import { printTypes } from "./print.ts";
import type { CallSite, OperationConstraint } from "./scheme.ts";
import { typeOfCall } from "./signature.ts";
import type { Solver } from "./solver.ts";
import { sparseShape } from "./sparse.ts";
import type { OperationInstance } from "./structures.ts";
import { mentionsAny, substituteType, typeParts } from "./traverse.ts";
import { any, type Type } from "./type.ts";

export type Verdict =
  | { readonly kind: "typed"; readonly result: Type }
  /** Not decided while some argument is open. */
  | { readonly kind: "open" }
  /** The program's own definition is called. */
  | { readonly kind: "definition" }
  | {
      readonly kind: "mismatch";
      readonly title: string;
      readonly notes: readonly string[];
      readonly hint?: string;
    }
  | { readonly kind: "refused"; readonly reason?: string; readonly hint?: string }
  /** An implementation takes the arguments but for a condition of its `where`. */
  | { readonly kind: "unmet"; readonly unmet: Unmet };

export interface Operations {
  judge(constraint: OperationConstraint, args: readonly Type[]): Verdict;
}

export function createOperations(env: Environment, table: PrimitiveTable, solver: Solver): Operations {
  const promotes = env.implementations.some((i) => i.structure === "Promotes");
  const known = { environment: env, table };

  function judge(constraint: OperationConstraint, args: readonly Type[]): Verdict {
    const { operation, site } = constraint;
    if (args.some((arg) => arg.kind !== "function" && isOpen(arg))) return { kind: "open" };
    return decide(operation, args, constraint.args, site);
  }

  /** `originals`: the arguments with their unknowns, which functions are applied through. */
  function decide(
    name: string,
    args: readonly Type[],
    originals: readonly Type[],
    site: CallSite | undefined,
  ): Verdict {
    if (args.some((arg) => arg.kind === "any")) return { kind: "typed", result: any };
    const row = table.get(name);
    const ownDefinition = definitionTakes(name, args.length);
    let refusal: Verdict = { kind: "refused" };
    if (
      row !== undefined &&
      !(row.yields === true && ownDefinition) &&
      !hasOwnMeaning(row.name, name, args)
    ) {
      const applied = { open: false };
      const context = typingContext(originals, site, applied);
      const typing = typeOfCall(row.type, args, context, "narrowing");
      if (applied.open && (typing.kind !== "typed" || mentionsAny(typing.result))) return { kind: "open" };
      if (typing.kind === "typed") return { kind: "typed", result: typing.result };
      if (typing.kind === "dynamic") return { kind: "typed", result: any };
      if (typing.kind === "mismatch" && !ownDefinition) return typing;
      if (typing.kind === "declined") refusal = { ...typing, kind: "refused" };
    }
    const instances = env.instancesOf(name).filter((i) => i.implementation !== undefined || !ownDefinition);
    for (const instance of instances) {
      const result = instanceResult(instance, args);
      if (result !== undefined) return { kind: "typed", result };
    }
    if (ownDefinition) return { kind: "definition" };
    const clash = instances.map((instance) => instanceClash(instance, args)).find((one) => one !== undefined);
    if (clash !== undefined) return clash;
    const aliased = row !== undefined && row.name !== name ? implementedResult(row.name, args) : undefined;
    if (aliased !== undefined) return { kind: "typed", result: aliased };
    const derived = row && derivedResult(row.name, args, env, implementedResult);
    if (derived !== undefined) return { kind: "typed", result: derived };
    const unmet = promotes ? undefined : unmetBy(name, row?.name, args);
    if (unmet !== undefined) return { kind: "unmet", unmet };
    const uncertain =
      args.some((arg) => mentionsAny(arg) || mentionsFunction(arg) || !hasFixedForm(arg, env)) ||
      env.signature(name) !== undefined ||
      (env.isStructureOperation(name) && row === undefined) ||
      (promotes && !args.every(isNumeric));
    return uncertain ? { kind: "typed", result: any } : refusal;
  }

  /** The type of an operation that some `implements` gives for these types. */
  function implementedResult(operation: string, args: readonly Type[]): Type | undefined {
    for (const instance of env.instancesOf(operation)) {
      const result = instance.implementation && instanceResult(instance, args);
      if (result !== undefined) return result;
    }
    return undefined;
  }

  /** The condition without which some implementation would take these types, for the operation or what it follows from. */
  function unmetBy(name: string, row: string | undefined, args: readonly Type[]): Unmet | undefined {
    for (const operation of operationsBehind(name, row)) {
      for (const instance of env.instancesOf(operation)) {
        const answer = instanceAnswer(instance, args);
        if (answer?.kind === "unmet") return answer.unmet;
      }
    }
    return undefined;
  }

  /** Operations on sparse matrices that the program gives itself: a data type of that shape had no others before. */
  function hasOwnMeaning(row: string, name: string, args: readonly Type[]): boolean {
    return (
      args.some((arg) => sparseShape(arg, env) !== undefined) &&
      (definitionTakes(name, args.length) ||
        [name, row].some((known) => implementedResult(known, args) !== undefined))
    );
  }

  function definitionTakes(name: string, count: number): boolean {
    const define = env.definition(name);
    return define !== undefined && (define.params === undefined || define.params.length === count);
  }

  function instanceResult(instance: OperationInstance, args: readonly Type[]): Type | undefined {
    const answer = instanceAnswer(instance, args);
    return answer?.kind === "typed" ? answer.result : undefined;
  }

  /** The result where an instance takes these arguments, or the condition that they do not meet. */
  function instanceAnswer(
    instance: OperationInstance,
    args: readonly Type[],
  ): Extract<Verdict, { kind: "typed" | "unmet" }> | undefined {
    const { signature, implementation } = instance;
    if (signature?.kind === "function") {
      if (signature.params.length !== args.length) return undefined;
      const match = matchTypes(signature.params, args, "exact");
      if (match.kind !== "matched") return undefined;
      const unmet = unmetCondition(implementation, match.substitution, known);
      if (unmet !== undefined) return { kind: "unmet", unmet };
      return { kind: "typed", result: closeType(substituteType(signature.result, match.substitution)) };
    }
    if (signature !== undefined) return undefined;
    const patterns = implementation?.args ?? [];
    const match = matchTypes(patterns.slice(0, args.length), args.slice(0, patterns.length), "exact");
    const unmet =
      match.kind === "matched" ? unmetCondition(implementation, match.substitution, known) : undefined;
    if (unmet !== undefined) return { kind: "unmet", unmet };
    const takes = args.some((arg) =>
      patterns.some((pattern) => matchTypes([pattern], [arg], "exact").kind !== "other"),
    );
    return takes || patterns.length === 0 ? { kind: "typed", result: any } : undefined;
  }

  /** What is said where an instance takes these arguments but for their dimensions. */
  function instanceClash(
    { operation, signature }: OperationInstance,
    args: readonly Type[],
  ): Verdict | undefined {
    if (signature?.kind !== "function" || signature.params.length !== args.length) return undefined;
    const match = matchTypes(signature.params, args, "exact");
    if (match.kind !== "clash") return undefined;
    const notes = [...match.notes, `${operation} takes ${printTypes(signature.params).join(" and ")}`];
    // Numbers of a wider type would fit by a test while running, which overloads do not make: no dimension is wrong then.
    const title = signature.params.some(mentionsDims)
      ? `the dimensions of the arguments of \`${operation}\` differ`
      : `no implementation of \`${operation}\` takes these arguments`;
    return { kind: "mismatch", title, notes };
  }

  function typingContext(
    originals: readonly Type[],
    site: CallSite | undefined,
    applied: { open: boolean },
  ): TypingContext {
    const seen = (type: Type): Type => {
      if (isOpen(type)) applied.open = true;
      return type;
    };
    /** Feeds the function its arguments and gives what it returns, with its parameter at `loop` where asked. */
    const apply = (index: number, args: readonly Type[], loop?: number): Type => {
      const callee = originals[index] === undefined ? undefined : solver.head(originals[index]);
      if (callee?.kind !== "function" || callee.params.length !== args.length) return any;
      callee.params.forEach((param, i) => {
        const arg = args[i];
        if (arg !== undefined) solver.send(arg, param);
      });
      const looped = loop === undefined ? undefined : callee.params[loop];
      if (looped === undefined) return seen(solver.observe(callee.result));
      solver.send(callee.result, looped);
      return seen(solver.observe(looped));
    };
    return {
      applyArgument: (index, args) => apply(index, args),
      fixpoint: (index, args, loop, start) => {
        const full = args.length > loop ? args.map((arg, i) => (i === loop ? start : arg)) : [...args, start];
        return apply(index, full, loop);
      },
      operation: (name, args) => {
        if (args.some((arg) => arg.kind !== "function" && isOpen(arg))) {
          applied.open = true;
          return { kind: "dynamic" };
        }
        return asTyping(decide(name, args, args, undefined), args);
      },
      literal: (index) => site?.args[index]?.literal,
      join: (a, b) => (isOpen(a) || isOpen(b) ? joinOpen(a, b, applied) : join(a, b)),
      sparse: (type) => sparseShape(type, env),
      dimension: () => unknownDim,
    };
  }

  return { judge };
}

function asTyping(verdict: Verdict, args: readonly Type[]): Typing {
  switch (verdict.kind) {
    case "typed":
      return verdict.result.kind === "any"
        ? { kind: "dynamic" }
        : { kind: "typed", params: args, result: verdict.result };
    case "open":
    case "definition":
      return { kind: "dynamic" };
    case "mismatch":
      return verdict;
    case "refused":
      return { ...verdict, kind: "declined" };
    case "unmet":
      return { kind: "declined" };
  }
}

function joinOpen(a: Type, b: Type, applied: { open: boolean }): Type {
  if (a.kind === "never") return b;
  if (b.kind === "never" || a === b) return a;
  applied.open = true;
  return any;
}

/** Variables that no argument decided stand for nothing known. */
export function closeType(type: Type): Type {
  return substituteType(type, { type: () => any, dim: () => unknownDim });
}

function mentionsDims(type: Type): boolean {
  return type.kind === "dim" || typeParts(type).some(mentionsDims);
}
