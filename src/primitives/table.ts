/**
 * The table: every row by its name and by each of its aliases. Two rows that claim one name are a mistake of ours.
 *
 * The functions of lists and complex matrices answer to a `builtin_` prefix too, as the language's files spell them.
 */
import { CompilerBug } from "../base/outcome.ts";
import { fields } from "./analysis/fields.ts";
import { fourier } from "./analysis/fourier.ts";
import { differentialEquations } from "./analysis/ode.ts";
import { lists } from "./collections/lists.ts";
import { maps } from "./collections/maps.ts";
import { sets } from "./collections/sets.ts";
import { complexMatrices } from "./complex-matrices/complex-matrices.ts";
import { control } from "./linear-algebra/control.ts";
import { linearAlgebra } from "./linear-algebra/linear-algebra.ts";
import { spectra } from "./linear-algebra/spectra.ts";
import { matrices } from "./matrices/matrices.ts";
import { structuredProducts } from "./matrices/structured-products.ts";
import { tensors } from "./matrices/tensors.ts";
import { traces } from "./matrices/trace-product.ts";
import { vectors } from "./matrices/vectors.ts";
import { arithmetic } from "./numbers/arithmetic.ts";
import { bitVectors } from "./numbers/bit-vectors.ts";
import { comparison } from "./numbers/comparison.ts";
import { complexNumbers } from "./numbers/complex.ts";
import { elementary } from "./numbers/elementary.ts";
import { integers } from "./numbers/integers.ts";
import { logic } from "./numbers/logic.ts";
import { rationals } from "./numbers/rational.ts";
import { specialFunctions } from "./numbers/special.ts";
import { documents } from "./output/documents.ts";
import { output } from "./output/output.ts";
import { plots } from "./output/plots.ts";
import type { Primitive, PrimitiveTable } from "./primitive.ts";
import { withSparse } from "./sparse/sparse.ts";
import { sparseMatrices } from "./sparse/sparse-matrices.ts";
import { regularExpressions } from "./text/regular-expressions.ts";
import { strings } from "./text/strings.ts";

interface Family {
  readonly name: string;
  readonly rows: readonly Primitive[];
  readonly prefixed?: boolean;
}

const written: readonly Family[] = [
  { name: "output", rows: output },
  { name: "arithmetic", rows: arithmetic },
  { name: "comparison", rows: comparison },
  { name: "logic", rows: logic },
  { name: "elementary", rows: elementary },
  { name: "integers", rows: integers },
  { name: "rational numbers", rows: rationals },
  { name: "complex numbers", rows: complexNumbers },
  { name: "special functions", rows: specialFunctions },
  { name: "lists", rows: lists, prefixed: true },
  { name: "strings", rows: strings },
  { name: "regular expressions", rows: regularExpressions },
  { name: "sets", rows: sets },
  { name: "maps", rows: maps },
  { name: "bit vectors", rows: bitVectors },
  { name: "vectors", rows: vectors },
  { name: "matrices", rows: [...matrices, ...structuredProducts, ...traces] },
  { name: "linear algebra", rows: [...linearAlgebra, ...spectra] },
  { name: "control", rows: control },
  { name: "complex matrices", rows: complexMatrices, prefixed: true },
  { name: "tensors", rows: tensors },
  { name: "fields", rows: fields },
  { name: "sparse matrices", rows: sparseMatrices },
  { name: "Fourier", rows: fourier },
  { name: "differential equations", rows: differentialEquations },
  { name: "plots", rows: plots },
  { name: "documents", rows: documents },
];

/** In the order of the reference page. */
export const families: readonly Family[] = written.map((family) => ({
  ...family,
  rows: family.rows.map(withSparse),
}));

/** The table of the language. */
export function createPrimitiveTable(): PrimitiveTable {
  const table = new Map<string, Primitive>();
  for (const { rows, prefixed } of families)
    for (const row of rows)
      for (const name of [row.name, ...row.aliases]) {
        claim(table, name, row);
        if (prefixed) claim(table, `builtin_${name}`, row);
      }
  return table;
}

function claim(table: Map<string, Primitive>, name: string, row: Primitive): void {
  const owner = table.get(name);
  if (owner !== undefined) throw new CompilerBug(`${owner.name} and ${row.name} both claim the name ${name}`);
  table.set(name, row);
}
