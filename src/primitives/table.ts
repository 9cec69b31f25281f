/**
 * The table: every row by its name and by each of its aliases. Two rows that claim one name are a mistake of ours.
 *
 * The functions of lists and complex matrices answer to a `builtin_` prefix too, as the language's files spell them.
 */
import { CompilerBug } from "../base/outcome.ts";
import { arithmetic } from "./arithmetic.ts";
import { bitVectors } from "./bit-vectors.ts";
import { comparison } from "./comparison.ts";
import { complexNumbers } from "./complex.ts";
import { complexMatrices } from "./complex-matrices.ts";
import { control } from "./control.ts";
import { documents } from "./documents.ts";
import { elementary } from "./elementary.ts";
import { fields } from "./fields.ts";
import { fourier } from "./fourier.ts";
import { integers } from "./integers.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import { lists } from "./lists.ts";
import { logic } from "./logic.ts";
import { maps } from "./maps.ts";
import { matrices } from "./matrices.ts";
import { differentialEquations } from "./ode.ts";
import { output } from "./output.ts";
import { plots } from "./plots.ts";
import type { Primitive, PrimitiveTable } from "./primitive.ts";
import { rationals } from "./rational.ts";
import { regularExpressions } from "./regular-expressions.ts";
import { sets } from "./sets.ts";
import { withSparse } from "./sparse.ts";
import { sparseMatrices } from "./sparse-matrices.ts";
import { specialFunctions } from "./special.ts";
import { spectra } from "./spectra.ts";
import { strings } from "./strings.ts";
import { structuredProducts } from "./structured-products.ts";
import { tensors } from "./tensors.ts";
import { traces } from "./trace-product.ts";
import { vectors } from "./vectors.ts";

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
