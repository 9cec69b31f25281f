"""Complex matrices by numpy's and scipy's own complex arithmetic; pairs [A, B] stand for A + iB."""
import numpy as np
import scipy.linalg as sla
from cases import case, claim, entries, listed, written

family = "complex-matrices"


def _numpy(rows, call, value, source="numpy"):
    case(family, source, rows, call, value)


def _drawn(m, n):
    return np.array(entries(m, n)) + 1j * np.array(entries(m, n))


def _pair(z):
    return f"[{listed(z.real.tolist())}, {listed(z.imag.tolist())}]"



def _case(rows, call, z):
    claim(family, "numpy", rows, f"{call} = [{written(z.real)}, {written(z.imag)}]")


def making_and_parts():
    _case("cmat_zero", "cmat_zero(2, 3)", np.zeros((2, 3), dtype=complex))
    _case("cmat_eye", "cmat_eye(3)", np.eye(3, dtype=complex))
    a = np.array(entries(2, 3))
    z = _drawn(2, 3)
    names = {
        "cmat_from_real as_complex": (listed(a.tolist()), a + 0j),
        "cmat_from_imag as_imaginary": (listed(a.tolist()), 1j * a),
        "cmat_conj": (_pair(z), z.conj()),
        "cmat_transpose": (_pair(z), z.T),
        "cmat_dagger cmat_adjoint": (_pair(z), z.conj().T),
    }
    for rows, (argument, value) in names.items():
        for name in rows.split():
            _case(rows, f"{name}({argument})", value)
    for rows, value in {"cmat_real real_part_matrix": z.real, "cmat_imag imag_part_matrix": z.imag}.items():
        for name in rows.split():
            _numpy(rows, f"{name}({_pair(z)})", value)
    square = _drawn(2, 2)
    whole = np.block([[square.real, -square.imag], [square.imag, square.real]])
    _numpy("realify", f"realify({_pair(square)})", whole)
    _case("complexify", f"complexify({listed(whole.tolist())})", square)


def arithmetic():
    z, w, v = _drawn(3, 3), _drawn(3, 3), _drawn(3, 2)
    _case("cmat_add", f"cmat_add({_pair(z)}, {_pair(w)})", z + w)
    _case("cmat_sub", f"cmat_sub({_pair(z)}, {_pair(w)})", z - w)
    _case("cmat_mul", f"cmat_mul({_pair(z)}, {_pair(v)})", z @ v)
    _case("cmat_scale_real", f"cmat_scale_real(-2.5, {_pair(z)})", -2.5 * z)
    t = np.trace(z)
    _numpy("cmat_trace", f"cmat_trace({_pair(z)})", [t.real, t.imag])
    for name in ["cmat_norm", "cmat_matrix_norm"]:
        _numpy("cmat_norm cmat_matrix_norm", f"{name}({_pair(v)})", np.linalg.norm(v))


def functions():
    for n in [1, 3, 5]:
        z, b = _drawn(n, n), _drawn(n, 1)
        p = _pair(z)
        for name in ["cmat_inv", "cmat_inverse"]:
            _case("cmat_inv cmat_inverse", f"{name}({p})", np.linalg.inv(z))
        for name in ["cmat_expm", "cmat_matrix_exp"]:
            _case("cmat_expm cmat_matrix_exp", f"{name}({p})", sla.expm(z))
        for name in ["cmat_mpow", "cmat_matrix_pow"]:
            for k in [0, 3, -2]:
                _case("cmat_mpow cmat_matrix_pow", f"{name}({p}, {k})", np.linalg.matrix_power(z, k))
        for name in ["cmat_solve", "cmat_linsolve"]:
            _case("cmat_solve cmat_linsolve", f"{name}({p}, {_pair(b)})", np.linalg.solve(z, b))
        for name in ["cmat_det", "cmat_determinant"]:
            _numpy("cmat_det cmat_determinant", f"{name}({p})", [abs(np.linalg.det(z)), 0.0])
        for name in ["cmat_cond", "cmat_condition_number"]:
            _numpy("cmat_cond cmat_condition_number", f"{name}({p})", np.linalg.cond(z))
    u, v = _drawn(4, 2), _drawn(2, 3)
    for name in ["cmat_rank", "cmat_matrix_rank"]:
        _numpy("cmat_rank cmat_matrix_rank", f"{name}({_pair(u)})", 2)
        product = np.round(u, 1) @ np.round(v, 1)
        _numpy("cmat_rank cmat_matrix_rank", f"{name}({_pair(product)})", int(np.linalg.matrix_rank(product)))


def _twice(values):
    return np.repeat(values, 2)


def decompositions():
    z = _drawn(3, 3)
    p = _pair(z)
    whole = np.block([[z.real, -z.imag], [z.imag, z.real]])
    values = np.linalg.eigvals(z)
    both = np.concatenate([values, values.conj()])
    for rows, call in {
        "cmat_eigenvalues": f"cmat_eigenvalues({p})", "cmat_eigvals cmat_eigenvalues": f"cmat_eigvals({p})",
        "cmat_eig": f"nth(cmat_eig({p}), 0)", "cmat_schur": f"nth(cmat_schur({p}), 2)",
        "schur_complex cmat_schur": f"nth(schur_complex({p}), 2)",
    }.items():
        for k in range(1, 7):
            total = complex(np.sum(both**k))
            size = float(np.sum(np.abs(both) ** k))
            claim(family, "numpy", rows, f"abs(sum(list_map(λ z . z^{k}, {call})) - {written(total)}) < {1e-12 * size:.3g}")
    s = np.linalg.svd(z, compute_uv=False)
    for name in ["cmat_singular_values", "cmat_svdvals"]:
        _numpy("cmat_singular_values cmat_svdvals", f"{name}({p})", _twice(s))
    _numpy("cmat_svd", f"nth(cmat_svd({p}), 1)", _twice(s))
    product = f"nth(cmat_svd({p}), 0) * diag_matrix(nth(cmat_svd({p}), 1)) * nth(cmat_svd({p}), 2)"
    _numpy("cmat_svd", product, whole)
    q, r = np.linalg.qr(whole)
    _numpy("cmat_qr", f"nth(cmat_qr({p}), 0)", q)
    _numpy("cmat_qr", f"nth(cmat_qr({p}), 1)", r)
    u = f"nth(cmat_schur({p}), 0)"
    _numpy("cmat_schur", f"{u} * nth(cmat_schur({p}), 1) * transpose({u})", whole)
    # M·v = λ·v for each pair, and numpy's M.
    residual = f"list_map(λ e . abs(dot({listed(whole[0].tolist())}, snd(e)) - fst(e) * snd(e)[0]), list_zip(nth(cmat_eig({p}), 0), nth(cmat_eig({p}), 1)))"
    _numpy("cmat_eig", residual, np.zeros(6))
