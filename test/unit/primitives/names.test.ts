/** Every name of language.md §10 and §11 is in the table, and takes the number of arguments written there. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { table } from "../../support/rows.ts";

/** Names by the numbers of arguments they take: "2", or "1-3", or "2+". */
const names: Readonly<Record<string, readonly [arity: string, names: string][]>> = {
  Output: [["1", "out show print"]],
  Arithmetic: [
    ["2", "plus minus times mul divide div mod fmod remainder power pow min max hypot"],
    ["1", "negate sqrt abs fabs floor ceil ceiling round trunc truncate frac fract sign signum"],
  ],
  "Comparison and logic": [
    ["2", "equals eq neq less_than lt leq le less_or_equal greater_than gt geq ge greater_or_equal"],
    ["2", "logical_and and logical_or or"],
    ["1", "logical_not not"],
  ],
  "Elementary functions": [
    ["1", "sin cos tan asin arcsin acos arccos atan arctan sinh cosh tanh asinh arcsinh acosh arccosh"],
    ["1", "atanh arctanh radians deg_to_rad exp exp2 ln log log10 log2"],
    ["2", "atan2 arctan2"],
    ["0", "pi e tau"],
  ],
  Lists: [
    ["2", "Cons cons nth index list_nth list_map map list_filter filter list_flatmap flatmap concat_map"],
    ["2", "list_zip zip list_concat list_append append list_rotate all any vec_add"],
    ["0", "Nil nil"],
    ["1", "head car tail cdr isEmpty isNil length list_length fst first snd second list_flatten list_join"],
    ["1", "reverse sum product"],
    ["3", "list_fold foldl foldr"],
    ["2-3", "list_slice linspace"],
    ["1-2", "range random random_uniform"],
    ["1-3", "random_normal"],
    ["2+", "apply_lambda"],
    ["2", "builtin_map builtin_filter"],
    ["3", "builtin_foldl"],
  ],
  Strings: [
    ["1+", "concat format"],
    ["2", "str_eq charAt indexOf contains hasPrefix hasSuffix nthLine"],
    ["3", "substr substring replace replaceAll foldLines"],
    ["1", "strlen intToStr int_to_str fromInt intToString strToInt str_to_int toInt trim trimLeft trimRight"],
    ["1", "splitLines countLines isDigits isAlpha isAlphaNum isAscii readFile to_string str"],
  ],
  Matrices: [
    ["3", "Matrix set_row set_col"],
    [
      "1",
      "matrix eye identity diag_matrix diagonal transpose trace det size shape dims nrows ncols num_rows",
    ],
    ["1", "num_cols matrix_diag diag"],
    ["1-2", "zeros ones"],
    ["2", "assemble_matrix assemble_vector matrix_add matrix_sub multiply matmul scalar_matrix_mul mpow"],
    [
      "2",
      "matrix_pow matrix_row row matrix_col col set_diag vstack append_rows hstack append_cols append_row",
    ],
    ["2", "prepend_row append_col prepend_col"],
    ["3", "matrix_get element"],
    ["4", "set_element set"],
  ],
  "Numerical linear algebra": [
    [
      "1",
      "eigenvalues eigvals eig svd singular_values svdvals inv inverse qr cholesky chol schur schur_decomp",
    ],
    ["1", "rank matrix_rank cond condition_number det_lapack expm matrix_exp"],
    ["2", "solve linsolve"],
    ["1-2", "norm matrix_norm"],
  ],
  Control: [["4", "care riccati lqr dare riccati_discrete dlqr"]],
  "Complex numbers": [
    ["2", "complex Complex complex_add cadd complex_sub csub complex_mul cmul complex_div"],
    ["1", "conj complex_conj conjugate abs_sq complex_abs_squared re real real_part im imag imag_part"],
    ["1", "complex_inverse neg_complex abs_squared"],
  ],
  "Complex matrices": [
    ["2", "cmat_zero cmat_add cmat_sub cmat_mul cmat_scale_real cmat_solve cmat_linsolve cmat_mpow"],
    ["2", "cmat_matrix_pow builtin_cmat_mul"],
    [
      "1",
      "cmat_eye cmat_from_real as_complex cmat_from_imag as_imaginary cmat_real real_part_matrix cmat_imag",
    ],
    ["1", "imag_part_matrix cmat_conj cmat_transpose cmat_dagger cmat_adjoint cmat_trace realify complexify"],
    ["1", "cmat_eigenvalues cmat_eigvals cmat_eig cmat_svd cmat_singular_values cmat_svdvals cmat_schur"],
    [
      "1",
      "schur_complex cmat_qr cmat_inv cmat_inverse cmat_expm cmat_matrix_exp cmat_rank cmat_cond cmat_norm",
    ],
    ["1", "cmat_matrix_rank cmat_condition_number cmat_matrix_norm cmat_det cmat_determinant"],
  ],
  Tensors: [
    ["2", "ndarray_reshape"],
    ["3", "ndarray_contract ndarray_moveaxis"],
    ["1", "ndarray_flatten"],
  ],
  "Fourier, differential equations": [
    ["1", "dft fft idft ifft"],
    ["3-4", "ode45 integrate"],
  ],
  "Special functions, roots": [
    ["1", "sec csc cot factorial gamma_func digamma erf erfc cbrt expm1 log1p"],
    ["2", "binomial permutation beta nth_root dot cross"],
  ],
  "Rationals and integers": [
    ["2", "rational rational_add rational_sub rational_mul rational_div rational_lt rational_le rational_gt"],
    ["2", "rational_ge min_rational max_rational midpoint int_div int_mod int_rem gcd"],
    ["1", "neg_rational rational_inv numer denom int_to_rational nat_to_rational to_real abs_rational"],
    ["1", "sign_rational"],
  ],
  "Bit vectors": [
    [
      "2",
      "bvand bvor bvxor bvadd bvsub bvmul bvudiv bvsdiv bvurem bvshl bvlshr bvashr bvult bvule bvugt bvuge",
    ],
    ["2", "bvslt bvsle bvsgt bvsge bit"],
    ["1", "bvnot bvneg bvzero bvones bvone width"],
  ],
  "Sets and logic": [
    ["0", "empty_set"],
    ["2", "in_set insert remove union intersect difference subset implies iff"],
    ["1", "singleton complement"],
  ],
  "Regular expressions": [
    ["2", "matches re_range re_concat re_union re_intersect"],
    ["1", "re_literal re_star re_plus re_option re_complement"],
    ["3", "re_loop"],
    ["0", "re_full re_empty re_allchar"],
  ],
};

/** Names that are no rows, and why. */
const exceptions: Readonly<Record<string, string>> = {
  scan_python: "a feature of the reference's code review",
  scan_rust: "a feature of the reference's code review",
  review_intent: "a feature of the reference's code review",
  review_path: "a feature of the reference's code review",
  eval: "a call of the solver",
  reduce: "a call of the solver",
  D: "uninterpreted: calculus is the library's",
  partial: "uninterpreted: calculus is the library's",
  Dt: "uninterpreted: calculus is the library's",
  Integrate: "uninterpreted: calculus is the library's",
  DoubleIntegral: "uninterpreted: calculus is the library's",
};

/** "2" → [2, 2], "1-3" → [1, 3], "2+" → [2, ∞], of which one more than the least is tried. */
function range(arity: string): readonly [number, number] {
  const [least = "", most = least] = arity.replace("+", "").split("-");
  return [Number(least), arity.endsWith("+") ? Number(least) + 1 : Number(most)];
}

for (const [section, entries] of Object.entries(names))
  test(section, () => {
    for (const [arity, list] of entries)
      for (const name of list.split(" ")) {
        const row = table.get(name);
        assert.ok(row, `${name} is missing`);
        const [least, most] = range(arity);
        const own = row.type.arity;
        assert.ok(
          own.least <= least && most <= own.most,
          `${name} takes ${own.least} to ${own.most}, not ${arity}`,
        );
      }
  });

test("exceptions are no rows", () => {
  for (const name of Object.keys(exceptions)) assert.not(table.has(name), name);
});

test.run();
