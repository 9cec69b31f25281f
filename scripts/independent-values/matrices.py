"""Products, parts and shapes of matrices: by numpy, whole numbers exactly by Python's integers."""
import numpy as np
from cases import case, entries, listed, reals

family = "matrices"


def _numpy(rows, call, value):
    case(family, "numpy", rows, call, value)


def vectors():
    for n in [1, 3, 8]:
        x, y = reals(n), reals(n)
        for name in ["dot", "inner"]:
            _numpy("dot inner", f"{name}({listed(x)}, {listed(y)})", np.dot(x, y))
        for name in ["norm", "matrix_norm"]:
            _numpy("norm matrix_norm", f"{name}({listed(x)})", np.linalg.norm(x))
        _numpy("vec_add", f"vec_add({listed(x)}, {listed(y)})", np.add(x, y))
    x, y = reals(3), reals(3)
    _numpy("cross", f"cross({listed(x)}, {listed(y)})", np.cross(x, y))
    a = entries(3, 5)
    for name in ["norm", "matrix_norm"]:
        _numpy("norm matrix_norm", f"{name}({listed(a)})", np.linalg.norm(a))
        _numpy("norm matrix_norm", f'{name}({listed(a)}, "fro")', np.linalg.norm(a))
        _numpy("norm matrix_norm", f'{name}({listed(a)}, "1")', np.abs(a).sum())
        _numpy("norm matrix_norm", f'{name}({listed(a)}, "inf")', np.abs(a).max())


def making():
    xs = [1, 2, 3, 4, 5, 6]
    for name in ["Matrix", "PMatrix", "VMatrix", "BMatrix"]:
        _numpy("Matrix PMatrix VMatrix BMatrix", f"{name}(2, 3, {listed(xs)})", np.reshape(xs, (2, 3)))
    _numpy("Vector", "Vector(4, [9, 8, 7, 6])", np.array([9, 8, 7, 6]))
    _numpy("matrix", "matrix([[1, 2, 3], [4, 5, 6]])", np.reshape(xs, (2, 3)))
    for name in ["eye", "identity"]:
        _numpy("eye identity", f"{name}(3)", np.eye(3, dtype=int))
    for name in ["zeros", "ones"]:
        _numpy(name, f"{name}(2, 3)", getattr(np, name)((2, 3), dtype=int))
        _numpy(name, f"{name}(2)", getattr(np, name)((2, 2), dtype=int))
    for name in ["diag_matrix", "diagonal"]:
        _numpy("diag_matrix diagonal", f"{name}([4, -5, 6])", np.diag([4, -5, 6]))


def products():
    a, b, c, m = entries(3, 4), entries(4, 2), entries(3, 2), entries(3, 4)
    x, y, z, w = map(listed, (a, b, c, m))
    p, q, r = np.array(a), np.array(b), np.array(c)
    v = reals(4)
    _numpy("matrix_add", f"matrix_add({x}, {w})", p + np.array(m))
    _numpy("matrix_sub", f"matrix_sub({x}, {w})", p - np.array(m))
    for name in ["multiply", "matmul"]:
        _numpy("multiply matmul", f"{name}({x}, {y})", p @ q)
        _numpy("multiply matmul", f"{name}({x}, {listed(v)})", p @ np.array(v))
    _numpy("times", f"Matrix(3, 4, {listed(sum(a, []))}) * Matrix(4, 2, {listed(sum(b, []))})", p @ q)
    _numpy("scalar_matrix_mul", f"scalar_matrix_mul(2.5, {x})", 2.5 * p)
    _numpy("multiply_add", f"multiply_add({x}, {y}, {z})", p @ q + r)
    _numpy("multiply_subtract", f"multiply_subtract({x}, {y}, {z})", p @ q - r)
    _numpy("negated_multiply_add", f"negated_multiply_add({x}, {y}, {z})", r - p @ q)
    _numpy("scaled_product", f"scaled_product(1.75, {x}, {y})", 1.75 * (p @ q))
    _numpy("scale_rows", f"scale_rows([2, -3, 0.5], {x})", np.diag([2, -3, 0.5]) @ p)
    _numpy("scale_columns", f"scale_columns({x}, [2, -3, 0.5, 7])", p @ np.diag([2, -3, 0.5, 7]))
    _numpy("trace_product", f"trace_product({x}, {listed(p.T.tolist())})", np.trace(p @ p.T))
    square = entries(5, 5)
    _numpy("trace", f"trace({listed(square)})", np.trace(square))
    for name in ["mpow", "matrix_pow"]:
        for k in [0, 1, 5, -2]:
            _numpy("mpow matrix_pow", f"{name}({listed(square)}, {k})", np.linalg.matrix_power(np.array(square), k))
    for n in [1, 2, 3, 4, 7]:
        whole = [[round(entry) for entry in row] for row in entries(n, n)]
        for name in ["det", "det_lapack"]:
            value = round(np.linalg.det(np.array(whole, dtype=float)))
            _numpy("det det_lapack", f"{name}({listed(whole)})", value)
            small = entries(n, n)
            _numpy("det det_lapack", f"{name}({listed(small)})", np.linalg.det(small))


def parts():
    a = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
    x, p = listed(a), np.array(a)
    _numpy("transpose", f"transpose({x})", p.T)
    for name in ["dagger", "adjoint"]:
        _numpy("dagger adjoint", f"{name}({x})", p.T)
        conjugate = "Matrix(1, 2, [complex(1, 2), complex(3, -4)])"
        _numpy("dagger adjoint", f"{name}({conjugate})", np.array([[1 + 2j, 3 - 4j]]).conj().T)
    for name in ["size", "shape", "dims"]:
        _numpy("size shape dims", f"{name}({x})", list(p.shape))
    for name in ["nrows", "num_rows"]:
        _numpy("nrows num_rows", f"{name}({x})", p.shape[0])
    for name in ["ncols", "num_cols"]:
        _numpy("ncols num_cols", f"{name}({x})", p.shape[1])
    for name in ["matrix_get", "element"]:
        _numpy("matrix_get element", f"{name}({x}, 2, 1)", p[2, 1])
    for name in ["matrix_row", "row"]:
        _numpy("matrix_row row", f"{name}({x}, 1)", p[1])
    for name in ["matrix_col", "col"]:
        _numpy("matrix_col col", f"{name}({x}, 3)", p[:, 3])
    for name in ["matrix_diag", "diag"]:
        _numpy("matrix_diag diag", f"{name}({listed(p[:, :3].tolist())})", np.diag(p[:, :3]))


def _changed(p, change):
    out = p.copy()
    change(out)
    return out


def changing():
    a = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    x, p = listed(a), np.array(a)

    def put(where, value):
        def change(out):
            out[where] = value

        return _changed(p, change)

    for name in ["set_element", "set"]:
        _numpy("set_element set", f"{name}({x}, 2, 0, -1)", put((2, 0), -1))
    _numpy("set_row", f"set_row({x}, 1, [0, -1, -2])", put(1, [0, -1, -2]))
    _numpy("set_col", f"set_col({x}, 1, [0, -1, -2])", put((slice(None), 1), [0, -1, -2]))
    _numpy("set_diag", f"set_diag({x}, [0, -1, -2])", _changed(p, lambda out: np.fill_diagonal(out, [0, -1, -2])))
    for name in ["vstack", "append_rows"]:
        _numpy("vstack append_rows", f"{name}({x}, [[0, 0, 1]])", np.vstack([p, [[0, 0, 1]]]))
    for name in ["hstack", "append_cols"]:
        _numpy("hstack append_cols", f"{name}({x}, [[4], [5], [6]])", np.hstack([p, [[4], [5], [6]]]))
    _numpy("append_row", f"append_row({x}, [4, 5, 6])", np.vstack([p, [4, 5, 6]]))
    _numpy("prepend_row", f"prepend_row([4, 5, 6], {x})", np.vstack([[4, 5, 6], p]))
    _numpy("append_col", f"append_col({x}, [4, 5, 6])", np.column_stack([p, [4, 5, 6]]))
    _numpy("prepend_col", f"prepend_col([4, 5, 6], {x})", np.column_stack([[4, 5, 6], p]))


def assembling():
    places = [(0, 0, 1.5), (1, 2, 2.0), (1, 2, 0.25), (2, 1, -4.0), (0, 0, 1.0)]
    whole, vector = np.zeros((3, 3)), np.zeros(4)
    for i, j, value in places:
        np.add.at(whole, (i, j), value)
        np.add.at(vector, i, value)
    _numpy("assemble_matrix", f"assemble_matrix(3, {listed([list(p) for p in places])})", whole)
    _numpy("assemble_vector", f"assemble_vector(4, {listed([[p[0], p[2]] for p in places])})", vector)
