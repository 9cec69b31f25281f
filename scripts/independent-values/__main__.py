"""Writes test/numerics/independent/*.kleis: calls of built-ins, with values that other programs compute.

    python3 scripts/independent-values          (Python 3 with mpmath, numpy and scipy)
"""
import pathlib
import random

import bits
import complex_matrices
import control
import factors
import functions
import grids
import lists
import matrices
import scalars
import sets_and_maps
import texts
from cases import blocks, page

folder = pathlib.Path(__file__).resolve().parents[2] / "test/numerics/independent"
families = [scalars, functions, lists, texts, sets_and_maps, bits, matrices, factors, complex_matrices, control, grids]
for module in families:
    random.seed(module.__name__)
    for name, write in list(vars(module).items()):
        if callable(write) and getattr(write, "__module__", "") == module.__name__ and not name.startswith("_"):
            write()
for family in blocks:
    (folder / f"{family}.kleis").write_text(page(family))
