/** Lowered programs give what the plain evaluator gives, bit for bit; both forms of the program pass the verifier. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { both } from "../../support/loop.ts";

const programs: readonly string[] = [
  "define main() = 1 + 2 * 3",
  "define fib(n) = if n < 2 then n else fib(n-1) + fib(n-2)\ndefine main() = fib(15)",
  "define countdown(n) = if n = 0 then 0 else countdown(n - 1)\ndefine main() = countdown(1000)",
  "define s(n, acc) = if n = 0 then acc else s(n - 1, acc + n)\ndefine main() = s(100, 0)",
  "define fl(n, a, b) = if n = 0 then a else fl(n - 1, b, a + b)\ndefine main() = fl(90, 0, 1)",
  "define ev(n) = if n = 0 then true else od(n - 1)\ndefine od(n) = if n = 0 then false else ev(n - 1)\ndefine main() = ev(1001)",
  "define main() = Σ(0, 99, λ i . Σ(0, 99, λ j . i*j))",
  "define main() = list_map(λ x . x * x, [1, 2, 3])",
  "define main() = sum(list_map(λ x . x * 1.5, range(100)))",
  "define main() = list_fold(λ a x . a + x, 0, [1.5, 2.5])",
  "define main() = list_filter(λ x . mod(x, 3) = 0, range(20))",
  "define main() = list_zip([1,2,3], [4.5,5.5,6.5])",
  "define A() = Matrix(2, 2, [1, 2, 3, 4])\ndefine main() = multiply(A(), A())",
  "define main() = det(Matrix(3, 3, [2.0, 1, 0, 1, 3, 1, 0, 1, 4]))",
  "define main() = det(Matrix(4, 4, [2.0, 1, 0, 1, 1, 3, 1, 0, 0, 1, 4, 2, 5, 1, 1, 1]))",
  "define main() = transpose(Matrix(2, 3, [1, 2, 3, 4, 5, 6]))",
  "define main() = match [1, 2, 3] { [a, b, c] => a + b * c | _ => 0 }",
  "define main() = (1, 2.5, true)",
  "define main() = (1 + 2 * i) * (3 - i)",
  "define main() = ode45(λ t y . [nth(y, 1), 0 - nth(y, 0)], [1, 0], [0, 2], 0.5)",
  "define make(x) = λ y . x + y\ndefine main() = make(10)(5)",
  "define len(xs) = match xs { Nil => 0 | Cons(h, t) => h + len(t) }\ndefine main() = len(range(10))",
  "define step(s) = match s { (a, b) => (b, a + b) }\ndefine main() = list_fold(λ s k . step(s), (0, 1), range(20))",
  "define main() = Matrix(2,2,[1,1,1,0])^10",
  "define main() = sum(list_map(λ x . sin(x), linspace(0, 1, 100)))",
  "define rk(s, n) = if n = 0 then s else rk(s + 0.01 * [0 - nth(s, 1), nth(s, 0)], n - 1)\ndefine main() = rk([1.0, 0.0], 100)",
  "define main() = list_fold(λ A k . A * Matrix(7,7,list_map(λ x . 0.1 * x, range(49))), eye(7), range(3))",
  "define k = 3\ndefine main() = list_map(λ x . k * x, range(5))",
  "define main() = reverse(list_slice(range(10), 2, 5))",
  "define main() = all(λ x . x > 0, [1,2,3]) ∧ any(λ x . x > 2, range(5))",
  "define main() = random(3)",
  "define main() = match (3, 4) { (a, b) if a > b => a | (a, b) => b }",
  "define main() = repeat(7, 3)",
  "define main() = [10,20,30,40][2] + nth(range(5), 3)",
  "define f(n) = if n = 0 then [1.0, 2.0] else f(n-1) + [1.0, 1.0]\ndefine main() = f(5)",
  "define main() = 5! + gcd(12, 18) + lcm(4, 6) + binomial(10, 3) + permutation(5, 2)",
  "define main() = [mod(-7, 3), int_mod(-7, 3), int_div(-7, 3), int_rem(-7, 3)]",
  "define main() = [floor(-1.5), ceil(1.2), round(2.5), trunc(-1.7), sign(-0.0), sign(3)]",
  "define main() = (min(1, 2), max(1.5, 2), abs(-3), abs(-2.5), hypot(3, 4))",
  "define main() = (2^10, 2.5^2, 2^0.5, sqrt(2))",
  "define main() = (1 + 2*i) / (3 - i)",
  "define main() = cross([1, 0, 0], [0, 1, 0]) + 2 * [1, 2, 3]",
  "define main() = (dot([1, 2], [3, 4]), norm([3.0, 4.0]), trace(Matrix(2, 2, [1, 2, 3, 4])))",
  "define main() = Matrix(2, 2, [1.5, 2, 3, 4]) * [1, 2]",
  "define main() = [1.0, 2.0] * Matrix(2, 2, [1.5, 2, 3, 4])",
  "define main() = set_element(eye(3), 1, 2, 5)",
  "define main() = set_row(zeros(2, 3), 1, [1, 2, 3]) + 1 * ones(2, 3)",
  "define main() = (matrix_row(eye(2), 1), matrix_col(eye(2), 0), matrix_diag(eye(2)), nrows(eye(2)))",
  "define main() = vstack(eye(2), ones(1, 2))",
  "define main() = list_concat(range(3), Cons(7, [8]))",
  "define main() = list_rotate([1, 2, 3, 4], -1)",
  "define main() = foldr(λ x a . x - a, 0, [1, 2, 3])",
  "define main() = list_map(λ p . fst(p) * snd(p), list_zip(range(4), linspace(0, 1, 4)))",
  "define main() = list_map(λ i . list_map(λ j . i * j, range(3)), [1, 2])",
  "define main() = sum(list_filter(λ x . x > 3, list_map(λ x . x * x, range(50))))",
  "define main() = [[1, 2], [3, 4]] = Matrix(2, 2, [1, 2, 3, 4])",
  "define main() = [1, 2, 3] = [1, 2, 4] ∨ (1, 2) = (1, 2)",
  "define main() = let xs = range(100) in (length(xs), xs[99], isEmpty(xs), head(xs), length(tail(xs)))",
  "define ack(m, n) = if m = 0 then n + 1 else if n = 0 then ack(m - 1, 1) else ack(m - 1, ack(m, n - 1))\ndefine main() = ack(2, 3)",
  "define hyp(n) = if n = 1 then 0 else 1 + (if mod(n, 2) = 0 then hyp(int_div(n, 2)) else hyp(3 * n + 1))\ndefine main() = hyp(27)",
  "define g(x : Matrix(n, n)) = trace(x) + n\ndefine main() = g(eye(40))",
  "define main() = det(Matrix(3, 3, [2, 1, 0, 1, 3, 1, 0, 1, 4]))",
  "define heat(u, k) = if k = 0 then u else heat(list_map(λ i . if i = 0 ∨ i = 59 then u[i] else u[i] + 0.25 * (u[i-1] - 2 * u[i] + u[i+1]), range(60)), k - 1)\ndefine main() = heat(list_map(λ i . if i = 30 then 1.0 else 0.0, range(60)), 7)",
  "define twice(f, x) = f(f(x))\ndefine main() = twice(λ x . x * 2 + 1, 5)",
  "define main() = Π(1, 10, λ k . k) + Σ(1, 3, λ k . k^2)",
  "define main() = Σ(1, 1000, λ k . 1.0)",
  "define main() = match 3 { 1 => 10 | 2 => 20 | n if n > 2 => n * 100 | _ => 0 }",
  "define main() = sum(list_map(λ z . re(z) + im(z), [complex(1, 2), 3, i]))",
  "define main() = hstack(eye(2), Matrix(2, 1, [5, 6.5]))",
  "define main() = append_row(eye(2), [7, 8])",
  "define main() = prepend_row([7, 8], eye(2))",
  "define main() = append_col(eye(2), [7, 8])",
  "define main() = prepend_col([7, 8], eye(2))",
  "define main() = set_diag(ones(2), [7, 8])",
  "define main() = random_normal(5)",
  "define main() = list_flatmap(λ x . [x, 2 * x], range(5))",
  "define main() = list_flatten([[1, 2], [3, 4]])",
  "define main() = (sqrt(complex(-4, 0)), sqrt(complex(3, -4)), exp(complex(0, 1)), ln(complex(1, 1)))",
  "define main() = (sin(complex(1, 1)), cos(complex(1, 1)), complex_inverse(complex(1, 1)))",
  "define collatz(n, k) = if n = 1 then k else collatz(if mod(n, 2) = 0 then int_div(n, 2) else 3 * n + 1, k + 1)\ndefine main() = list_map(λ n . collatz(n, 0), range(1, 20))",
  "define build(n) = if n = 0 then [] else Cons(n, build(n - 1))\ndefine main() = build(5)",
  "define rev(xs, acc) = match xs { Nil => acc | Cons(h, t) => rev(t, Cons(h, acc)) }\ndefine main() = rev(range(6), [])",
  "define step(A, v, k) = if k = 0 then v else step(A, A * v, k - 1)\ndefine main() = step(0.01 * Matrix(8, 8, list_map(λ x . 1.0 * x, range(64))), list_map(λ i . 1.0, range(8)), 5)",
  "define main() = let f = λ x . λ y . x * y in f(3)(4)",
  "define main() = list_map(λ r . sum(r), [[1, 2, 3], [4, 5, 6]])",
  "define main() = any(λ x . 10 / x > 4, [1, 2, 0])",
  "define main() = if 1 < 2 ∧ 2 / 1 > 1 then [1, 2] else [3, 4]",
  "define pick(n) = if n > 3 then range(n) else [7]\ndefine main() = (sum(pick(2)), sum(pick(6)))",
  "define table = list_map(λ i . i * i, range(100))\ndefine walk(n) = if n = 0 then 0 else table[n] + (if mod(n, 7) = 0 then walk(n - 2) else walk(n - 1))\ndefine main() = walk(50)",
  "define table = list_map(λ i . 12 / (i - 1000), range(100))\ndefine main() = sum(list_map(λ i . table[i], range(100)))",
  "define bad = 1 / 0\ndefine f(n) = if n > 100 then bad else n\ndefine main() = sum(list_map(f, range(10)))",
];

/** Sums may be added in another order: their last digits differ. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(13));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, rounded(v)]));
  return value;
}

for (const program of programs)
  test(program.replace(/\n/g, "; "), () => {
    const { native, interpreted } = both(program);
    assert.equal(rounded(native), rounded(interpreted));
  });

test.run();
