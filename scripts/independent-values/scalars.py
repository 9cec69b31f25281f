"""Arithmetic, comparison, logic, integers and fractions by Python's own integers, fractions and decimals."""
import itertools
import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cases import case, written

family = "arithmetic"
large = 12345678901234567890123
numbers = [(7, 3), (-7, 3), (large, -1009), (2.5, -0.75), (Fraction(5, 6), Fraction(-7, 4))]


def _python(rows, call, value):
    case(family, "Python", rows, call, value)


def four_operations():
    for a, b in numbers:
        x, y = written(a), written(b)
        for name in ["plus"]:
            _python("plus", f"{name}({x}, {y})", a + b)
        _python("minus", f"minus({x}, {y})", a - b)
        for name in ["times", "mul"]:
            _python("times mul", f"{name}({x}, {y})", a * b)
        for name in ["divide", "div"]:
            _python("divide div", f"{name}({x}, {y})", a / b)
        _python("negate", f"negate({x})", -a)
        for name in ["abs", "fabs"]:
            _python("abs fabs", f"{name}({y})", abs(b))
        _python("min", f"min({x}, {y})", min(a, b))
        _python("max", f"max({x}, {y})", max(a, b))
    _python("power pow", "power(3, 60)", 3**60)
    _python("power pow", "pow(-7, 13)", (-7) ** 13)
    _python("power pow", "rational(-2, 3)^5", Fraction(-2, 3) ** 5)
    _python("power pow", "power(2, -3)", 2**-3)
    _python("sqrt", "sqrt(2)", math.sqrt(2))
    _python("sqrt", "sqrt(1e300)", math.sqrt(1e300))


def remainders():
    for a, b in itertools.product([7, -7, large, -large, 0], [3, -3, 1009]):
        towards_zero = int(math.copysign(1, a)) * (abs(a) % abs(b))
        _python("mod", f"mod({a}, {b})", towards_zero)
        _python("int_rem", f"int_rem({a}, {b})", towards_zero)
        _python("int_mod", f"int_mod({a}, {b})", a % abs(b))
        _python("int_div", f"int_div({a}, {b})", (a - a % abs(b)) // b)
    for a, b in [(7.5, 2), (-7.5, 2), (1e18, 0.7), (0.3, -0.1)]:
        for name in ["fmod", "remainder"]:
            _python("fmod remainder", f"{name}({a}, {b})", math.fmod(a, b))


def rounding():
    for x in [0.5, 1.5, -0.5, -2.5, 2.4999999, 1e15 + 0.5, -7.0]:
        for name in ["floor"]:
            _python("floor", f"{name}({x})", math.floor(x))
        for name in ["ceil", "ceiling"]:
            _python("ceil ceiling", f"{name}({x})", math.ceil(x))
        _python("round", f"round({x})", int(Decimal(x).quantize(Decimal(1), ROUND_HALF_UP)))
        for name in ["trunc", "truncate"]:
            _python("trunc truncate", f"{name}({x})", math.trunc(x))
        for name in ["to_int", "toInteger"]:
            _python("to_int toInteger", f"{name}({x})", math.trunc(x))
        for name in ["frac", "fract"]:
            _python("frac fract", f"{name}({x})", math.modf(x)[0])
        for name in ["sign", "signum"]:
            _python("sign signum", f"{name}({x})", 1 if x >= 0 else -1)
    for x in [Fraction(7, 2), Fraction(-7, 3), Fraction(12, 4)]:
        _python("floor", f"floor({written(x)})", math.floor(x))
        _python("ceil ceiling", f"ceil({written(x)})", math.ceil(x))
        _python("trunc truncate", f"trunc({written(x)})", math.trunc(x))
        _python("to_real", f"to_real({written(x)})", float(x))
    _python("to_real", f"to_real({large})", float(large))


def comparison():
    names = {
        "equals eq": lambda a, b: a == b, "neq": lambda a, b: a != b, "less_than lt": lambda a, b: a < b,
        "leq le less_or_equal": lambda a, b: a <= b, "greater_than gt": lambda a, b: a > b,
        "geq ge greater_or_equal": lambda a, b: a >= b,
    }
    pairs = [(1, 2), (2, 2), (3, -4), (2.5, 2), (large, large + 1), ("ab", "b"), ("Z", "a"), ("", "a"), ("\U0001f642", "\ufb03"), (Fraction(1, 3), Fraction(2, 6))]
    for rows, operation in names.items():
        for name in rows.split():
            for a, b in pairs:
                _python(rows, f"{name}({written(a)}, {written(b)})", operation(a, b))


def logic():
    names = {
        "logical_and and": lambda a, b: a and b, "logical_or or": lambda a, b: a or b, "logical_xor xor": lambda a, b: a != b,
        "implies": lambda a, b: not a or b, "iff": lambda a, b: a == b,
    }
    for rows, operation in names.items():
        for a, b in itertools.product([False, True], repeat=2):
            x, y = written(a), written(b)
            for name in rows.split():
                call = f"({x} {name} {y})" if name in ("and", "or") else f"{name}({x}, {y})"
                _python(rows, call, operation(a, b))
    for a in [False, True]:
        _python("logical_not not", f"logical_not({written(a)})", not a)
        _python("logical_not not", f"(not {written(a)})", not a)


def counting():
    for n in [0, 1, 5, 30, 100]:
        _python("factorial", f"factorial({n})", math.factorial(n))
    for n, k in [(60, 23), (5, 0), (7, 7), (3, 5), (200, 100)]:
        for name in ["binomial", "choose"]:
            _python("binomial choose", f"{name}({n}, {k})", math.comb(n, k))
        _python("permutation", f"permutation({n}, {k})", math.perm(n, k))
    for a, b in [(8400000000000000000000, 36), (-12, 18), (0, 5), (17, 4)]:
        _python("gcd", f"gcd({a}, {b})", math.gcd(a, b))
        _python("lcm", f"lcm({a}, {b})", math.lcm(a, b))


def fractions():
    pairs = [(1, 2, 1, 3), (-7, 6, 3, 4), (22, 7, 22, 7), (10**20 + 1, 3, -5, 10**18)]
    for p, q, r, s in pairs:
        x, y = Fraction(p, q), Fraction(r, s)
        u, v = f"rational({p}, {q})", f"rational({r}, {s})"
        both = {
            "rational_add": x + y, "rational_sub": x - y, "rational_mul": x * y, "rational_div": x / y, "rational_lt": x < y,
            "rational_le": x <= y, "rational_gt": x > y, "rational_ge": x >= y, "min_rational": min(x, y),
            "max_rational": max(x, y), "midpoint": (x + y) / 2,
        }
        for name, value in both.items():
            case("fractions", "Python", name, f"{name}({u}, {v})", value)
        one = {
            "neg_rational": -x, "rational_inv": 1 / x, "abs_rational": abs(x), "numer": x.numerator, "denom": x.denominator,
            "sign_rational": (x > 0) - (x < 0),
        }
        for name, value in one.items():
            case("fractions", "Python", name, f"{name}({u})", value)
        for name in ["rational", "Rational"]:
            case("fractions", "Python", "rational Rational", f"{name}({6 * p}, {-6 * q}) + {v}", y - x)
    for name in ["int_to_rational", "nat_to_rational"]:
        case("fractions", "Python", name, f"{name}({large})", Fraction(large))
        case("fractions", "Python", name, f"{name}(6) / {name}(4)", Fraction(3, 2))
