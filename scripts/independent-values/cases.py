"""What is written: calls of built-ins with the values that something else gives, and the text of both."""
import json
import random
from fractions import Fraction

import mpmath as mp
import numpy as np

mp.mp.dps = 40

# (file, source) and the names of the rows -> the assertions.
blocks = {}
heads = {}


def case(family, source, rows, call, value):
    """`call` has this value; `rows` are the built-ins that are tested by it, by all their names in the call."""
    claim(family, source, rows, f"{call} = {written(value)}")


def near(family, source, rows, call, value, tolerance):
    """For methods that promise fewer digits than assertions compare."""
    claim(family, source, rows, f"abs({call} - ({written(value)})) < {tolerance}")


def claim(family, source, rows, condition):
    blocks.setdefault(family, {}).setdefault((source, rows), []).append(f"assert({condition})")


def head(family, text):
    """Declarations that the calls of a file need."""
    heads[family] = text


def real():
    return round(random.uniform(-3, 3), 3)


def reals(count):
    return [real() for _ in range(count)]


def entries(rows, columns):
    return [reals(columns) for _ in range(rows)]


def rows_of(matrix):
    return [[matrix[i, j] for j in range(matrix.cols)] for i in range(matrix.rows)]


def text(value):
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(escapes.get(c, c) for c in value) + '"'


def written(value):
    """A value as the language writes it, numbers to 17 digits."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(written, value)) + ")"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Fraction):
        return f"rational({value.numerator}, {value.denominator})"
    value = mp.mpmathify(value)
    if isinstance(value, mp.mpc):
        return f"complex({written(value.real)}, {written(value.imag)})"
    return mp.nstr(value, 17, min_fixed=-30, max_fixed=30)


def page(family):
    lines = ["// Calls with values that another program computed: scripts/independent-values."]
    if family in heads:
        lines.append(heads[family])
    for (source, rows), cases in blocks[family].items():
        lines.append(f"// values by {source}: {rows}")
        lines.append(f'example "{rows.split()[0]} beside {source}" {{')
        lines += [f"    {line}" for line in cases]
        lines.append("}")
    return "\n".join(lines) + "\n"


def listed(value):
    """A literal of the language for numbers that are exact as they stand."""
    return json.dumps(value)
