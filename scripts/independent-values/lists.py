"""Lists and functions on them by Python's lists, itertools and functools."""
import functools
import itertools
import math

from cases import case, listed, reals, written

family = "lists"


def _python(rows, call, value):
    case(family, "Python", rows, call, value)


def reading():
    for xs in [[5, -2, 7, 7, 0], ["b", "a"], [[1, 2], [3]], [2.5]]:
        x = written(xs)
        for name in ["head", "car"]:
            _python("head car", f"{name}({x})", xs[0])
        for name in ["tail", "cdr"]:
            _python("tail cdr", f"{name}({x})", xs[1:])
        for name in ["isEmpty", "isNil"]:
            _python("isEmpty isNil", f"{name}({x})", not xs)
        for name in ["length", "list_length"]:
            _python("length list_length", f"{name}({x})", len(xs))
        for name in ["nth", "index"]:
            _python("nth index", f"{name}({x}, {len(xs) - 1})", xs[-1])
        _python("list_nth", f"list_nth({x}, {len(xs) - 0.5})", xs[math.trunc(len(xs) - 0.5)])
        _python("reverse", f"reverse({x})", xs[::-1])
        _python("is_atom", f"is_atom({x})", not (isinstance(xs, list) and xs))
    _python("isEmpty isNil", "isEmpty([])", True)
    _python("length list_length", "length([])", 0)
    _python("is_atom", "is_atom(3)", True)
    for name in ["fst", "first"]:
        _python("fst first", f'{name}((4, "b"))', (4, "b")[0])
    for name in ["snd", "second"]:
        _python("snd second", f'{name}((4, "b"))', (4, "b")[1])


def building():
    xs, ys = [3, 1, 4, 1, 5], [9, 2, 6]
    x, y = listed(xs), listed(ys)
    _python("Cons cons", f"Cons(7, {x})", [7, *xs])
    _python("Cons cons", "cons(7, cons(8, nil))", [7, 8])
    _python("Nil nil", "Cons(1, Nil)", [1])
    _python("Nil nil", "length(nil)", 0)
    for name in ["list_concat", "list_append", "append"]:
        _python("list_concat list_append append", f"{name}({x}, {y})", xs + ys)
    for name in ["list_flatten", "list_join"]:
        _python("list_flatten list_join", f"{name}([{x}, [], {y}])", list(itertools.chain(xs, [], ys)))
    for start, end in [(1, 3), (0, 9), (4, 2), (2, 5)]:
        _python("list_slice", f"list_slice({x}, {start}, {end})", xs[start:end])
    _python("list_slice", f"list_slice({x}, 2)", xs[2:])
    for k in [0, 2, 5, 7]:
        _python("list_rotate", f"list_rotate({x}, {k})", xs[k % 5 :] + xs[: k % 5])
    for name in ["list_zip", "zip"]:
        _python("list_zip zip", f"{name}({x}, {y})", list(zip(xs, ys)))
    _python("vec_add", f"vec_add({y}, [10, 20, 30])", [a + b for a, b in zip(ys, [10, 20, 30])])
    for count in [0, 3]:
        _python("repeat", f'repeat("ab", {count})', ["ab"] * count)
        _python("replicate", f'replicate({count}, "ab")', ["ab"] * count)
    for arguments in [(4,), (2, 6), (-3, 2), (5, 5)]:
        _python("range", f"range({', '.join(map(str, arguments))})", list(range(*arguments)))


def functions():
    xs = [3, -1, 4, 1, -5, 9, 2, 6]
    x = listed(xs)
    _python("apply_lambda", "apply_lambda(λ x . x * x - 1, 12)", (lambda x: x * x - 1)(12))
    for name in ["list_map", "map"]:
        _python("list_map map", f"{name}(λ x . x * x - 2 * x, {x})", [t * t - 2 * t for t in xs])
    for name in ["list_filter", "filter"]:
        _python("list_filter filter", f"{name}(λ x . x > 1, {x})", list(filter(lambda t: t > 1, xs)))
    for name in ["list_flatmap", "flatmap", "concat_map"]:
        value = list(itertools.chain.from_iterable([t, 10 * t] for t in xs))
        _python("list_flatmap flatmap concat_map", f"{name}(λ x . [x, 10 * x], {x})", value)
    for name in ["list_fold", "foldl"]:
        value = functools.reduce(lambda a, t: 3 * a - t, xs, 7)
        _python("list_fold foldl", f"{name}(λ a x . 3 * a - x, 7, {x})", value)
    value = functools.reduce(lambda a, t: t - 2 * a, reversed(xs), 7)
    _python("foldr", f"foldr(λ x a . x - 2 * a, 7, {x})", value)
    for bound in [-9, 0, 9]:
        _python("all", f"all(λ x . x > {bound}, {x})", all(t > bound for t in xs))
        _python("any", f"any(λ x . x > {bound}, {x})", any(t > bound for t in xs))
    _python("all", "all(λ x . x > 0, [])", all([]))
    _python("any", "any(λ x . x > 0, [])", any([]))
    _python("specialize", "specialize(λ x . k * x + V(x), k = 2.5, V = λ x . x^3)(3)", (lambda x: 2.5 * x + x**3)(3))


def totals():
    for xs in [reals(40), [10**30, 7, -(10**30)], [1e16, 1.0, -1e16, 0.5][:2]]:
        _python("sum", f"sum({listed(xs)})", math.fsum(xs) if isinstance(xs[0], float) else sum(xs))
        _python("product", f"product({listed(xs[:12])})", math.prod(xs[:12]))
    _python("sum", "sum([])", sum([]))
    _python("product", "product([])", math.prod([]))
    for a, b in [(1, 20), (-3, 3), (5, 4)]:
        _python("sum_bounds", f"Σ({a}, {b}, λ k . k^3 - k)", sum(k**3 - k for k in range(a, b + 1)))
        _python("sum_bounds", f"sum_bounds(λ k . k^3 - k, {a}, {b})", sum(k**3 - k for k in range(a, b + 1)))
        _python("prod_bounds", f"Π({a}, {b}, λ k . 2 * k + 1)", math.prod(2 * k + 1 for k in range(a, b + 1)))
        _python("prod_bounds", f"prod_bounds(λ k . 2 * k + 1, {a}, {b})", math.prod(2 * k + 1 for k in range(a, b + 1)))
