/**
 * Names in emitted text: ASCII, unique within their scope, never a word of C or Rust, close to what the program said.
 */

const greek: Readonly<Record<string, string>> = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  ι: "iota",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  υ: "upsilon",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  Γ: "Gamma",
  Δ: "Delta",
  Θ: "Theta",
  Λ: "Lambda",
  Ξ: "Xi",
  Π: "Pi",
  Σ: "Sigma",
  Φ: "Phi",
  Ψ: "Psi",
  Ω: "Omega",
};

/** Words of either language, and the names the printers use themselves. */
const reserved = new Set(
  (
    "abstract as async auto await become bool box break case char const continue core crate ctx default do double dyn else " +
    "enum extern f64 false final float fn for frame gen goto i32 i64 if impl in inline int isize let long loop " +
    "macro main match mod move mut override priv pub ref register restrict return self Self short signed sizeof " +
    "static struct super switch trait true try type typedef typeof u64 u8 union unsafe unsigned unsized use usize " +
    "virtual void volatile where while yield cancel asm linux unix i386 union bool str u16 u32 i8 i16 i128 u128 f32 " +
    "lhs rhs result results frame here exp expm1 exp2 log log2 log10 log1p cbrt sin cos tan asin acos atan sinh cosh " +
    "tanh asinh acosh atanh erf erfc tgamma lgamma pow fmod atan2 hypot fma free malloc memcpy posix_memalign"
  ).split(" "),
);

/** An ASCII identifier that reads like `name`. */
export function identifier(name: string): string {
  let text = "";
  for (const char of name) text += /[A-Za-z0-9_]/.test(char) ? char : (greek[char] ?? hexName(char));
  if (text === "" || /^[0-9]/.test(text)) text = `v${text}`;
  // Leading and doubled underscores belong to the compilers.
  return text.replace(/_+/g, "_").replace(/^_/, "v");
}

function hexName(char: string): string {
  return char === "'" || char === "′" ? "_p" : `u${(char.codePointAt(0) ?? 0).toString(16)}`;
}

/** Gives each request a name of its own: the wished one where it is free, else with the first free number. */
export function nameSupply(taken: Iterable<string> = []): (wish: string) => string {
  const used = new Set(taken);
  return (wish) => {
    const base = identifier(wish);
    let name = base;
    for (let n = 2; used.has(name) || reserved.has(name) || isPrivate(name); n += 1) name = `${base}_${n}`;
    used.add(name);
    return name;
  };
}

/** The printers' own names: support functions, and the parts of an array local (`xs_n`, its length) or of one with lanes. */
function isPrivate(name: string): boolean {
  return name.startsWith("kleis_") || /_(n|to|end|strip|data|results|lanes\d+)$/.test(name);
}
