"""
Systems, inverses, exponentials, factors and spectra: by mpmath in 40 digits and by numpy. Where factors are given but for signs,
what does not depend on them is compared: moduli, products, symmetric functions of eigenvalues in any order.
"""
import mpmath as mp
import numpy as np
import scipy.linalg as sla
from cases import case, claim, entries, listed, rows_of, written

family = "linear-algebra"


def _numpy(rows, call, value):
    case(family, "numpy", rows, call, value)


def systems():
    for n in [1, 3, 6]:
        a, b = entries(n, n), entries(n, 2)
        x, p, right = listed(a), mp.matrix(a), mp.matrix([row[:1] for row in b])
        vector = listed([row[0] for row in b])
        for name in ["solve", "linsolve"]:
            case(family, "mpmath", "solve linsolve", f"{name}({x}, {vector})", list(mp.lu_solve(p, right)))
            if n > 1:
                _numpy("solve linsolve", f"{name}({x}, Matrix({n}, 2, {listed(sum(b, []))}))", np.linalg.solve(a, b))
        for name in ["inv", "inverse"]:
            case(family, "mpmath", "inv inverse", f"{name}({x})", rows_of(p**-1))
        for name in ["expm", "matrix_exp"]:
            case(family, "mpmath", "expm matrix_exp", f"{name}({x})", rows_of(mp.expm(p, method="pade")))
    _numpy("expm matrix_exp", "expm([[0, 20], [-20, 0]])", sla.expm(np.array([[0.0, 20], [-20, 0]])))


def factors():
    a = entries(4, 3)
    x = listed(a)
    q, r = np.linalg.qr(np.array(a))
    _numpy("qr", f"nth(qr({x}), 0)", q)
    _numpy("qr", f"nth(qr({x}), 1)", r)
    half = np.array(entries(4, 4))
    definite = half @ half.T + np.eye(4)
    for name in ["cholesky", "chol"]:
        _numpy("cholesky chol", f"{name}({listed(definite.tolist())})", np.linalg.cholesky(definite))
    square = entries(4, 4)
    u, s, vt = np.linalg.svd(square)
    given = f"svd({listed(square)})"
    rows = lambda call: f"list_map(λ k . list_map(λ j . abs({call}[k, j]), range(4)), range(4))"
    _numpy("svd", rows(f"nth({given}, 0)"), np.abs(u))
    _numpy("svd", f"nth({given}, 1)", s)
    _numpy("svd", rows(f"nth({given}, 2)"), np.abs(vt))
    for b in [a, square, entries(2, 5)]:
        for name in ["singular_values", "svdvals"]:
            _numpy("singular_values svdvals", f"{name}({listed(b)})", np.linalg.svd(b, compute_uv=False))
        for name in ["cond", "condition_number"]:
            _numpy("cond condition_number", f"{name}({listed(b)})", np.linalg.cond(b))
    deficient = np.outer([1, 2, 3, 4], [1, -1, 2]) + np.outer([0, 1, 0, 1], [2, 0, 1])
    for b in [square, deficient.tolist(), [[0, 0], [0, 0]], [[1, 2, 3], [2, 4, 6]]]:
        for name in ["rank", "matrix_rank"]:
            _numpy("rank matrix_rank", f"{name}({listed(b)})", int(np.linalg.matrix_rank(b)))


def _power_sums(rows, call, values):
    """Σλᵏ for k = 1 … 4 decide four eigenvalues, in any order."""
    for k in range(1, len(values) + 1):
        total = complex(np.sum(np.asarray(values) ** k))
        claim(family, "numpy", rows, f"abs(sum(list_map(λ z . z^{k}, {call})) - {written(total)}) < 1e-10")


def spectra():
    for a in [entries(4, 4), [[0, 1, 0], [0, 0, 1], [1, 0, 0]], entries(2, 2)]:
        x = listed(a)
        values, vectors = np.linalg.eig(np.array(a, dtype=float))
        for name in ["eigenvalues", "eigvals"]:
            _power_sums("eigenvalues eigvals", f"{name}({x})", values)
        for name in ["schur", "schur_decomp"]:
            _power_sums("schur schur_decomp", f"nth({name}({x}), 2)", values)
            product = f"nth({name}({x}), 0) * nth({name}({x}), 1) * transpose(nth({name}({x}), 0))"
            _numpy("schur schur_decomp", product, np.array(a, dtype=float))
            one = f"nth({name}({x}), 0) * transpose(nth({name}({x}), 0))"
            _numpy("schur schur_decomp", one, np.eye(len(a)))
        _power_sums("eig", f"nth(eig({x}), 0)", values)
        # Σ λₖ²·|vₖᵢ|² for each i: independent of the order and of the vectors' phases.
        for i in range(len(a)):
            value = complex(np.sum(values**2 * np.abs(vectors[i]) ** 2))
            pairs = f"list_zip(nth(eig({x}), 0), nth(eig({x}), 1))"
            claim(family, "numpy", "eig", f"abs(sum(list_map(λ p . fst(p)^2 * abs(snd(p)[{i}])^2, {pairs})) - {written(value)}) < 1e-10")
    half = np.array(entries(4, 4))
    symmetric = (half + half.T).tolist()
    x = listed(symmetric)
    values, vectors = np.linalg.eigh(symmetric)
    for name in ["symmetric_eigenvalues", "eigvalsh"]:
        _numpy("symmetric_eigenvalues eigvalsh", f"{name}({x})", values)
    for name in ["eigh", "symmetric_eigen"]:
        _numpy("eigh symmetric_eigen", f"nth({name}({x}), 0)", values)
        moduli = f"list_map(λ i . list_map(λ j . abs(nth({name}({x}), 1)[i, j]), range(4)), range(4))"
        _numpy("eigh symmetric_eigen", moduli, np.abs(vectors))
