/**
 * Sparse matrices: what the operations on matrices mean on data types of that shape (types/sparse.ts). A row gets this
 * second meaning by `withSparse`; it is asked where an argument is sparse.
 */
import {
  type SparseForm,
  type SparseMatrix,
  sparseFormOf,
  sparseOf,
  sparseValue,
} from "../../interpret/sparse.ts";
import type { Value } from "../../interpret/value.ts";
import type { DataTypes } from "../../loop/data.ts";
import type { Lowering } from "../../loop/lowering.ts";
import { integer, type Type } from "../../types/type.ts";
import { asMatrix, isList, listFrom } from "../arrays.ts";
import { guarded } from "../define.ts";
import { failures, failWith } from "../failures.ts";
import { indexOf, isNumber, isZero } from "../number.ts";
import { lowerEquals, lowerNotEquals } from "../numbers/lower-comparison.ts";
import {
  type Declined,
  declined,
  type Evaluate,
  type EvaluationContext,
  type Primitive,
  type TypeRule,
} from "../primitive.ts";
import { firstOf, sequenceOf } from "../typing.ts";
import {
  lowerSparseColumns,
  lowerSparseDiagonal,
  lowerSparseEntry,
  lowerSparseNegate,
  lowerSparseRows,
  lowerSparseScaling,
  lowerSparseSize,
  lowerSparseSum,
  lowerSparseTrace,
  triplesOfArgument,
} from "./lower-sparse.ts";
import {
  lowerSparseCombination,
  lowerSparseProduct,
  lowerSparseTimes,
  lowerSparseTranspose,
} from "./lower-sparse-results.ts";
import {
  combined,
  denseTimes,
  diagonalOf,
  mapped,
  sumOf,
  timesDense,
  timesSparse,
  timesVector,
  traceOf,
  transposed,
  valueAt,
  vectorTimes,
} from "./sparse-algebra.ts";
import {
  onSparse,
  sparseEntryRule,
  sparseOfSizes,
  sparseProduct,
  sparseScaling,
  sparseSum,
  sparseTrace,
} from "./sparse-typing.ts";

type Run = (args: readonly Value[], context: EvaluationContext) => Value | Declined;

/** What a row means where an argument is a sparse matrix. */
interface SparseMeaning {
  /** Absent: the row's own, which takes values of every type. */
  readonly rule?: TypeRule;
  readonly run?: Run;
  readonly lower: Lowering;
}

/** What takes one matrix. */
function ofMatrix(
  run: (a: SparseMatrix, context: EvaluationContext, form: SparseForm) => Value | Declined,
): Run {
  return ([a], context) => {
    const sparse = sparseOf(a);
    const form = sparseFormOf(a);
    return sparse === undefined || form === undefined ? declined : run(sparse, context, form);
  };
}

// ---------------------------------------------------------------------------------------------------- meanings

/** The product of two matrices, or of a matrix and a list. */
const product: Run = ([a, b], context) => {
  const [left, right] = [sparseOf(a), sparseOf(b)];
  if (left !== undefined && right !== undefined) {
    const result = timesSparse(left, right, context);
    return sparseValue(formOf(a, b, context), result);
  }
  if (left !== undefined && isList(b) && asRows(b) === undefined) return timesVector(left, b, context);
  if (right !== undefined && isList(a) && asRows(a) === undefined) return vectorTimes(a, right, context);
  const dense = asMatrix(left === undefined ? a : b);
  if (dense === undefined) return declined;
  if (left !== undefined) return timesDense(left, dense, context);
  return right === undefined ? declined : denseTimes(dense, right, context);
};

/** A list of lists as a matrix; an empty list is a vector. */
function asRows(value: Value): ReturnType<typeof asMatrix> {
  return isList(value) && value.length === 0 ? undefined : asMatrix(value);
}

/** The data type of a product: the result's where the types tell it, else that of the left side. */
function formOf(a: Value | undefined, b: Value | undefined, context: EvaluationContext): SparseForm {
  const forms = [a, b].flatMap((value) => sparseFormOf(value) ?? []);
  const { result } = context;
  const named = forms.find(({ data }) => result.kind === "con" && result.name === data);
  return named ?? forms[0] ?? { data: "", constructor: "" };
}

const scaled: Run = ([a, b], context) => {
  const [left, right] = [sparseOf(a), sparseOf(b)];
  const form = sparseFormOf(a) ?? sparseFormOf(b);
  if (a === undefined || b === undefined || form === undefined) return declined;
  if (left !== undefined && isNumber(b))
    return sparseValue(
      form,
      mapped(left, (x) => context.operate("times", [x, b])),
    );
  if (right === undefined || !isNumber(a)) return declined;
  return sparseValue(
    form,
    mapped(right, (x) => context.operate("times", [a, x])),
  );
};

const times: Run = (args, context) => {
  const result = scaled(args, context);
  return result === declined ? product(args, context) : result;
};

const divided: Run = ([a, b], context) => {
  const sparse = sparseOf(a);
  const form = sparseFormOf(a);
  if (sparse === undefined || form === undefined || b === undefined || !isNumber(b)) return declined;
  if (isZero(b)) failWith(context, failures.division);
  return sparseValue(
    form,
    mapped(sparse, (x) => context.operate("divide", [x, b])),
  );
};

function added(op: "plus" | "minus"): Run {
  return ([a, b], context) => {
    const [left, right] = [sparseOf(a), sparseOf(b)];
    const [form, other] = [sparseFormOf(a), sparseFormOf(b)];
    if (left === undefined || right === undefined || form === undefined || form.data !== other?.data)
      return declined;
    return sparseValue(form, combined(op, left, right, context));
  };
}

const position: Run = ([a, i, j], context) => {
  const sparse = sparseOf(a);
  const [row, column] = [i, j].map((value) => (value === undefined ? undefined : indexOf(value)));
  if (sparse === undefined || row === undefined || column === undefined) return declined;
  if (row < 0 || row >= sparse.rows) failWith(context, failures.row, row, sparse.rows);
  if (column < 0 || column >= sparse.columns) failWith(context, failures.column, column, sparse.columns);
  return valueAt(sparse, row, column, context);
};

const meanings: ReadonlyMap<string, SparseMeaning> = new Map<string, SparseMeaning>([
  ["times", { rule: firstOf(sparseScaling("times"), sparseProduct), run: times, lower: lowerSparseTimes }],
  ["multiply", { rule: sparseProduct, run: product, lower: lowerSparseProduct }],
  ["scalar_matrix_mul", { rule: sparseScaling("times"), run: scaled, lower: lowerSparseScaling("times") }],
  ["divide", { rule: sparseScaling("divide"), run: divided, lower: lowerSparseScaling("divide") }],
  ["plus", { rule: sparseSum("plus"), run: added("plus"), lower: lowerSparseCombination("plus") }],
  ["minus", { rule: sparseSum("minus"), run: added("minus"), lower: lowerSparseCombination("minus") }],
  ["matrix_add", { rule: sparseSum("plus"), run: added("plus"), lower: lowerSparseCombination("plus") }],
  ["matrix_sub", { rule: sparseSum("minus"), run: added("minus"), lower: lowerSparseCombination("minus") }],
  [
    "negate",
    {
      rule: onSparse((shape) => sparseOfSizes(shape, shape.rows, shape.columns)),
      run: ofMatrix((a, context, form) =>
        sparseValue(
          form,
          mapped(a, (x) => context.operate("negate", [x])),
        ),
      ),
      lower: lowerSparseNegate,
    },
  ],
  [
    "transpose",
    {
      rule: onSparse((shape) => sparseOfSizes(shape, shape.columns, shape.rows)),
      run: ofMatrix((a, _, form) => sparseValue(form, transposed(a))),
      lower: lowerSparseTranspose,
    },
  ],
  ["equals", { lower: onTriples(lowerEquals) }],
  ["neq", { lower: onTriples(lowerNotEquals) }],
  ["sum", { rule: onSparse((shape) => shape.entry), run: ofMatrix(sumOf), lower: lowerSparseSum }],
  ["trace", { rule: sparseTrace, run: ofMatrix(traceOf), lower: lowerSparseTrace }],
  ["nrows", { rule: onSparse(() => integer), run: ofMatrix((a) => BigInt(a.rows)), lower: lowerSparseRows }],
  [
    "ncols",
    { rule: onSparse(() => integer), run: ofMatrix((a) => BigInt(a.columns)), lower: lowerSparseColumns },
  ],
  [
    "size",
    {
      rule: onSparse(() => sequenceOf(2, integer)),
      run: ofMatrix((a) => listFrom([BigInt(a.rows), BigInt(a.columns)])),
      lower: lowerSparseSize,
    },
  ],
  ["matrix_get", { rule: sparseEntryRule, run: position, lower: lowerSparseEntry }],
  [
    "matrix_diag",
    {
      rule: onSparse(({ rows, columns, entry: type }) => {
        const known = rows !== undefined && columns !== undefined;
        return sequenceOf(known ? Math.min(rows, columns) : undefined, type);
      }),
      run: ofMatrix(diagonalOf),
      lower: lowerSparseDiagonal,
    },
  ],
]);

/** Equality is that of the entries, as of all data. */
function onTriples(lower: Lowering): Lowering {
  return (call) => lower({ ...call, args: call.args.map((arg, i) => triplesOfArgument(call, i) ?? arg) });
}

/** The row, with its meaning on sparse matrices where it has one. */
export function withSparse(row: Primitive): Primitive {
  const meaning = meanings.get(row.name);
  if (meaning === undefined) return row;
  const { least, most } = row.type.arity;
  const { rule } = row.type;
  const sparseRule = meaning.rule && guarded(meaning.rule, least, most, false);
  return {
    ...row,
    type: {
      ...row.type,
      ...(rule === undefined || sparseRule === undefined
        ? {}
        : {
            rule: (args, context) =>
              args.some((arg) => context.sparse(arg) !== undefined)
                ? sparseRule(args, context)
                : rule(args, context),
          }),
    },
    ...(row.lower === undefined ? {} : { lower: lowerWith(row.lower, meaning.lower) }),
    evaluate: meaning.run === undefined ? row.evaluate : evaluateWith(row.evaluate, meaning.run),
  };
}

function lowerWith(lower: Lowering, sparse: Lowering): Lowering {
  return (call) =>
    call.argTypes.some((type) => isSparseType(type, call.build.dataTypes)) ? sparse(call) : lower(call);
}

function isSparseType(type: Type, dataTypes: DataTypes): boolean {
  return type.kind === "con" && dataTypes.get(type.name)?.sparse !== undefined;
}

function evaluateWith(evaluate: Evaluate, run: Run): Evaluate {
  if (evaluate.kind === "plain")
    return {
      kind: "plain",
      run: (args, context) => (args.some(isSparse) ? run(args, context) : evaluate.run(args, context)),
    };
  return {
    kind: "calling",
    *run(args, context) {
      return args.some(isSparse) ? run(args, context) : yield* evaluate.run(args, context);
    },
  };
}

function isSparse(value: Value): boolean {
  return sparseOf(value) !== undefined;
}
