/**
 * Everything a program declares, by name: the one thing that every later stage reads.
 *
 * In: the program's files, imports before importers. Later declarations of a name replace earlier ones, across files
 * too (language.md §5, §13). Out: lookups that never fail loudly; problems of declarations beside them. Function bodies
 * are not looked at.
 */
import { type Diagnostic, error } from "../base/diagnostic.ts";
import type { Checked } from "../base/outcome.ts";
import type { Span } from "../base/span.ts";
import type {
  DataDecl,
  Define,
  Example,
  Expr,
  Item,
  OperationDecl,
  Program,
  TypeAlias,
  TypeExpr,
} from "../syntax/ast.ts";
import { createSpecializer, mayUse, type Specializer } from "../syntax/specialize.ts";
import { implementationProblems } from "./check-implementations.ts";
import { coreDataDeclarations, dataTypeName, describesBuiltIn } from "./core-data.ts";
import {
  createTypeScope,
  isNaturalType,
  kindFromSyntax,
  type TypeDeclarations,
  typeFromSyntax,
} from "./from-syntax.ts";
import { buildStructures } from "./implementations.ts";
import { definedTwice } from "./intended.ts";
import { operatorDefinitions, unknownAnnotations } from "./operator-definitions.ts";
import { sparseEntry } from "./sparse.ts";
import type { Implementation, OperationInstance, Structure } from "./structures.ts";
import { data, type Kind, type Type } from "./type.ts";

export interface Environment {
  /** The definition that counts under this name. */
  definition(name: string): Define | undefined;
  /** An expression, seen after the program was read, without calls of `specialize`; `bound`: local names around it. */
  specialized(expr: Expr, bound?: ReadonlySet<string>): Checked<Expr>;
  constructorNamed(name: string): DataConstructor | undefined;
  /** By the name within `con`, or as declared. */
  data(name: string): DataType | undefined;
  structure(name: string): Structure | undefined;
  /** The declared type of `operation name : Type` at top level. */
  signature(name: string): OperationSignature | undefined;
  /** What `implements` gives for an operation, later declarations first; structures' own `define`s come last. */
  instancesOf(operation: string): readonly OperationInstance[];
  /** Is the name an operation, element or `define` of some structure? */
  isStructureOperation(name: string): boolean;

  readonly types: TypeDeclarations;
  readonly definitions: readonly Define[];
  /** Definitions that one of another file has replaced. */
  readonly replaced: readonly Define[];
  readonly dataTypes: readonly DataType[];
  readonly structures: readonly Structure[];
  readonly implementations: readonly Implementation[];
  /** Of all files, in order; a span tells the file. */
  readonly examples: readonly Example[];
  readonly expressions: readonly TopLevelExpression[];
}

export type TopLevelExpression = Extract<Item, { kind: "expression" }>;

export interface OperationSignature {
  readonly decl: OperationDecl;
  readonly type: Type;
}

export interface DataType {
  /** As within `con`. */
  readonly name: string;
  readonly decl: DataDecl;
  /** In order; a parameter of kind Nat is the dimension variable of its name, another the type variable of its index. */
  readonly params: readonly { readonly name: string; readonly kind: Kind }[];
  /** Applied to its own parameters. */
  readonly type: Type;
  readonly constructors: readonly DataConstructor[];
  /** The type of the entries, where the declaration has the shape of a sparse matrix (sparse.ts). */
  readonly sparse?: Type;
}

export interface DataConstructor {
  readonly name: string;
  /** The name within `con` of the type it belongs to. */
  readonly data: string;
  readonly tag: number;
  readonly fields: readonly DataField[];
  readonly span: Span;
}

export interface DataField {
  readonly name: string | undefined;
  /** In terms of the data type's parameters. */
  readonly type: Type;
  /** Declared ℕ: entering it checks ≥ 0 (T10). */
  readonly natural: boolean;
  readonly written: TypeExpr;
}

/** `isBuiltIn`: whether a built-in has this name. */
export function buildEnvironment(
  programs: readonly Program[],
  isBuiltIn: (name: string) => boolean = () => false,
): Checked<Environment> {
  const problems: Diagnostic[] = [];
  const { value: written, problems: operators } = operatorDefinitions(programs.flatMap((p) => p.items));
  problems.push(...operators, ...unknownAnnotations(written));
  const specializer = specializerOf(written, isBuiltIn);
  const specialized = programs.some(mayUse) ? written.map(specializer.expandItem) : written;
  problems.push(...specializer.problems.splice(0));
  const items = [...specialized, ...specializer.copies()];
  const definitions = lastByName(items.filter((i) => i.kind === "define"));
  const aliases = lastByName(items.filter((i) => i.kind === "alias"));
  const signatureDecls = lastByName(items.filter((i) => i.kind === "operation"));
  const structureDecls = lastByName(items.filter((i) => i.kind === "structure"));
  const dataDecls = lastByName([...coreDataDeclarations, ...items.filter((i) => i.kind === "data")]);

  const types = typeDeclarations(dataDecls, aliases, new Set(structureDecls.keys()));
  checkAliases(aliases, types, problems);
  for (const define of definitions.values()) checkParameters(define, problems);
  problems.push(...definedTwice(items.filter((i) => i.kind === "define")));
  const dataTypes = [...dataDecls.values()]
    .filter((decl) => !describesBuiltIn(decl))
    .map((decl) => buildData(decl, types, problems));
  const constructors = new Map(dataTypes.flatMap((d) => d.constructors.map((c) => [c.name, c] as const)));
  const dataByName = new Map(dataTypes.flatMap((d) => [[d.decl.name, d] as const, [d.name, d] as const]));
  const signatures = new Map<string, OperationSignature>();
  for (const [name, decl] of signatureDecls) {
    const type = typeFromSyntax(decl.type, createTypeScope(types));
    problems.push(...type.problems);
    signatures.set(name, { decl, type: type.value });
  }
  const structures = buildStructures(
    [...structureDecls.values()],
    items.filter((i) => i.kind === "implements"),
    types,
  );
  problems.push(...structures.problems);
  const { value: built } = structures;
  problems.push(
    ...implementationProblems({
      structures: built,
      definition: (name) => definitions.get(name),
      isDeclared: (name) => dataByName.has(name),
    }),
  );

  const environment: Environment = {
    definition: (name) => definitions.get(name) ?? specializer.copyNamed(name),
    specialized: (expr, bound) => {
      const value = specializer.expand(expr, bound);
      return { value, problems: specializer.problems.splice(0) };
    },
    constructorNamed: (name) => constructors.get(name),
    data: (name) => dataByName.get(name),
    structure: (name) => built.structures.get(name),
    signature: (name) => signatures.get(name),
    instancesOf: (operation) => built.instances.get(operation) ?? [],
    isStructureOperation: (name) => built.operationNames.has(name),
    types,
    definitions: [...definitions.values()],
    replaced: items
      .filter((item) => item.kind === "define")
      .filter((define) => isReplaced(define, definitions)),
    dataTypes,
    structures: [...built.structures.values()],
    implementations: built.implementations,
    examples: items.filter((i) => i.kind === "example"),
    expressions: items.filter((i) => i.kind === "expression"),
  };
  return { value: environment, problems };
}

/** Makes what `specialize` asks for out of the definitions as they are written. */
function specializerOf(items: readonly Item[], isBuiltIn: (name: string) => boolean): Specializer {
  const definitions = lastByName(items.filter((i) => i.kind === "define"));
  const constructors = new Set(
    items.flatMap((i) => (i.kind === "data" ? i.variants.map((variant) => variant.name) : [])),
  );
  return createSpecializer({
    definition: (name) => definitions.get(name),
    isTaken: (name) => constructors.has(name) || isBuiltIn(name),
  });
}

/** Of two parameters with one name the first could never be used. */
function checkParameters(define: Define, problems: Diagnostic[]): void {
  const seen = new Map<string, Span>();
  for (const { name, span } of define.params ?? []) {
    const before = seen.get(name);
    seen.set(name, span);
    if (before === undefined || name.startsWith("_")) continue;
    const related = [{ span: before, message: "the first one" }];
    problems.push(
      error("KL0206", `\`${define.name}\` has two parameters named \`${name}\``, span, {
        label: "the second one",
        related,
      }),
    );
  }
}

function isReplaced(define: Define, definitions: ReadonlyMap<string, Define>): boolean {
  const { file } = define.nameSpan;
  return definitions.get(define.name)?.nameSpan.file !== file;
}

function lastByName<T extends { readonly name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    found.delete(item.name);
    found.set(item.name, item);
  }
  return found;
}

function typeDeclarations(
  dataDecls: ReadonlyMap<string, DataDecl>,
  aliases: ReadonlyMap<string, TypeAlias>,
  structures: ReadonlySet<string>,
): TypeDeclarations {
  const data = new Map<string, { readonly name: string; readonly kinds: readonly Kind[] }>();
  for (const decl of dataDecls.values()) {
    if (describesBuiltIn(decl)) continue;
    data.set(decl.name, {
      name: dataTypeName(decl),
      kinds: decl.params.map((p) => kindFromSyntax(p.kind)),
    });
  }
  return {
    data: (name) => data.get(name),
    alias: (name) => aliases.get(name),
    isKnown: (name) => structures.has(name),
    names: () => [...data.keys(), ...aliases.keys()],
  };
}

function buildData(decl: DataDecl, types: TypeDeclarations, problems: Diagnostic[]): DataType {
  const scope = createTypeScope(types, decl.params);
  const params = decl.params.map((p) => ({ name: p.name, kind: kindFromSyntax(p.kind) }));
  const args = params.flatMap((p) => scope.variables.get(p.name) ?? []);
  const name = dataTypeName(decl);
  const constructors = decl.variants.map((variant, tag): DataConstructor => {
    const fields = variant.fields.map((field): DataField => {
      const type = typeFromSyntax(field.type, scope);
      problems.push(...type.problems);
      const natural = isNaturalType(field.type, types);
      return { name: field.name, type: type.value, natural, written: field.type };
    });
    return { name: variant.name, data: name, tag, fields, span: variant.span };
  });
  const sparse = sparseEntry(params, constructors, types);
  const common = { name, decl, params, type: data(name, args), constructors };
  return sparse === undefined ? common : { ...common, sparse };
}

// ---- aliases -------------------------------------------------------------------------------------------

function checkAliases(
  aliases: ReadonlyMap<string, TypeAlias>,
  types: TypeDeclarations,
  problems: Diagnostic[],
): void {
  const reported = new Set<string>();
  for (const alias of aliases.values()) {
    const cycle = aliasCycle(alias, aliases, types);
    if (cycle !== undefined) {
      if (reported.has(alias.name)) continue;
      for (const name of cycle) reported.add(name);
      problems.push(error("KL0306", "cyclic type alias", alias.nameSpan, { notes: [cycle.join(" → ")] }));
    } else problems.push(...typeFromSyntax(alias.type, createTypeScope(types, alias.params)).problems);
  }
}

/** The chain of names that leads from an alias back to itself. */
function aliasCycle(
  alias: TypeAlias,
  aliases: ReadonlyMap<string, TypeAlias>,
  types: TypeDeclarations,
): readonly string[] | undefined {
  const visited = new Set<string>();
  const visit = (current: TypeAlias, path: readonly string[]): readonly string[] | undefined => {
    const own = new Set(current.params.map((p) => p.name));
    for (const name of namesIn(current.type)) {
      if (own.has(name) || types.data(name) !== undefined) continue;
      if (name === alias.name) return [...path, name];
      const next = aliases.get(name);
      if (next === undefined || visited.has(name)) continue;
      visited.add(name);
      const found = visit(next, [...path, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(alias, [alias.name]);
}

function namesIn(type: TypeExpr): readonly string[] {
  switch (type.kind) {
    case "type-name":
      return [type.name];
    case "type-call":
      return [type.name, ...type.args.flatMap(namesIn)];
    case "type-product":
      return type.items.flatMap(namesIn);
    case "type-arrow":
      return [...namesIn(type.from), ...namesIn(type.to)];
    case "type-forall":
      return namesIn(type.body);
    case "type-operator":
      return [...namesIn(type.left), ...namesIn(type.right)];
    default:
      return [];
  }
}
