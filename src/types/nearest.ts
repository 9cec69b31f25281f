/** "Did you mean": what other languages call so, else the candidate that fewest edits turn a name into, where few are needed. */

/** Names that people bring along. */
const elsewhere: Readonly<Record<string, string>> = {
  len: "length",
  arange: "range",
  reduce: "list_fold",
  fold: "list_fold",
  array: "matrix",
  determinant: "det",
  transposed: "transpose",
  eigenvals: "eigenvalues",
  println: "out",
  printf: "format",
  echo: "out",
  modulo: "mod",
  rem: "mod",
  quot: "int_div",
  fact: "factorial",
  nCr: "binomial",
  norm2: "norm",
  concatenate: "list_concat",
  odeint: "ode45",
  solve_ivp: "ode45",
  lstsq: "least_squares",
  magnitude: "abs",
  arcsine: "asin",
  sqr: "sqrt",
  std: "standard_deviation",
  var: "variance",
  polyfit: "poly_fit",
  rand: "random",
  randn: "random_normal",
  disp: "out",
  puts: "out",
  push: "append",
  int: "to_int",
  str: "to_string",
  string: "to_string",
  strcat: "concat",
  fabs: "abs",
  ceiling: "ceil",
  inverse: "inv",
  trans: "transpose",
  numel: "length",
  row: "matrix_row",
  column: "matrix_col",
  trapz: "trapezium",
  quad: "integral",
  quadgk: "integral",
  limit: "extrapolated",
  kron: "kronecker",
  cumsum: "cumulative_sum",
  average: "mean",
  avg: "mean",
  sd: "standard_deviation",
  normal: "random_normal",
  dnorm: "normal_density",
  pnorm: "normal_distribution",
  linear_fit: "linear_regression",
  linregress: "linear_regression",
  hist: "histogram",
  to_number: "parse_real",
  parseFloat: "parse_real",
  factors: "factor",
  fzero: "bisect",
  figure: "diagram",
  line: "plot",
  surf: "colormesh",
  imshow: "heatmap",
  imagesc: "heatmap",
  float: "parse_real",
  parse_number: "parse_real",
  string_to_number: "parse_real",
  str_to_float: "parse_real",
  atoi: "strToInt",
  parseInt: "strToInt",
  parse_int: "strToInt",
  lines: "splitLines",
  read: "readFile",
  readlines: "readFile",
  open: "readFile",
  loadtxt: "readFile",
  read_csv: "readFile",
  readcsv: "readFile",
  csvread: "readFile",
  load: "readFile",
  rest: "tail",
  list_tail: "tail",
  list_head: "head",
  list_sort: "sort",
  list_reverse: "reverse",
  list_take: "take",
  list_drop: "drop",
  slice: "list_slice",
  flatten: "list_join",
  map_get: "lookup",
  map_insert: "insert",
  map_put: "insert",
  map_keys: "keys",
  map_values: "values",
  dict: "map_from",
  Map: "map_from",
  prod: "product",
  interp: "interpolate_linear",
  minimize: "gradient_descent",
  fminsearch: "gradient_descent",
  fsolve: "newton",
  root: "bisect",
  roots: "poly_roots",
  reshape: "Matrix",
  eigenvectors: "eig",
  angle: "arg",
  upper: "to_upper",
  lower: "to_lower",
  zero_vector: "replicate",
  sprintf: "format",
  savefig: "diagram",
};

const typesElsewhere: Readonly<Record<string, string>> = {
  float: "ℝ",
  double: "ℝ",
  f64: "ℝ",
  number: "ℝ",
  int: "ℤ",
  integer: "ℤ",
  i64: "ℤ",
  str: "String",
  array: "Vector",
  boolean: "Bool",
};

/** The type that a name stands for in other languages, else the nearest of the candidates. */
export function meantType(name: string, candidates: Iterable<string>): string | undefined {
  const known = name.toLowerCase();
  return Object.hasOwn(typesElsewhere, known) ? typesElsewhere[known] : nearest(name, candidates);
}

/** What a name of other languages is called here. */
export function sameElsewhere(name: string): string | undefined {
  return Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
}

/** What a name stands for elsewhere, where that is a candidate; else the nearest one. */
export function meant(name: string, candidates: readonly string[]): string | undefined {
  const known = sameElsewhere(name);
  return known !== undefined && candidates.includes(known) ? known : nearest(name, candidates);
}

export function nearest(
  name: string,
  candidates: Iterable<string>,
  allowed = name.length <= 2 ? 0 : Math.max(1, Math.floor(name.length / 3)),
): string | undefined {
  let best: string | undefined;
  let fewest = allowed;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > fewest) continue;
    const edits = editDistance(name, candidate, fewest + 1);
    if (edits > fewest) continue;
    if (best !== undefined && edits === fewest && sameStart(name, candidate) <= sameStart(name, best))
      continue;
    [best, fewest] = [candidate, edits];
  }
  return best;
}

/** Names are seldom wrong where they begin: among equally near ones that decides. A name with something added counts most. */
function sameStart(name: string, candidate: string): number {
  const other = [...candidate].findIndex((character, i) => character !== name[i]);
  return other === -1 ? candidate.length + 1 : other;
}

/** Optimal string alignment (Damerau–Levenshtein without repeated edits); gives up above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) >= limit) return limit;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? limit;
}
