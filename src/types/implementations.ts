/**
 * What implements structures. In: the structures' declarations and the implementations of a program. Out: each operation's
 * instances, later declarations first, defaults of the structures included; problems of the declarations beside them.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Define, ImplementsDecl, StructureDecl } from "../syntax/ast.ts";
import { createTypeScope, type TypeDeclarations, typeFromSyntax } from "./from-syntax.ts";
import {
  atArguments,
  didYouMean,
  type Implementation,
  isShipped,
  linkStructures,
  type OperationInstance,
  operationName,
  ownDefines,
  reference,
  type Structure,
  type StructureOperation,
  type Structures,
} from "./structures.ts";
import { typeKey } from "./traverse.ts";
import type { Type } from "./type.ts";

export function buildStructures(
  decls: readonly StructureDecl[],
  implementing: readonly ImplementsDecl[],
  types: TypeDeclarations,
): Checked<Structures> {
  const problems: Diagnostic[] = [];
  const structures = linkStructures(decls, types, problems);
  const implementations = readImplementations(implementing, structures, types, problems);
  const instances = new Map<string, OperationInstance[]>();
  const add = (instance: OperationInstance) => {
    const known = instances.get(instance.operation);
    if (known === undefined) instances.set(instance.operation, [instance]);
    else known.push(instance);
  };
  for (const implementation of [...implementations].reverse()) {
    for (const instance of instancesOf(implementation, structures)) add(instance);
  }
  for (const structure of structures.values()) {
    for (const define of ownDefines(structure.decl.members)) add(structureDefault(structure, define));
  }
  const operationNames = new Set([...structures.values()].flatMap((s) => [...s.operations.keys()]));
  return { value: { structures, implementations, instances, operationNames }, problems };
}

function readImplementations(
  decls: readonly ImplementsDecl[],
  structures: ReadonlyMap<string, Structure>,
  types: TypeDeclarations,
  problems: Diagnostic[],
): readonly Implementation[] {
  const found = new Map<string, Implementation>();
  for (const decl of decls) {
    const scope = createTypeScope(types);
    const args = decl.args.map((arg) => typeFromSyntax(arg, scope));
    problems.push(...args.flatMap((arg) => arg.problems));
    const over = (decl.over && reference(decl.over, scope)?.args) ?? [];
    const conditions = decl.where.map((condition) => ({
      structure: condition.name,
      args: condition.args.map((arg) => typeFromSyntax(arg, scope).value),
      span: condition.span,
    }));
    const implementing = { structure: decl.structure, decl, args: args.map((arg) => arg.value) };
    const implementation = { ...implementing, over, conditions };
    const key = implementationKey(implementation);
    const earlier = found.get(key);
    if (earlier !== undefined) problems.push(conflict(earlier.decl, decl));
    found.delete(key);
    found.set(key, implementation);
    // Where a program replaces a shipped structure, what the library implemented of it is none of its business.
    if (!isShipped(decl)) checkImplementation(implementation, structures, problems);
  }
  return [...found.values()];
}

/** What no two implementations share: the types, under the same conditions. */
export function implementationKey(implementation: Implementation): string {
  const { structure, args, conditions } = implementation;
  const written = (name: string, types: readonly Type[]) => `${name}(${types.map(typeKey).join(", ")})`;
  return [written(structure, args), ...conditions.map((c) => written(c.structure, c.args)).sort()].join(" ");
}

function conflict(earlier: ImplementsDecl, later: ImplementsDecl): Diagnostic {
  const sameFile = earlier.span.file === later.span.file;
  const mild = isShipped(earlier) || sameFile;
  return (mild ? warning : error)(
    "KL0310",
    `\`${later.structure}\` is implemented twice for these types`,
    later.structureSpan,
    {
      related: [
        {
          span: earlier.structureSpan,
          message: sameFile ? "the first time" : "the first time, in another file",
        },
      ],
      ...(mild ? { notes: ["the later one counts"] } : { hint: "remove one of the two" }),
    },
  );
}

function checkImplementation(
  implementation: Implementation,
  structures: ReadonlyMap<string, Structure>,
  problems: Diagnostic[],
): void {
  const { decl } = implementation;
  const structure = structures.get(decl.structure);
  for (const { name, span } of decl.where) {
    if (structures.has(name)) continue;
    problems.push(
      warning("KL0308", `unknown structure \`${name}\``, span, didYouMean(name, structures.keys())),
    );
  }
  if (structure === undefined) {
    if (decl.structure !== "Promotes") {
      const details = didYouMean(decl.structure, structures.keys());
      problems.push(
        warning("KL0308", `unknown structure \`${decl.structure}\``, decl.structureSpan, details),
      );
    }
    return;
  }
  if (decl.args.length !== structure.params.length) {
    const wanted = structure.params.length === 1 ? "1 argument" : `${structure.params.length} arguments`;
    const title = `the structure \`${decl.structure}\` takes ${wanted}, got ${decl.args.length}`;
    problems.push(error("KL0305", title, decl.structureSpan));
  }
  for (const member of decl.members) {
    if (member.kind === "verify") continue;
    const operation = operationOf(structure, operationName(member.name));
    if (operation === undefined) {
      if (structure.defaults.has(operationName(member.name))) continue;
      const details = didYouMean(member.name, structure.operations.keys());
      const title = `\`${member.name}\` is not an operation of \`${decl.structure}\``;
      problems.push(warning("KL0309", title, member.span, details));
      continue;
    }
    const given = member.kind === "operation" ? member.params?.length : undefined;
    const wanted = operation.type.kind === "function" ? operation.type.params.length : 0;
    if (given !== undefined && given > wanted && operation.type.kind === "function") {
      const title = `\`${member.name}\` takes ${wanted} ${wanted === 1 ? "argument" : "arguments"} in \`${decl.structure}\`, here ${given}`;
      const related = [{ span: operation.span, message: "declared here" }];
      problems.push(error("KL0201", title, member.span, { related }));
    }
  }
}

function operationOf(structure: Structure, name: string): StructureOperation | undefined {
  return structure.operations.get(name) ?? structure.offered.get(name);
}

function instancesOf(
  implementation: Implementation,
  structures: ReadonlyMap<string, Structure>,
): readonly OperationInstance[] {
  const { decl } = implementation;
  const structure = structures.get(decl.structure);
  const base = { structure: decl.structure, implementation };
  const types = [...implementation.args, ...(implementation.over ?? [])];
  const signatureOf = (name: string): Type | undefined => {
    const operation = structure && operationOf(structure, name);
    return structure && operation && atArguments(operation.type, structure, types, []);
  };
  const given = decl.members.flatMap((member): OperationInstance[] => {
    if (member.kind === "verify") return [];
    const element = member.kind === "element";
    return [
      {
        ...base,
        operation: operationName(member.name),
        signature: signatureOf(operationName(member.name)),
        params: element ? undefined : member.params,
        body: element ? member.value : member.body,
        element,
        span: member.span,
      },
    ];
  });
  const names = new Set(given.map((g) => g.operation));
  const defaults = [...(structure?.defaults.values() ?? [])].filter((d) => !names.has(operationName(d.name)));
  return [
    ...given,
    ...defaults.map((define) => ({
      ...base,
      operation: operationName(define.name),
      signature: signatureOf(operationName(define.name)),
      params: define.params,
      body: define.body,
      element: define.params === undefined,
      span: define.span,
    })),
  ];
}

function structureDefault(structure: Structure, define: Define): OperationInstance {
  return {
    operation: operationName(define.name),
    structure: structure.name,
    implementation: undefined,
    signature: structure.operations.get(operationName(define.name))?.type,
    params: define.params,
    body: define.body,
    element: define.params === undefined,
    span: define.span,
  };
}
