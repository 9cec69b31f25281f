/** Equations in Typst, LaTeX and plain Unicode. */
import { exponentForms, greek, indexForms, raise } from "../plots/label.ts";
import { typstString } from "../plots/typst-text.ts";
import { type Notation, tightness, type Written } from "./write-equation.ts";

export const targets = ["typst", "latex", "unicode"] as const;
export type Target = (typeof targets)[number];

/** A name with what follows its underscore or stands below: `x_1`, `x₁`. */
function splitName(name: string): { readonly base: string; readonly index: string | undefined } {
  const plain = [...name].map((c) => lowered.get(c) ?? c).join("");
  const low = [...name].findIndex((c) => lowered.has(c));
  if (low > 0)
    return {
      base: [...plain].slice(0, low).join(""),
      index: [...plain].slice(low).join("").replace(/^_/, ""),
    };
  const [base = name, ...rest] = plain.split("_");
  return rest.length === 0 || base === ""
    ? { base: plain, index: undefined }
    : { base, index: rest.join(",") };
}

const lowered: ReadonlyMap<string, string> = new Map(
  Object.entries(indexForms).map(([plain, low]) => [low, plain]),
);
const greekNames: ReadonlyMap<string, string> = new Map(
  Object.entries(greek).map(([name, letter]) => [letter, name]),
);
const commonFunctions: ReadonlySet<string> = new Set([
  ...[
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "sinh",
    "cosh",
    "tanh",
    "exp",
    "ln",
    "log",
    "det",
    "dim",
    "gcd",
  ],
  ...["min", "max", "sup", "inf", "lim", "arg"],
]);
const arcs: Readonly<Record<string, string>> = { asin: "arcsin", acos: "arccos", atan: "arctan" };

function inner(text: string, index: string | undefined, wrap: (index: string) => string): string {
  return index === undefined ? text : `${text}_${index.length === 1 ? index : wrap(index)}`;
}

// ---- Typst -----------------------------------------------------------------------------------------------------

const typstSymbols: Readonly<Record<string, string>> = {
  inf: "infinity",
  infinity: "infinity",
  "∞": "infinity",
  ℏ: "planck.reduce",
};

function typstName(name: string): string {
  const letter = greekNames.get(name) ?? (name in greek ? name : undefined);
  if (letter !== undefined) return letter;
  return typstSymbols[name] ?? ([...name].length === 1 ? name : typstString(name));
}

const typst: Notation = {
  number: (text) => (text === "inf" ? "infinity" : text),
  symbol: (name) => {
    const { base, index } = splitName(name);
    return inner(
      typstName(base),
      index === undefined ? undefined : /^\w$|^\d+$/.test(index) ? index : typstName(index),
      (i) => `(${i})`,
    );
  },
  text: typstString,
  parentheses: (text) => `(${text})`,
  infix: {
    iff: "<=>",
    implies: "=>",
    logical_or: "or",
    logical_and: "and",
    equals: "=",
    neq: "!=",
    less_than: "<",
    greater_than: ">",
    leq: "<=",
    geq: ">=",
    in_set: "in",
    subset: "subset.eq",
    plus: "+",
    minus: "-",
    dot: "dot",
    cross: "times",
    union: "union",
    intersect: "inter",
  },
  product: (a, b) => (/^\d/.test(b) ? `${a} dot ${b}` : `${a} ${b}`),
  fraction: (above, below) => `frac(${above}, ${below})`,
  power: (base, exponent) => `${base}^${single(exponent.text) ? exponent.text : `(${exponent.text})`}`,
  root: ({ text }) => ({ text: `sqrt(${text})`, tight: tightness.atom }),
  functionName: (name) => {
    const known = arcs[name] ?? (commonFunctions.has(name) ? name : undefined);
    if (known !== undefined) return known;
    const { base, index } = splitName(name);
    const written =
      [...base].length === 1 || base in greek || greekNames.has(base)
        ? typstName(base)
        : `op(${typstString(base)})`;
    return inner(written, index, (i) => `(${i})`);
  },
  negative: "-",
  not: "not ",
  gradient: "nabla ",
  fences: { abs: ["abs(", ")"], norm: ["norm(", ")"], floor: ["floor(", ")"], ceil: ["ceil(", ")"] },
  postfixes: { factorial: "!", transpose: "^T", dagger: "^dagger" },
  big: (symbol, below, above) =>
    `${symbol === "limit" ? "lim" : symbol}${below === "" ? "" : `_(${below})`}${above === "" ? "" : `^(${above})`}`,
  differential: (variable) => `dif ${variable}`,
  tendsTo: "->",
  derivative: (kind, of, by) =>
    kind === "partial" ? `frac(partial ${of}, partial ${by})` : `frac(dif ${of}, dif ${by})`,
  list: (items) => `[${items.join(", ")}]`,
  matrix: (rows) => `mat(${rows.map((row) => row.join(", ")).join("; ")})`,
};

function single(text: string): boolean {
  return /^(?:[\p{L}]+|\d+)$/u.test(text);
}

// ---- LaTeX -----------------------------------------------------------------------------------------------------

function latexName(name: string): string {
  const letter = greekNames.get(name) ?? (name in greek ? name : undefined);
  if (letter !== undefined) return letter === "omicron" ? "o" : `\\${letter}`;
  if (name === "inf" || name === "infinity" || name === "∞") return "\\infty";
  return [...name].length === 1 ? name : `\\mathrm{${latexText(name)}}`;
}

function latexText(text: string): string {
  return text.replace(/[\\{}$&#%_^~]/g, (c) =>
    c === "\\" ? "\\textbackslash{}" : /[\^~]/.test(c) ? `\\${c}{}` : `\\${c}`,
  );
}

const latex: Notation = {
  number: (text) => (text === "inf" ? "\\infty" : text),
  symbol: (name) => {
    const { base, index } = splitName(name);
    return inner(
      latexName(base),
      index === undefined ? undefined : /^[\w,]$|^\d+$/.test(index) ? index : latexName(index),
      (i) => `{${i}}`,
    );
  },
  text: (text) => `\\text{${latexText(text)}}`,
  parentheses: (text) => `\\left(${text}\\right)`,
  infix: {
    iff: "\\Leftrightarrow",
    implies: "\\Rightarrow",
    logical_or: "\\lor",
    logical_and: "\\land",
    equals: "=",
    neq: "\\neq",
    less_than: "<",
    greater_than: ">",
    leq: "\\leq",
    geq: "\\geq",
    in_set: "\\in",
    subset: "\\subseteq",
    plus: "+",
    minus: "-",
    dot: "\\cdot",
    cross: "\\times",
    union: "\\cup",
    intersect: "\\cap",
  },
  product: (a, b) => (/^\d/.test(b) ? `${a} \\cdot ${b}` : `${a} ${b}`),
  fraction: (above, below) => `\\frac{${above}}{${below}}`,
  power: (base, exponent) => `${base}^{${exponent.text}}`,
  root: ({ text }) => ({ text: `\\sqrt{${text}}`, tight: tightness.atom }),
  functionName: (name) => {
    const known =
      arcs[name] ?? (commonFunctions.has(name) && !["sec", "csc"].includes(name) ? name : undefined);
    if (known !== undefined) return `\\${known}`;
    const { base, index } = splitName(name);
    const written =
      [...base].length === 1 || base in greek || greekNames.has(base)
        ? latexName(base)
        : `\\operatorname{${latexText(base)}}`;
    return inner(written, index, (i) => `{${i}}`);
  },
  negative: "-",
  not: "\\lnot ",
  gradient: "\\nabla ",
  fences: {
    abs: ["\\left|", "\\right|"],
    norm: ["\\left\\|", "\\right\\|"],
    floor: ["\\left\\lfloor ", " \\right\\rfloor"],
    ceil: ["\\left\\lceil ", " \\right\\rceil"],
  },
  postfixes: { factorial: "!", transpose: "^{\\mathsf{T}}", dagger: "^{\\dagger}" },
  big: (symbol, below, above) =>
    `${{ sum: "\\sum", product: "\\prod", integral: "\\int", limit: "\\lim" }[symbol]}${below === "" ? "" : `_{${below}}`}${above === "" ? "" : `^{${above}}`}`,
  differential: (variable) => `\\,\\mathrm{d}${variable}`,
  tendsTo: "\\to",
  derivative: (kind, of, by) =>
    kind === "partial"
      ? `\\frac{\\partial ${of}}{\\partial ${by}}`
      : `\\frac{\\mathrm{d} ${of}}{\\mathrm{d} ${by}}`,
  list: (items) => `\\left[${items.join(", ")}\\right]`,
  matrix: (rows) => `\\begin{pmatrix} ${rows.map((row) => row.join(" & ")).join(" \\\\ ")} \\end{pmatrix}`,
};

// ---- Unicode ---------------------------------------------------------------------------------------------------

const unicode: Notation = {
  number: (text) => (text === "inf" ? "∞" : text),
  symbol: (name) => {
    const { base, index } = splitName(name);
    const letter = greek[base] ?? (base === "inf" || base === "infinity" ? "∞" : base);
    if (index === undefined) return letter;
    return `${letter}${raise(index, indexForms) ?? `_${index}`}`;
  },
  text: (text) => text,
  parentheses: (text) => `(${text})`,
  infix: {
    iff: "⇔",
    implies: "⇒",
    logical_or: "∨",
    logical_and: "∧",
    equals: "=",
    neq: "≠",
    less_than: "<",
    greater_than: ">",
    leq: "≤",
    geq: "≥",
    in_set: "∈",
    subset: "⊆",
    plus: "+",
    minus: "−",
    dot: "⋅",
    cross: "×",
    union: "∪",
    intersect: "∩",
  },
  product: (a, b) => `${a}·${b}`,
  power: (base, exponent: Written) => {
    const raised = raise(exponent.text.replace(/ ([+−-]) /g, "$1").replace(/−/g, "-"), exponentForms);
    if (raised !== undefined) return `${base}${raised}`;
    return exponent.tight < tightness.postfix ? `${base}^(${exponent.text})` : `${base}^${exponent.text}`;
  },
  root: ({ text, tight }) => ({
    text: tight < tightness.atom ? `√(${text})` : `√${text}`,
    tight: tightness.prefix,
  }),
  functionName: (name) => arcs[name] ?? unicode.symbol(name),
  negative: "−",
  not: "¬",
  gradient: "∇",
  fences: { abs: ["|", "|"], norm: ["‖", "‖"], floor: ["⌊", "⌋"], ceil: ["⌈", "⌉"] },
  postfixes: { factorial: "!", transpose: "ᵀ", dagger: "†" },
  big: (symbol, below, above) => {
    const sign = { sum: "Σ", product: "Π", integral: "∫", limit: "lim" }[symbol];
    if (below === "") return sign;
    return above === "" ? `${sign}(${below})` : `${sign}(${below}…${above})`;
  },
  differential: (variable) => `d${variable}`,
  tendsTo: "→",
  derivative: (kind, of, by) => (kind === "partial" ? `∂${of}/∂${by}` : `d${of}/d${by}`),
  list: (items) => `[${items.join(", ")}]`,
  matrix: (rows) => `[${rows.map((row) => row.join(" ")).join("; ")}]`,
};

export const notations: { readonly [T in Target]: Notation } = { typst, latex, unicode };
