/** A program of 20 lines for every unit: a structure with axioms, a data type, definitions that lean on others, an example block. */
export function bigFile(units: number): string {
  return Array.from({ length: units }, (_, k) => unit(k)).join("");
}

function unit(k: number): string {
  const before = k === 0 ? "r" : `grown${k - 1}(r)`;
  return `/// What has a size, ${k}.
structure Sized${k}(T) {
    operation size${k} : T → ℝ
    axiom positive${k} : ∀(x : T). size${k}(x) >= 0
    axiom same${k} : ∀(x y : T). x = y → size${k}(x) = size${k}(y)
}
data Shape${k} = Circle${k}(radius : ℝ) | Box${k}(width : ℝ, height : ℝ) | Empty${k}
define area${k}(s) = match s { Circle${k}(r) => 3 * r^2  Box${k}(w, h) => w * h  Empty${k} => 0 }
implements Sized${k}(Shape${k}) { operation size${k} = area${k} }
define total${k}(shapes) = list_fold(λ a s . a + area${k}(s), 0, shapes)
define grown${k}(r) = if r > 100 then r else ${before} + ${k}
define halves${k}(x : ℝ, n : ℕ) : ℝ = if n = 0 then x else halves${k}(x / 2 + 1 / x, n - 1)
define twice${k}(f, xs) = list_map(λ x . f(f(x)), xs)
define moved${k}(v : Vector(3), t) = let w = t * v in [w[0] + ${k}, w[1] - t, dot(v, w)]
example "unit ${k}" {
    assert(total${k}([Circle${k}(1.0), Box${k}(2.0, 3.0), Empty${k}]) = 9)
    assert(abs(halves${k}(2.0, 20)^2 - 2) < 0.000001)
    assert(twice${k}(λ x . x + ${k}, [1, 2]) = [${1 + 2 * k}, ${2 + 2 * k}])
    assert(moved${k}([1.0, 2.0, 3.0], 2) = [${k + 2}, 2, 28])
}
`;
}
