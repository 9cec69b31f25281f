/**
 * Structures and what implements them. A structure's operations include those it inherits (`extends`) and those of
 * structures nested in it, all typed in terms of its own parameters; an implementation yields one `OperationInstance`
 * per operation, with its type at the implementing types, defaults of the structure included.
 */
import { type Diagnostic, error, warning } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type {
  Define,
  Expr,
  ImplementsDecl,
  Param,
  StructureDecl,
  StructureMember,
  TypeExpr,
} from "../syntax/ast.ts";
import { infixOperators } from "../syntax/operators.ts";
import { type Dim, dimVariable } from "./dim.ts";
import {
  createTypeScope,
  kindFromSyntax,
  type TypeDeclarations,
  type TypeScope,
  typeFromSyntax,
} from "./from-syntax.ts";
import { nearest } from "./nearest.ts";
import { substituteType, typeKey, typeVariables } from "./traverse.ts";
import { type Kind, type Type, typeVarId } from "./type.ts";

export interface Structure {
  readonly name: string;
  readonly decl: StructureDecl;
  readonly params: readonly { readonly name: string; readonly kind: Kind }[];
  /** The parameters as types: variables 0, 1, … and dimension variables. */
  readonly args: readonly Type[];
  readonly parent: { readonly structure: string; readonly args: readonly Type[] } | undefined;
  /** The arguments of `over`, which implementations decide too: `F` in `over Field(F)`. */
  readonly over: readonly Type[];
  /** Own, nested and inherited. */
  readonly operations: ReadonlyMap<string, StructureOperation>;
  /** Operations that the structure itself defines. */
  readonly defaults: ReadonlyMap<string, Define>;
}

export interface StructureOperation {
  readonly name: string;
  readonly type: Type;
  /** `element e : T`: a value, not a function. */
  readonly element: boolean;
  readonly span: Span;
}

export interface Implementation {
  readonly structure: string;
  readonly decl: ImplementsDecl;
  /** The implementing types; variables match anything. */
  readonly args: readonly Type[];
  /** The arguments of its `over`. */
  readonly over?: readonly Type[];
}

/** One way to carry out an operation. */
export interface OperationInstance {
  readonly operation: string;
  readonly structure: string;
  /** Undefined for a `define` of a structure that nothing implements: the last resort, after the program's own definitions. */
  readonly implementation: Implementation | undefined;
  /**
   * The operation's type at the implementing types: match its parameters against argument types, variables matching
   * anything consistently. Undefined where no structure declares it: then the implementing types are compared with the
   * first arguments.
   */
  readonly signature: Type | undefined;
  /** Absent for `operation f = g` (`body` is the name `g`) and for elements. */
  readonly params: readonly Param[] | undefined;
  readonly body: Expr;
  readonly element: boolean;
  readonly span: Span;
}

export interface Structures {
  readonly structures: ReadonlyMap<string, Structure>;
  readonly implementations: readonly Implementation[];
  readonly instances: ReadonlyMap<string, readonly OperationInstance[]>;
  readonly operationNames: ReadonlySet<string>;
}

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

// ---- structures ----------------------------------------------------------------------------------------

interface OwnStructure {
  readonly structure: Structure;
  readonly scope: TypeScope;
}

function linkStructures(
  decls: readonly StructureDecl[],
  types: TypeDeclarations,
  problems: Diagnostic[],
): ReadonlyMap<string, Structure> {
  const own = new Map(decls.map((decl) => [decl.name, readStructure(decl, types, problems)] as const));
  const linked = new Map<string, Structure>();
  const link = (name: string, path: ReadonlySet<string>): Structure | undefined => {
    const done = linked.get(name);
    if (done !== undefined) return done;
    const found = own.get(name);
    if (found === undefined || path.has(name)) return found?.structure;
    const { structure } = found;
    const parent = structure.parent && link(structure.parent.structure, new Set([...path, name]));
    const result = parent === undefined ? structure : inherit(structure, parent);
    linked.set(name, result);
    return result;
  };
  for (const decl of decls) {
    link(decl.name, new Set());
    for (const other of [decl.extends, decl.over]) {
      const name = other && structureName(other);
      if (other === undefined || name === undefined || own.has(name)) continue;
      problems.push(
        warning("KL0308", `unknown structure \`${name}\``, other.span, didYouMean(name, own.keys())),
      );
    }
  }
  return linked;
}

function readStructure(decl: StructureDecl, types: TypeDeclarations, problems: Diagnostic[]): OwnStructure {
  const scope = createTypeScope(types, decl.params);
  const operations = new Map<string, StructureOperation>();
  const collect = (members: readonly StructureMember[]) => {
    for (const member of members) {
      if (member.kind === "nested") collect(member.members);
      else if (member.kind === "operation" || member.kind === "element") {
        const type = typeFromSyntax(member.type, scope);
        problems.push(...type.problems);
        const [name, span] = [operationName(member.name), member.span];
        operations.set(name, { name, type: type.value, element: member.kind === "element", span });
      }
    }
  };
  const params = decl.params.map((p) => ({ name: p.name, kind: kindFromSyntax(p.kind) }));
  const args = params.flatMap((p) => scope.variables.get(p.name) ?? []);
  collect(decl.members);
  const defaults = new Map(ownDefines(decl.members).map((d) => [operationName(d.name), d] as const));
  const parent = decl.extends && reference(decl.extends, scope);
  const over = (decl.over && reference(decl.over, scope)?.args) ?? [];
  return { structure: { name: decl.name, decl, params, args, parent, over, operations, defaults }, scope };
}

/** An operator stands for the operation that its infix form calls: `operation (×)` is `times`. */
export function operationName(written: string): string {
  return infixOperators.get(written)?.operation ?? written;
}

/** Defines of a structure and of the structures nested in it. */
function ownDefines(members: readonly StructureMember[]): readonly Define[] {
  return members.flatMap((m) =>
    m.kind === "define" ? [m] : m.kind === "nested" ? ownDefines(m.members) : [],
  );
}

function inherit(structure: Structure, parent: Structure): Structure {
  const operations = new Map<string, StructureOperation>();
  const given = structure.parent?.args ?? [];
  for (const [name, operation] of parent.operations) {
    operations.set(name, { ...operation, type: atArguments(operation.type, parent, given, structure.args) });
  }
  for (const [name, operation] of structure.operations) operations.set(name, operation);
  return { ...structure, operations, defaults: new Map([...parent.defaults, ...structure.defaults]) };
}

function reference(
  type: TypeExpr,
  scope: TypeScope,
): { readonly structure: string; readonly args: readonly Type[] } | undefined {
  const structure = structureName(type);
  if (structure === undefined) return undefined;
  const args = type.kind === "type-call" ? type.args : [];
  return { structure, args: args.map((arg) => typeFromSyntax(arg, scope).value) };
}

function structureName(type: TypeExpr): string | undefined {
  return type.kind === "type-name" || type.kind === "type-call" ? type.name : undefined;
}

/**
 * A type of a structure's operation with the structure's parameters replaced by `given`. Its other variables are
 * renamed away from those of `given` and of `others`.
 */
function atArguments(
  type: Type,
  structure: Structure,
  given: readonly Type[],
  others: readonly Type[],
): Type {
  const taken = typeVariables({ kind: "tuple", items: [...given, ...others] });
  const firstFree = Math.max(-1, ...taken.types) + 1;
  const typeArgs = new Map<number, Type>();
  const dimArgs = new Map<string, Dim>();
  [...structure.args, ...structure.over].forEach((param, i) => {
    const arg = given[i];
    if (arg === undefined) return;
    if (param.kind === "var") typeArgs.set(param.id, arg);
    const name = structure.params[i]?.name;
    if (param.kind === "dim" && arg.kind === "dim" && name !== undefined) dimArgs.set(name, arg.dim);
  });
  return substituteType(type, {
    type: (id) => typeArgs.get(id) ?? { kind: "var", id: typeVarId(id + firstFree) },
    dim: (name) =>
      dimArgs.get(name) ?? (taken.dims.has(name) ? dimVariable(`${name}'${structure.name}`) : undefined),
  });
}

// ---- implementations -----------------------------------------------------------------------------------

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
    const implementation = { structure: decl.structure, decl, args: args.map((arg) => arg.value), over };
    const key = `${decl.structure}(${implementation.args.map(typeKey).join(", ")})`;
    const earlier = found.get(key);
    if (earlier !== undefined) problems.push(conflict(earlier.decl, decl));
    found.delete(key);
    found.set(key, implementation);
    // Where a program replaces a shipped structure, what the library implemented of it is none of its business.
    if (!isShipped(decl)) checkImplementation(implementation, structures, problems);
  }
  return [...found.values()];
}

/** The shipped library is named by paths under `stdlib/`; a program may replace what it implements. */
export function isShipped(decl: ImplementsDecl): boolean {
  return decl.span.file === "" || /(^|\/)stdlib\//.test(decl.span.file);
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
    const operation = structure.operations.get(operationName(member.name));
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

function instancesOf(
  implementation: Implementation,
  structures: ReadonlyMap<string, Structure>,
): readonly OperationInstance[] {
  const { decl } = implementation;
  const structure = structures.get(decl.structure);
  const base = { structure: decl.structure, implementation };
  const types = [...implementation.args, ...(implementation.over ?? [])];
  const signatureOf = (name: string): Type | undefined => {
    const operation = structure?.operations.get(name);
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

function didYouMean(name: string, candidates: Iterable<string>): { readonly hint?: string } {
  const similar = nearest(name, candidates);
  return similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` };
}
