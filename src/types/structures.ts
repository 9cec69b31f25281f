/**
 * Structures and what implements them. A structure's operations include those it inherits (`extends`) and those of
 * structures nested in it, all typed in terms of its own parameters; an implementation yields one `OperationInstance`
 * per operation, with its type at the implementing types, defaults of the structure included.
 */
import { type Diagnostic, warning } from "../base/diagnostic.ts";
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
import { substituteType, typeVariables } from "./traverse.ts";
import { type Kind, type Type, typeVarId } from "./type.ts";

export interface Structure {
  readonly name: string;
  readonly decl: StructureDecl;
  readonly params: readonly { readonly name: string; readonly kind: Kind }[];
  /** The parameters as types: variables 0, 1, … and dimension variables. */
  readonly args: readonly Type[];
  readonly parent: StructureReference | undefined;
  /** `structure mult : Monoid(R) { … }` within it. */
  readonly nested: readonly StructureReference[];
  /** The arguments of `over`, which implementations decide too: `F` in `over Field(F)`. */
  readonly over: readonly Type[];
  /** Own, nested and inherited. */
  readonly operations: ReadonlyMap<string, StructureOperation>;
  /** Of the structures that those nested in it name: an implementation may give them, and need not. */
  readonly offered: ReadonlyMap<string, StructureOperation>;
  /** Operations that the structure itself defines. */
  readonly defaults: ReadonlyMap<string, Define>;
}

/** A structure at types: `Monoid(R)`. */
export interface StructureReference {
  readonly structure: string;
  readonly args: readonly Type[];
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
  /** What has to hold for its members to be chosen (conditions.ts). */
  readonly conditions: readonly (StructureReference & { readonly span: Span })[];
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

// ---- structures ----------------------------------------------------------------------------------------

interface OwnStructure {
  readonly structure: Structure;
  readonly scope: TypeScope;
}

export function linkStructures(
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
    const within = new Set([...path, name]);
    const parent = structure.parent && link(structure.parent.structure, within);
    const inherited = parent === undefined ? structure : inherit(structure, parent);
    const offered = new Map(inherited.offered);
    for (const { structure: other, args } of structure.nested) {
      const named = link(other, within);
      if (named === undefined) continue;
      for (const [key, operation] of [...named.operations, ...named.offered])
        offered.set(key, atReference(operation, named, args, structure));
    }
    const result = { ...inherited, offered };
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
  const nested: StructureReference[] = [];
  const collect = (members: readonly StructureMember[]) => {
    for (const member of members) {
      if (member.kind === "nested") {
        nested.push(...[reference(member.type, scope) ?? []].flat());
        collect(member.members);
      } else if (member.kind === "operation" || member.kind === "element") {
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
  const offered = new Map<string, StructureOperation>();
  const shape = { name: decl.name, decl, params, args, parent, nested, over };
  return { structure: { ...shape, operations, offered, defaults }, scope };
}

/** An operator stands for the operation that its infix form calls: `operation (×)` is `times`. */
export function operationName(written: string): string {
  return infixOperators.get(written)?.operation ?? written;
}

/** Defines of a structure and of the structures nested in it. */
export function ownDefines(members: readonly StructureMember[]): readonly Define[] {
  return members.flatMap((m) =>
    m.kind === "define" ? [m] : m.kind === "nested" ? ownDefines(m.members) : [],
  );
}

function inherit(structure: Structure, parent: Structure): Structure {
  const given = structure.parent?.args ?? [];
  const taken = (operations: Structure["operations"]) =>
    [...operations].map(([name, one]) => [name, atReference(one, parent, given, structure)] as const);
  return {
    ...structure,
    operations: new Map([...taken(parent.operations), ...structure.operations]),
    offered: new Map(taken(parent.offered)),
    defaults: new Map([...parent.defaults, ...structure.defaults]),
  };
}

/** An operation of `of`, which `structure` names at the types `given`, in terms of that structure's own parameters. */
function atReference(
  operation: StructureOperation,
  of: Structure,
  given: readonly Type[],
  structure: Structure,
): StructureOperation {
  return { ...operation, type: atArguments(operation.type, of, given, structure.args) };
}

export function reference(type: TypeExpr, scope: TypeScope): StructureReference | undefined {
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
export function atArguments(
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

/** The shipped library is named by paths under `stdlib/`; a program may replace what it implements. */
export function isShipped(decl: ImplementsDecl): boolean {
  return decl.span.file === "" || /(^|\/)stdlib\//.test(decl.span.file);
}

export function didYouMean(name: string, candidates: Iterable<string>): { readonly hint?: string } {
  const similar = nearest(name, candidates);
  return similar === undefined ? {} : { hint: `did you mean \`${similar}\`?` };
}
