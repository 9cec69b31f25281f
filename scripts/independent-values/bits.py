"""Bit vectors by Python's integers; division by zero as SMT-LIB 2.6 (FixedSizeBitVectors) has it."""
from cases import case

family = "bit-vectors"
cases_of = [(8, 200, 7), (8, 7, 200), (8, 255, 0), (8, 128, 255), (1, 1, 1), (70, 2**69 + 12345, 3), (4, 9, 3), (5, 30, 9)]


def _python(rows, call, value):
    case(family, "Python", rows, call, value)


def _signed(width, x):
    return x - (1 << width) if x >> (width - 1) else x


def _quotient(width, x, y):
    a, b = _signed(width, x), _signed(width, y)
    if b == 0:
        return -1 if a >= 0 else 1
    size = abs(a) // abs(b)
    return size if (a < 0) == (b < 0) else -size


def operations():
    for n, x, y in cases_of:
        top = (1 << n) - 1
        a, b = _signed(n, x), _signed(n, y)
        u, v = f"bitvec({n}, {x})", f"bitvec({n}, {y})"
        both = {
            "bvand": x & y, "bvor": x | y, "bvxor": x ^ y, "bvadd": x + y, "bvsub": x - y, "bvmul": x * y,
            "bvudiv": x // y if y else top, "bvurem": x % y if y else x, "bvsdiv": _quotient(n, x, y),
            "bvshl": x << y if y < n else 0, "bvlshr": x >> y, "bvashr": a >> y,
        }
        for name, value in both.items():
            _python(name, f"bv_to_int({name}({u}, {v}))", value & top)
        compared = {
            "bvult": x < y, "bvule": x <= y, "bvugt": x > y, "bvuge": x >= y,
            "bvslt": a < b, "bvsle": a <= b, "bvsgt": a > b, "bvsge": a >= b,
        }
        for name, value in compared.items():
            _python(name, f"{name}({u}, {v})", value)
        _python("bvnot", f"bv_to_int(bvnot({u}))", ~x & top)
        _python("bvneg", f"bv_to_int(bvneg({u}))", -x & top)
        for name in ["bv_to_int", "bv_to_nat"]:
            _python("bv_to_int bv_to_nat bitvec", f"{name}(bitvec({n}, {x - (1 << n)}))", x)
        _python("bv_to_signed", f"bv_to_signed({u})", a)
        _python("width", f"width({u})", n)
        for k in {0, 1 % n, n - 1}:
            _python("bit", f"bit({u}, {k})", bool(x >> k & 1))
    for n in [1, 8, 70]:
        _python("bvzero", f"bv_to_int(bvzero({n}))", 0)
        _python("bvones", f"bv_to_int(bvones({n}))", (1 << n) - 1)
        _python("bvone", f"bv_to_int(bvone({n}))", 1)

