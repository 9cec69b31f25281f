/**
 * The data types every program has without declaring them, and the families that are not data types although the
 * library describes some of them as such (`data List(T) = Nil | Cons(T, List(T))`).
 */
import { noSpan } from "../base/span.ts";
import type { DataDecl, TypeExpr } from "../syntax/ast.ts";

/** Names within `con` that the compiler gives their meaning. */
export const builtInFamilies: ReadonlySet<string> = new Set([
  ...["ℤ", "ℚ", "ℝ", "ℂ", "Bool", "String", "Unit"],
  ...["List", "Vector", "Matrix", "Set", "Map", "BitVec", "Field", "NDArray"],
  ...["RegEx", "PlotElement", "PlotSVG"],
]);

/** Constructors, with their field counts, of the built-in families that programs may take apart. */
const describedFamilies: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map([
  ["Bool", new Map(Object.entries({ True: 0, False: 0 }))],
  ["List", new Map(Object.entries({ Nil: 0, Cons: 2 }))],
  ["Unit", new Map(Object.entries({ Unit: 0 }))],
]);

/** Does this declaration only describe a built-in family? */
export function describesBuiltIn(decl: DataDecl): boolean {
  const expected = describedFamilies.get(decl.name);
  return (
    expected !== undefined &&
    decl.variants.length === expected.size &&
    decl.variants.every((v) => expected.get(v.name) === v.fields.length)
  );
}

/** The name within `con` of a declared data type; one that takes a built-in family's name is kept apart from it. */
export function dataTypeName(decl: DataDecl): string {
  return builtInFamilies.has(decl.name) && !describesBuiltIn(decl) ? `${decl.name}'` : decl.name;
}

/** `Option`, `Result` and `Ordering`; a program's own declaration of the same name replaces them. */
export const coreDataDeclarations: readonly DataDecl[] = [
  declare("Option", ["T"], [["None"], ["Some", "T"]]),
  declare(
    "Result",
    ["T", "E"],
    [
      ["Ok", "T"],
      ["Err", "E"],
    ],
  ),
  declare("Ordering", [], [["LT"], ["EQ"], ["GT"]]),
];

function declare(
  name: string,
  params: readonly string[],
  variants: readonly (readonly [string, ...string[]])[],
): DataDecl {
  const named = (type: string): TypeExpr => ({ kind: "type-name", name: type, span: noSpan });
  return {
    kind: "data",
    name,
    nameSpan: noSpan,
    params: params.map((param) => ({ name: param, span: noSpan })),
    variants: variants.map(([variant, ...fields]) => ({
      name: variant,
      fields: fields.map((field) => ({ type: named(field), span: noSpan })),
      span: noSpan,
    })),
    annotations: [],
    span: noSpan,
  };
}
