/** `\name` → symbol, as in LaTeX: what TAB writes at the prompt. */

const greek =
  "alpha:α beta:β gamma:γ delta:δ epsilon:ε zeta:ζ eta:η theta:θ iota:ι kappa:κ lambda:λ mu:μ nu:ν xi:ξ pi:π rho:ρ sigma:σ tau:τ upsilon:υ phi:φ chi:χ psi:ψ omega:ω " +
  "Gamma:Γ Delta:Δ Theta:Θ Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Phi:Φ Psi:Ψ Omega:Ω";

const logic = "forall:∀ exists:∃ and:∧ or:∨ not:¬ implies:⇒ iff:⇔ to:→ rightarrow:→ leftrightarrow:↔";

const relations = "le:≤ leq:≤ ge:≥ geq:≥ ne:≠ neq:≠ in:∈ notin:∉ subset:⊂ subseteq:⊆";

const operators =
  "times:× cdot:· sum:Σ prod:Π int:∫ sqrt:√ nabla:∇ partial:∂ otimes:⊗ oplus:⊕ odot:⊙ circ:∘ bullet:• star:⋆ cup:∪ cap:∩ sqcup:⊔ sqcap:⊓ T:ᵀ dagger:†";

const sets = "N:ℕ Z:ℤ Q:ℚ R:ℝ C:ℂ nat:ℕ rat:ℚ real:ℝ complex:ℂ hbar:ℏ infty:∞";

const digits = (): string => [..."₀₁₂₃₄₅₆₇₈₉"].map((symbol, i) => `_${i}:${symbol}`).join(" ");

export const symbols = (): ReadonlyMap<string, string> =>
  new Map(
    [greek, logic, relations, operators, sets, digits()].flatMap((row) =>
      row.split(" ").map((entry): [string, string] => {
        const [name = "", symbol = ""] = entry.split(":");
        return [name, symbol];
      }),
    ),
  );
