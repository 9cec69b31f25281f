/**
 * What a call that no rule takes was probably meant to be, by the operation and the types it was given: what a user of
 * another language expects of it, and how that is written here. In: closed types. Out: a hint, or nothing.
 */
import type { Primitive } from "../primitives/primitive.ts";
import { asMatrix, asSequence, isNumeric, rowsAsMatrix } from "./flow.ts";
import type { Type } from "./type.ts";
import { typeForms } from "./type-problems.ts";

export function meantInstead(
  operation: string,
  args: readonly Type[],
  row: Primitive | undefined,
): string | undefined {
  const [a, b] = args;
  if (a === undefined) return row && exampleOf(row);
  return (
    ownOperator(operation, args, row) ??
    ofFunction(operation, args) ??
    ofComplexMatrix(a, row) ??
    (b === undefined ? ofEntries(operation, a, row) : betweenEntries(operation, a, b)) ??
    ofText(operation, args) ??
    (row === undefined ? undefined : (byName(row, args) ?? asWritten(row, args)))
  );
}

// ---- entry by entry ----------------------------------------------------------------------------------------

/** `sin([1, 2])`, `exp(A)`. */
function ofEntries(operation: string, arg: Type, row: Primitive | undefined): string | undefined {
  const takesNumber = row?.type.overloads.some((form) => /^[ℤℚℝℂ] → /.test(form)) === true;
  if (!takesNumber || row.type.arity.least !== 1) return undefined;
  if (isMatrix(arg)) {
    const entries = `of every entry it is map_matrix(${operation}, A), of import "stdlib/matrices.kleis"`;
    return row.name === "exp" ? `the exponential of a matrix is expm(A); ${entries}` : entries;
  }
  const sequence = asSequence(arg);
  return sequence !== undefined && isNumeric(sequence.element)
    ? `of every element it is list_map(${operation}, xs)`
    : undefined;
}

const signs: Readonly<Record<string, string>> = {
  plus: "+",
  minus: "-",
  times: "*",
  divide: "/",
  power: "^",
};

/** A list or a matrix and a number, or two of them, where the operator has no such meaning. */
function betweenEntries(operation: string, a: Type, b: Type): string | undefined {
  const sign = signs[operation];
  if (sign === undefined) return undefined;
  const [left, right] = [formOf(a), formOf(b)];
  if (left === undefined || right === undefined) return undefined;
  if (left === "matrix" || right === "matrix") return betweenMatrices(sign, left, right);
  if (left === "list" && right === "list")
    return operation === "times"
      ? undefined
      : `entry by entry it is zip_with(λ a b . a ${sign} b, xs, ys), of import "stdlib/lists.kleis"`;
  const entry = left === "list" ? `a ${sign} c` : `c ${sign} a`;
  return `of every element it is list_map(λ a . ${entry}, xs)`;
}

type Form = "number" | "list" | "matrix";

function betweenMatrices(sign: string, left: Form, right: Form): string | undefined {
  if (sign === "/" && right === "matrix")
    return "A * inv(B) divides by a matrix; solve(A, b) is better than inv(A) * b";
  if ((sign === "+" || sign === "-") && (left === "number" || right === "number"))
    return `a number goes to every entry by A ${sign} 2 * ones(m, n), to the diagonal by A ${sign} 2 * eye(n)`;
  if ((sign === "+" || sign === "-") && left !== right)
    return "zeros(n), ones(n) and A * B are matrices; a list of n zeros is replicate(n, 0), a column as a list matrix_col(A, j)";
  return undefined;
}

function formOf(type: Type): Form | undefined {
  if (isNumeric(type)) return "number";
  if (isMatrix(type)) return "matrix";
  const sequence = asSequence(type);
  return sequence !== undefined && isNumeric(sequence.element) ? "list" : undefined;
}

function isMatrix(type: Type): boolean {
  return type.kind === "con" && type.name === "Matrix";
}

function isFunction(type: Type): type is Extract<Type, { readonly kind: "function" | "closure" }> {
  return type.kind === "function" || type.kind === "closure";
}

/** `f + 1` */
function ofFunction(operation: string, args: readonly Type[]): string | undefined {
  const callee = args.find(isFunction);
  if (signs[operation] === undefined || callee === undefined) return undefined;
  const arity = callee.kind === "function" ? callee.params.length : callee.arity;
  const params = Array.from({ length: arity }, (_, i) => "xyz"[i] ?? "…").join(", ");
  return `a function has a value where it is called: f(${params})`;
}

// ---- types of the program ----------------------------------------------------------------------------------

/** Operators that a program gives to its own types. */
const givable: ReadonlySet<string> = new Set([...Object.keys(signs), "negate", "less_than", "leq"]);

const known: ReadonlySet<string> = new Set([
  ...typeForms.keys(),
  ..."ℤ ℚ ℝ ℂ Bool String Unit Field Map Dict".split(" "),
]);

/** `Vec3(1, 2, 3) + Vec3(1, 1, 1)` without an `implements`. */
function ownOperator(
  operation: string,
  args: readonly Type[],
  row: Primitive | undefined,
): string | undefined {
  const own = args.find((arg) => arg.kind === "con" && !known.has(arg.name));
  if (row === undefined || !givable.has(row.name) || own?.kind !== "con") return undefined;
  if (args.some(isNumeric))
    return `\`${row.name}\` of a structure takes two ${own.name}: with a number it is a definition of your own, such as scaled(k, v), unless \`implements Promotes(ℝ, ${own.name})\` says which ${own.name} a number is`;
  const params = args.map((_, i) => "abc"[i] ?? "x").join(", ");
  const structure = /^(?:less_than|leq)$/.test(row.name) ? "Ordered" : "Arithmetic";
  return `\`operation ${operation}(${params}) = …\` in \`implements ${structure}(${own.name}) { … }\` gives it a meaning (import "stdlib/prelude.kleis")`;
}

// ---- complex matrices --------------------------------------------------------------------------------------

/** Built-ins of real matrices whose complex form takes the pair of a real and an imaginary part. */
const withComplexForm: ReadonlySet<string> = new Set(
  "eigenvalues eig expm schur qr svd singular_values solve rank cond norm mpow".split(" "),
);

/** `eigenvalues(sigma_y)` */
function ofComplexMatrix(a: Type, row: Primitive | undefined): string | undefined {
  if (row === undefined || !withComplexForm.has(row.name)) return undefined;
  const element = (asMatrix(a) ?? rowsAsMatrix(a))?.element;
  if (element?.kind !== "con" || element.name !== "ℂ") return undefined;
  return `of a complex matrix it is cmat_${row.name}([map_matrix(re, A), map_matrix(im, A)]), with import "stdlib/matrices.kleis"`;
}

// ---- texts -------------------------------------------------------------------------------------------------

function ofText(operation: string, args: readonly Type[]): string | undefined {
  if (!args.some((arg) => arg.kind === "con" && arg.name === "String")) return undefined;
  switch (operation) {
    case "plus":
      return "texts are joined by concat(a, b); to_string(x) makes a text of a value, str_to_int(s) a number of a text";
    case "length":
      return "the length of a text is strlen(s)";
    case "times":
      return 'n copies of a text are repeat_text(s, n), of import "stdlib/text.kleis"';
    case "to_int":
    case "to_real":
    case "real":
      return 'the number that a text spells is parse_real(s), of import "stdlib/text.kleis"; an integer strToInt(s)';
    case "nth":
      return "a character of a text is charAt(s, i)";
    default:
      return undefined;
  }
}

// ---- single operations -------------------------------------------------------------------------------------

function byName(row: Primitive, args: readonly Type[]): string | undefined {
  const [a, b] = args;
  if (a === undefined) return undefined;
  switch (row.name) {
    case "out":
      return args.length > 1 ? 'several values go into one text: out(format("{} {}", a, b))' : undefined;
    case "sum":
      if (isFunction(a)) return "the sum of the terms f(k) is Σ(from, to, f)";
      return sizeOrEntries(a, "sum");
    case "length":
    case "size":
      return sizeOrEntries(a, row.name);
    case "list_concat":
      return b !== undefined && asSequence(a) !== undefined && asSequence(b) === undefined
        ? "one element is a list of its own: append(xs, [x])"
        : undefined;
    case "max":
    case "min": {
      const all = row.name === "max" ? "maximum" : "minimum";
      const isList = args.length === 1 && asSequence(a) !== undefined;
      return isList || args.length > 2
        ? `of a list it is ${all}(${isList ? "xs" : "[a, b, c]"}), of import "stdlib/lists.kleis"`
        : undefined;
    }
    case "matrix_diag":
      return asSequence(a) === undefined
        ? undefined
        : "the matrix with these on its diagonal is diag_matrix(v)";
    case "in_set":
      return b !== undefined && asSequence(b) !== undefined
        ? 'of a list it is member(x, xs), of import "stdlib/lists.kleis"; a set is set_of(xs)'
        : undefined;
    case "log":
    case "ln":
      return args.length === 2 ? "to another base it is log(x) / log(b)" : undefined;
    case "atan":
      return args.length === 2 ? "the angle of a point is atan2(y, x)" : undefined;
    case "round":
      return args.length === 2
        ? 'decimals are rounded by round(100 * x) / 100, and shown by format("{:.2}", x)'
        : undefined;
    case "transpose":
      return asSequence(a) === undefined
        ? undefined
        : "a vector has no rows or columns: uᵀ v is dot(u, v); a column is matrix(list_map(λ a . [a], u)), a row matrix([u])";
    case "matrix_from_list":
    case "Matrix":
      return args.length === 1 ? "a matrix of rows is matrix([[1, 2], [3, 4]])" : undefined;
    default:
      return asMatrices(row, args);
  }
}

/** How many a matrix, a list, a set, a map or a field has, and the sum of its entries. */
function sizeOrEntries(type: Type, what: string): string | undefined {
  if (what === "size" && asSequence(type) !== undefined) return "the length of a list is length(xs)";
  if (type.kind !== "con") return undefined;
  if (type.name === "Matrix")
    return what === "sum"
      ? "the sum of all entries is sum(list_map(λ i . sum(A[i]), range(m)))"
      : "rows and columns are size(A)";
  if (type.name === "Field")
    return what === "sum" ? "the entries are a list: sum(field_values(u))" : "the sizes are field_sizes(u)";
  if (type.name === "Set")
    return what === "sum"
      ? "the elements are a list: sum(set_elements(s))"
      : "the size of a set is cardinality(s)";
  return type.name === "Map" && what !== "sum" ? "the number of keys is length(keys(m))" : undefined;
}

/** A number or a list of numbers where every form of the built-in takes a matrix. */
function asMatrices(row: Primitive, args: readonly Type[]): string | undefined {
  const forms = row.type.overloads
    .map((form) =>
      form
        .replace(/^\s*∀[^.]*\.\s*/, "")
        .replace(/\s*→[^→]*$/, "")
        .split(" × "),
    )
    .filter((form) => form.length === args.length);
  if (forms.length === 0 || args.length === 1) return undefined;
  const takesMatrix = (i: number) => forms.every((form) => form[i]?.startsWith("Matrix(") === true);
  const at = args.findIndex((arg, i) => takesMatrix(i) && /^(?:number|list)$/.test(formOf(arg) ?? ""));
  const given = args[at];
  if (given === undefined) return undefined;
  return formOf(given) === "number"
    ? `argument ${at + 1} is a matrix; one of a single entry is [[x]]`
    : `argument ${at + 1} is a matrix: of a list v the column is matrix(list_map(λ a . [a], v)), the row [v]`;
}

/** A wrong number of arguments, sizes as a tuple, or a function that is not where it belongs: a call that is right. */
function asWritten(row: Primitive, args: readonly Type[]): string | undefined {
  const { least, most } = row.type.arity;
  const [a] = args;
  if (args.length === 1 && a?.kind === "tuple" && a.items.length <= most && a.items.every(isNumeric))
    return `these are ${a.items.length} arguments: ${row.name}(${a.items.map((_, i) => "mnk"[i] ?? "x").join(", ")})`;
  const isCounted = args.length < least || args.length > most;
  const isSwapped =
    args.some(isFunction) && row.type.overloads.some((form) => /^(?:∀.*\. )?\(.*→/.test(form));
  return isCounted || isSwapped ? exampleOf(row) : undefined;
}

function exampleOf({ doc, type }: Primitive): string | undefined {
  const isOperator = type.overloads.length === 0;
  return doc.example === "" || isOperator ? undefined : `for example, ${doc.example}`;
}
