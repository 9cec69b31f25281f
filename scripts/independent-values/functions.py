"""Elementary and special functions by mpmath in 40 digits, complex numbers, transforms and sequences."""
import math

import mpmath as mp
import numpy as np
import scipy.special as special
from cases import case, claim, listed, reals, written

family = "functions"


def _close(rows, call, value, source="mpmath", tolerance="1e-15"):
    """To the last places, however small the value is."""
    claim(family, source, rows, f"abs({call} / {written(value)} - 1) <= {tolerance}")


def one_argument():
    everywhere = {
        "sin": mp.sin, "cos": mp.cos, "tan": mp.tan, "atan arctan": mp.atan, "sinh": mp.sinh, "cosh": mp.cosh,
        "tanh": mp.tanh, "asinh arcsinh": mp.asinh, "exp": mp.exp, "expm1": mp.expm1, "exp2": lambda t: mp.power(2, t),
        "erf": mp.erf, "erfc": mp.erfc, "sec": mp.sec, "csc": mp.csc, "cot": mp.cot, "radians deg_to_rad": mp.radians,
        "degrees rad_to_deg": mp.degrees, "gamma_func": mp.gamma, "digamma": mp.digamma,
        "lgamma": lambda t: mp.ln(abs(mp.gamma(t))), "cbrt": lambda t: mp.sign(t) * mp.cbrt(abs(t)),
    }
    for names, function in everywhere.items():
        for name in names.split():
            for x in ["0.3", "1.7", "-2.2", "5.5", "-0.00001", "19.75"]:
                _close(names, f"{name}({x})", function(mp.mpf(float(x))))
    positive = {
        "ln log": mp.ln, "log10": mp.log10, "log2": lambda t: mp.log(t, 2), "sqrt": mp.sqrt, "log1p": mp.log1p,
    }
    for names, function in positive.items():
        for name in names.split():
            for x in ["0.3", "1.7", "20.5", "123456789.25"]:
                _close(names, f"{name}({x})", function(mp.mpf(float(x))))
    for names in ["asin arcsin", "acos arccos", "atanh arctanh"]:
        for name in names.split():
            for x in ["-0.9", "0.2", "0.77"]:
                _close(names, f"{name}({x})", getattr(mp, names.split()[0])(mp.mpf(float(x))))
    for name in ["acosh", "arccosh"]:
        for x in ["1.25", "2.7", "1e10"]:
            _close("acosh arccosh", f"{name}({x})", mp.acosh(mp.mpf(float(x))))


def several_arguments():
    for y, x in [("-1.5", "-2.5"), ("0.25", "-3"), ("2", "0.5")]:
        for name in ["atan2", "arctan2"]:
            _close("atan2 arctan2", f"{name}({y}, {x})", mp.atan2(mp.mpf(y), mp.mpf(x)))
        _close("hypot", f"hypot({y}, {x})", mp.hypot(mp.mpf(y), mp.mpf(x)))
    for x, n in [("0.3", 3), ("20.5", 7), ("-1.7", 5), ("1e-8", 4)]:
        value = mp.mpf(float(x))
        _close("nth_root", f"nth_root({x}, {n})", mp.sign(value) * mp.root(abs(value), n))
    for x, y in [("0.3", "2.5"), ("1.7", "0.01"), ("20.5", "13.25")]:
        _close("beta", f"beta({x}, {y})", mp.beta(mp.mpf(float(x)), mp.mpf(float(y))))
    for x, y in [("0.3", "-1.3"), ("20.5", "3.75"), ("1.0000001", "1000000.5")]:
        value = mp.power(mp.mpf(float(x)), mp.mpf(float(y)))
        _close("power pow", f"power({x}, {y})", value)
        _close("power pow", f"pow({x}, {y})", value)
        _close("power pow", f"{x} ^ {y}", value)
    for name, value in {"pi": mp.pi, "e": mp.e, "tau": 2 * mp.pi}.items():
        case(family, "mpmath", name, f"{name}()", +value)


def by_scipy():
    names = "erf erfc gamma_func lgamma digamma"
    by = dict(erf=special.erf, erfc=special.erfc, gamma_func=special.gamma, lgamma=special.gammaln, digamma=special.psi)
    for x in [0.125, 2.5, 17.75, -0.6]:
        for name, function in by.items():
            _close(names, f"{name}({x})", function(x), "scipy", "1e-13")


def complex_numbers():
    pairs = [("1.5", "-2", "-0.3", "0.8"), ("-0.25", "3", "2", "0.125"), ("0", "-1", "-4", "-0.5")]
    for a, b, c, d in pairs:
        z, w = mp.mpc(float(a), float(b)), mp.mpc(float(c), float(d))
        u, v = f"complex({a}, {b})", f"complex({c}, {d})"
        values = {
            "complex Complex": {f"complex({a}, {b})": z, f"Complex({a}, {b})": z},
            "complex_add cadd": {f"complex_add({u}, {v})": z + w, f"cadd({u}, {v})": z + w, f"{u} + {v}": z + w},
            "complex_sub csub": {f"complex_sub({u}, {v})": z - w, f"csub({u}, {v})": z - w, f"{u} - {v}": z - w},
            "complex_mul cmul": {f"complex_mul({u}, {v})": z * w, f"cmul({u}, {v})": z * w, f"{u} * {v}": z * w},
            "complex_div": {f"complex_div({u}, {v})": z / w, f"{u} / {v}": z / w},
            "complex_inverse": {f"complex_inverse({u})": 1 / z},
            "neg_complex": {f"neg_complex({u})": -z},
            "conj complex_conj conjugate": {f"{name}({u})": mp.conj(z) for name in ["conj", "complex_conj", "conjugate"]},
            "abs_sq complex_abs_squared abs_squared": {
                f"{name}({u})": z.real**2 + z.imag**2 for name in ["abs_sq", "complex_abs_squared", "abs_squared"]
            },
            "re real real_part": {f"{name}({u})": z.real for name in ["re", "real", "real_part"]},
            "im imag imag_part": {f"{name}({u})": z.imag for name in ["im", "imag", "imag_part"]},
            "arg phase": {f"{name}({u})": mp.arg(z) for name in ["arg", "phase"]},
            "abs": {f"abs({u})": abs(z)},
            "exp": {f"exp({u})": mp.exp(z)},
            "sqrt": {f"sqrt({u})": mp.sqrt(z)},
            "sin cos": {f"sin({u})": mp.sin(z), f"cos({u})": mp.cos(z)},
            "ln": {f"ln({u})": mp.ln(z)},
            "power": {f"{u}^3": z**3, f"power({u}, {v})": mp.power(z, w)},
        }
        for rows, cases in values.items():
            for call, value in cases.items():
                case("complex-numbers", "mpmath", rows, call, value)


def _transform(xs, sign, scale=1):
    turn = lambda j, k: mp.expj(sign * 2 * mp.pi * j * k / len(xs))
    return [scale * mp.fsum(mp.mpmathify(x) * turn(j, k) for j, x in enumerate(xs)) for k in range(len(xs))]


def _whole(values):
    return [mp.mpc(mp.chop(v.real, 1e-30), mp.chop(v.imag, 1e-30)) for v in values]


def transforms():
    for count in [1, 5, 6, 8, 17]:
        xs = reals(count)
        for name in ["fft", "dft"]:
            case("transforms", "mpmath", name, f"{name}({listed(xs)})", _whole(_transform(xs, -1)))
        for name in ["ifft", "idft"]:
            value = _whole(_transform(xs, 1, mp.mpf(1) / count))
            case("transforms", "mpmath", name, f"{name}({listed(xs)})", value)
    xs, ys = reals(30), reals(30)
    both = "[" + ", ".join(f"complex({x}, {y})" for x, y in zip(xs, ys)) + "]"
    z = np.array(xs) + 1j * np.array(ys)
    for name in ["fft", "dft"]:
        case("transforms", "numpy", "fft dft", f"{name}({both})", np.fft.fft(z))
    for name in ["ifft", "idft"]:
        case("transforms", "numpy", "ifft idft", f"{name}({both})", np.fft.ifft(z))


def _uniform(count, seed):
    """The generator that the description of the language states."""
    drawn, state = [], seed
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        drawn.append(mp.mpf(state) / 2**32)
    return drawn


def _normal(count, seed, scale):
    given, drawn = [max(u, mp.mpf("1e-10")) for u in _uniform(count + 1, seed)], []
    for u, v in zip(given[::2], given[1::2]):
        radius = scale * mp.sqrt(-2 * mp.ln(u))
        drawn += [radius * mp.cos(2 * mp.pi * v), radius * mp.sin(2 * mp.pi * v)]
    return drawn[:count]


def sequences():
    for name in ["random", "random_uniform"]:
        case("transforms", "mpmath", "random random_uniform", f"{name}(5)", _uniform(5, 42))
        case("transforms", "mpmath", "random random_uniform", f"{name}(3, 7)", _uniform(3, 7))
    case("transforms", "mpmath", "random_normal", "random_normal(4)", _normal(4, 42, 1))
    case("transforms", "mpmath", "random_normal", "random_normal(3, 7, 2)", _normal(3, 7, 2))
    for a, b, n in [(0, 1, 5), (-2.5, 3, 7), (4, 1, 4)]:
        case("transforms", "numpy", "linspace", f"linspace({a}, {b}, {n})", np.linspace(a, b, n))
    case("transforms", "numpy", "linspace", "linspace(-1, 2)", np.linspace(-1, 2))
    assert math.isclose(float(_uniform(1, 42)[0]), 0.2523451747838408)
