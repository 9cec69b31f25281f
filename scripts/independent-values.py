"""Writes test/numerics/independent.kleis: calls of built-ins, with values that mpmath computes in 40 digits.

    python3 scripts/independent-values.py > test/numerics/independent.kleis      (Python 3 with mpmath)
"""
import json
import math
import random

import mpmath as mp

mp.mp.dps = 40
random.seed(5)
blocks = {}


def case(block, call, value):
    blocks.setdefault(block, []).append((call, value))


def real():
    return round(random.uniform(-3, 3), 3)


def entries(rows, columns):
    return [[real() for _ in range(columns)] for _ in range(rows)]


def rows_of(matrix):
    return [[matrix[i, j] for j in range(matrix.cols)] for i in range(matrix.rows)]


def written(value):
    """A value as the language writes it, to 17 digits."""
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, int):
        return str(value)
    value = mp.mpmathify(value)
    if isinstance(value, mp.mpc):
        return f"complex({written(value.real)}, {written(value.imag)})"
    return mp.nstr(value, 17, min_fixed=-30, max_fixed=30)


def elementary():
    everywhere = dict(
        sin=mp.sin, cos=mp.cos, tan=mp.tan, atan=mp.atan, arctan=mp.atan, sinh=mp.sinh, cosh=mp.cosh, tanh=mp.tanh,
        asinh=mp.asinh, exp=mp.exp, expm1=mp.expm1, exp2=lambda t: mp.power(2, t), erf=mp.erf, erfc=mp.erfc, sec=mp.sec,
        csc=mp.csc, cot=mp.cot, radians=mp.radians, gamma_func=mp.gamma, digamma=mp.digamma,
        cbrt=lambda t: mp.sign(t) * mp.cbrt(abs(t)), floor=mp.floor, ceil=mp.ceil,
    )
    for x in ["0.3", "1.7", "-2.2", "5.5"]:
        for name, function in everywhere.items():
            case("functions of a real number", f"{name}({x})", function(mp.mpf(x)))
        case("functions of a real number", f"trunc({x})", math.trunc(float(x)))
        case("functions of a real number", f"frac({x})", mp.mpf(x) - math.trunc(float(x)))
    positive = dict(ln=mp.ln, log=mp.ln, log10=mp.log10, log2=lambda t: mp.log(t, 2), sqrt=mp.sqrt, log1p=mp.log1p)
    for x in ["0.3", "1.7", "20.5"]:
        for name, function in positive.items():
            case("functions of a positive number", f"{name}({x})", function(mp.mpf(x)))
        case("functions of a positive number", f"acosh({x} + 1)", mp.acosh(mp.mpf(x) + 1))
        case("functions of a positive number", f"nth_root({x}, 3)", mp.root(mp.mpf(x), 3))
        case("functions of a positive number", f"beta({x}, 2.5)", mp.beta(mp.mpf(x), mp.mpf("2.5")))
        case("functions of a positive number", f"{x} ^ -1.3", mp.power(mp.mpf(x), mp.mpf("-1.3")))
    for x in ["-0.9", "0.2", "0.77"]:
        for name in ["asin", "acos", "atanh"]:
            case("functions on the unit interval", f"{name}({x})", getattr(mp, name)(mp.mpf(x)))
    case("functions of two numbers", "atan2(-1.5, -2.5)", mp.atan2(mp.mpf("-1.5"), mp.mpf("-2.5")))
    case("functions of two numbers", "hypot(3.3, 4.7)", mp.hypot(mp.mpf("3.3"), mp.mpf("4.7")))


def integers():
    for a in [7, -7, 12345678901234567890123]:
        for b in [3, -3, 1009]:
            case("division of integers", f"mod({a}, {b})", int(math.copysign(1, a)) * (abs(a) % abs(b)))
            case("division of integers", f"int_rem({a}, {b})", int(math.copysign(1, a)) * (abs(a) % abs(b)))
            case("division of integers", f"int_mod({a}, {b})", a % abs(b))
            case("division of integers", f"int_div({a}, {b})", (a - a % abs(b)) // b)
    case("counting", "factorial(30)", math.factorial(30))
    case("counting", "binomial(60, 23)", math.comb(60, 23))
    case("counting", "permutation(19, 14)", math.perm(19, 14))
    case("counting", "gcd(8400000000000000000000, 36)", math.gcd(8400000000000000000000, 36))


def matrices():
    a, b, n, large = entries(3, 3), entries(3, 3), entries(3, 4), entries(6, 6)
    x, y, z = (json.dumps(part) for part in (a, b, n))
    p, q, r = mp.matrix(a), mp.matrix(b), mp.matrix(n)
    right = [real() for _ in range(3)]
    values = {
        f"matrix_add({x}, {y})": rows_of(p + q),
        f"matrix_sub({x}, {y})": rows_of(p - q),
        f"multiply({x}, {y})": rows_of(p * q),
        f"multiply({x}, {z})": rows_of(p * r),
        f"transpose({z})": rows_of(r.T),
        f"trace({x})": p[0, 0] + p[1, 1] + p[2, 2],
        f"det({x})": mp.det(p),
        f"det({json.dumps(large)})": mp.det(mp.matrix(large)),
        f"det_lapack({json.dumps(large)})": mp.det(mp.matrix(large)),
        f"inv({x})": rows_of(p**-1),
        f"mpow({x}, 5)": rows_of(p**5),
        f"mpow({x}, -2)": rows_of(p**-2),
        f"expm({x})": rows_of(mp.expm(p, method="pade")),
        f"solve({x}, {json.dumps(right)})": list(mp.lu_solve(p, mp.matrix(right))),
        f"singular_values({z})": sorted(mp.svd_r(r, compute_uv=False), reverse=True),
        f"norm({x})": mp.sqrt(mp.fsum(entry**2 for entry in p)),
        f'norm({x}, "1")': mp.fsum(abs(entry) for entry in p),
        f'norm({x}, "inf")': max(abs(entry) for entry in p),
    }
    singular = list(mp.svd_r(p, compute_uv=False))
    values[f"cond({x})"] = max(singular) / min(singular)
    definite = [[2.0, 0.5, 0.25], [0.5, 3.0, -0.75], [0.25, -0.75, 1.5]]
    s = json.dumps(definite)
    values[f"cholesky({s})"] = rows_of(mp.cholesky(mp.matrix(definite)))
    eigenvalues, _ = mp.eigsy(mp.matrix(definite))
    values[f"list_fold(λ a x . max(a, x), 0, eigenvalues({s}))"] = max(eigenvalues)
    values[f"list_fold(λ a x . min(a, x), 9, eigenvalues({s}))"] = min(eigenvalues)
    for call, value in values.items():
        case("matrices", call, value)


def complex_numbers():
    z, w = mp.mpc("1.5", "-2"), mp.mpc("-0.3", "0.8")
    u, v = "complex(1.5, -2)", "complex(-0.3, 0.8)"
    values = {
        f"complex_add({u}, {v})": z + w, f"complex_sub({u}, {v})": z - w, f"complex_mul({u}, {v})": z * w,
        f"complex_div({u}, {v})": z / w, f"{u} * {v}": z * w, f"{u} / {v}": z / w, f"complex_inverse({u})": 1 / z,
        f"abs({u})": abs(z), f"abs_sq({u})": abs(z) ** 2, f"conj({u})": mp.conj(z), f"exp({u})": mp.exp(z),
        f"sqrt({u})": mp.sqrt(z), f"sin({u})": mp.sin(z), f"ln({u})": mp.ln(z), f"{u}^3": z**3,
    }
    for call, value in values.items():
        case("complex numbers", call, value)


def transforms():
    for count in [6, 8]:
        xs = [real() for _ in range(count)]
        turn = lambda j, k: mp.expj(-2 * mp.pi * j * k / count)
        spectrum = [mp.fsum(mp.mpf(x) * turn(j, k) for j, x in enumerate(xs)) for k in range(count)]
        case("transforms", f"fft({json.dumps(xs)})", spectrum)
        case("transforms", f"dft({json.dumps(xs)})", spectrum)


def sequences():
    """The generator that the description of the language states."""

    def uniform(count, seed):
        drawn, state = [], seed
        for _ in range(count):
            state = (1664525 * state + 1013904223) % 2**32
            drawn.append(mp.mpf(state) / 2**32)
        return drawn

    def normal(count, seed, scale):
        given, drawn = [max(u, mp.mpf("1e-10")) for u in uniform(count + 1, seed)], []
        for u, v in zip(given[::2], given[1::2]):
            radius = scale * mp.sqrt(-2 * mp.ln(u))
            drawn += [radius * mp.cos(2 * mp.pi * v), radius * mp.sin(2 * mp.pi * v)]
        return drawn[:count]

    case("sequences", "random(5)", uniform(5, 42))
    case("sequences", "random(3, 7)", uniform(3, 7))
    case("sequences", "random_normal(4)", normal(4, 42, 1))
    case("sequences", "random_normal(3, 7, 2)", normal(3, 7, 2))
    case("sequences", "linspace(0, 1, 5)", [mp.mpf(k) / 4 for k in range(5)])


for family in [elementary, integers, matrices, complex_numbers, transforms, sequences]:
    family()
print("// Values by mpmath in 40 digits, written to 17: scripts/independent-values.py.")
for name, cases in blocks.items():
    print(f'example "{name}" {{')
    for call, value in cases:
        print(f"    assert({call} = {written(value)})")
    print("}")
