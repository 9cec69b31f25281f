/**
 * Text of labels: a formula between `$`, as papers write them, becomes what plain text has for it: `$x_1^2$` is x₁². Everything
 * else stays as it is.
 */

export const exponentForms: Readonly<Record<string, string>> = forms(
  "0123456789+-=()ni",
  "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ",
);
export const indexForms: Readonly<Record<string, string>> = forms(
  "0123456789+-=()aehijklmnoprstuvx",
  "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ",
);

/** None of these characters takes more than one unit of a string. */
function forms(plain: string, formed: string): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (let i = 0; i < plain.length; i += 1) table[plain.charAt(i)] = formed.charAt(i);
  return table;
}

export const greek: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  omicron: "ο",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  upsilon: "υ",
  phi: "φ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Upsilon: "Υ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
};

const symbols: Readonly<Record<string, string>> = {
  ...greek,
  infinity: "∞",
  infty: "∞",
  oo: "∞",
  times: "×",
  dot: "·",
  cdot: "·",
  degree: "°",
  partial: "∂",
  nabla: "∇",
  pm: "±",
  le: "≤",
  ge: "≥",
  approx: "≈",
};

/** A label as plain text. */
export function plainLabel(text: string): string {
  return text.replace(/\$([^$]+)\$/g, (_, formula: string) => plainFormula(formula.trim()));
}

function plainFormula(formula: string): string {
  return formula
    .replace(/\\?(?<![A-Za-z])([A-Za-z]+)(?![A-Za-z])/g, (_, name: string) => symbols[name] ?? name)
    .replace(/\\/g, "")
    .replace(
      /\^(\{[^{}]*\}|\([^()]*\)|-?[A-Za-z0-9]+|.)/g,
      (all, up: string) => raise(up, exponentForms) ?? all,
    )
    .replace(/_(\{[^{}]*\}|\([^()]*\)|\d+|.)/g, (all, down: string) => raise(down, indexForms) ?? all)
    .replace(/-/g, "−");
}

/** Undefined where a character has no such form. */
export function raise(text: string, forms: Readonly<Record<string, string>>): string | undefined {
  const bare = /^[{(].*[)}]$/.test(text) ? text.slice(1, -1) : text;
  const characters = [...bare].map((c) => forms[c]);
  return characters.every((c) => c !== undefined) ? characters.join("") : undefined;
}

/** A whole number as an exponent: −3 → ⁻³. */
export function exponent(n: number): string {
  return [...String(n)].map((c) => exponentForms[c] ?? c).join("");
}
