"""Tensors by numpy, fields by scipy.ndimage, sparse matrices by scipy.sparse."""
import numpy as np
import scipy.ndimage
import scipy.sparse
from cases import case, claim, entries, head, listed, reals, written


def tensors():
    shape = [2, 3, 4]
    xs = list(range(24))
    t = np.reshape(xs, shape)
    given = f"NDArray({shape}, {xs})"
    case("tensors", "numpy", "NDArray ndarray_flatten", f"ndarray_flatten({given})", t.ravel())
    case("tensors", "numpy", "ndarray_reshape", f"ndarray_flatten(ndarray_reshape({xs}, [4, 6]))", t.reshape(4, 6).ravel())
    claim("tensors", "numpy", "ndarray_reshape", f"ndarray_reshape({xs}, {shape}) = {given}")
    for source in range(3):
        for target in range(3):
            moved = np.moveaxis(t, source, target)
            value = f"NDArray({list(moved.shape)}, {moved.ravel().tolist()})"
            claim("tensors", "numpy", "ndarray_moveaxis", f"ndarray_moveaxis({given}, {source}, {target}) = {value}")
    for axis, size in enumerate(shape):
        m = np.array(entries(2, size))
        out = np.moveaxis(np.tensordot(m, t, axes=(1, axis)), 0, axis)
        call = f"ndarray_flatten(ndarray_contract({given}, {listed(m.tolist())}, {axis}))"
        case("tensors", "numpy", "ndarray_contract", call, out.ravel())


def fields():
    for shape in [[7], [3, 4], [2, 3, 4]]:
        xs = reals(int(np.prod(shape)))
        u = np.reshape(xs, shape)
        given = f"Field({shape}, {listed(xs)})"
        case("fields", "numpy", "Field field_values", f"field_values({given})", u.ravel())
        case("fields", "numpy", "field_sizes", f"field_sizes({given})", shape)
        case("fields", "numpy", "field_map", f"field_values(field_map(λ x . x * x - 1, {given}))", (u * u - 1).ravel())
        beyond = scipy.ndimage.laplace(u, mode="constant", cval=0.0)
        for name in ["laplacian", "apply_laplacian"]:
            case("fields", "scipy", "laplacian apply_laplacian", f"field_values({name}({given}))", beyond.ravel())
        around = scipy.ndimage.laplace(u, mode="wrap")
        case("fields", "scipy", "laplacian_periodic", f"field_values(laplacian_periodic({given}))", around.ravel())


def sparse_matrices():
    head("sparse", "data SparseMatrix(m : Nat, n : Nat) = Sparse(entries : List((Nat, Nat, ℝ)))")
    places = [(3, 1, 2.5), (0, 0, 1.5), (1, 2, -4.0), (3, 1, 0.25), (0, 3, 7.0)]
    rows, columns, values = zip(*places)
    a = scipy.sparse.coo_matrix((values, (rows, columns)), shape=(4, 4)).tocsr()
    a.sum_duplicates()
    head(
        "sparse",
        "data SparseMatrix(m : Nat, n : Nat) = Sparse(entries : List((Nat, Nat, ℝ)))\n"
        f"define A : SparseMatrix(4, 4) = Sparse({written(places)})",
    )
    case("sparse", "scipy", "to_dense", "to_dense(A)", a.toarray())
    case("sparse", "scipy", "to_dense", "to_dense(A * A)", (a @ a).toarray())
    case("sparse", "scipy", "to_dense", "to_dense(transpose(A) + 2 * A)", (a.T + 2 * a).toarray())
    case("sparse", "scipy", "to_dense", "A * [1, -2, 3, 0.5]", a @ np.array([1, -2, 3, 0.5]))
    coordinates = a.tocoo()
    found = sorted(zip(coordinates.row.tolist(), coordinates.col.tolist(), coordinates.data.tolist()))
    case("sparse", "scipy", "triplets", "triplets(A)", found)
    case("sparse", "scipy", "triplets", f"triplets({listed(a.toarray().tolist())})", found)
    case("sparse", "scipy", "nnz", "nnz(A)", int(a.nnz))
    case("sparse", "scipy", "nnz", f"nnz({listed(a.toarray().tolist())})", int(a.nnz))
