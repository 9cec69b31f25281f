//! qr_fixed_f64: orthonormal columns times an upper triangular matrix, of doubles of known small sizes.
//!
//! Version     1
//! Parameters  (a, q, r, cancel): a (m × n) = q (m × k) · r (k × n), k = min(m, n), row-major and contiguous
//! Requires    8-byte alignment; q and r overlap nothing
//! Error       ‖a − q·r‖ ≤ 4·l·u·‖a‖ and ‖transpose(q)·q − 1‖ ≤ 4·l·u·√l in the Frobenius norm, l the larger side, barring
//!             overflow; all entries that are not below the diagonal of r are NaN where one of a is not finite
//! Cancel      never read: sizes that take long are not for this template
//! Method      as in qr_fixed_f64.c: Householder reflections of rows that are vectors (Golub and Van Loan, §5.2.3)

const M: usize = 4; // hole m: integer 1..8
const N: usize = 4; // hole n: integer 1..8

const K: usize = if M < N { M } else { N };
const WIDTH: usize = if N > 4 {
    8
} else if N > 2 {
    4
} else {
    2
};

type Vector = [f64; WIDTH];

#[inline(always)]
fn fused(x: Vector, factor: f64, s: Vector) -> Vector {
    let mut sum = s;
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    unsafe {
        use core::arch::x86_64::*;
        use core::mem::transmute_copy;
        #[cfg(target_feature = "avx512f")]
        if WIDTH == 8 {
            return transmute_copy(&_mm512_fmadd_pd(transmute_copy(&x), _mm512_set1_pd(factor), transmute_copy(&s)));
        }
        if WIDTH >= 4 {
            for l in 0..WIDTH / 4 {
                let (from, to) = (x.as_ptr().add(4 * l), sum.as_mut_ptr().add(4 * l));
                _mm256_storeu_pd(to, _mm256_fmadd_pd(_mm256_loadu_pd(from), _mm256_set1_pd(factor), _mm256_loadu_pd(to)));
            }
            return sum;
        }
    }
    for l in 0..WIDTH {
        sum[l] += x[l] * factor;
    }
    sum
}

#[inline(always)]
fn times(x: Vector, factor: f64) -> Vector {
    let mut product = x;
    for l in 0..WIDTH {
        product[l] *= factor;
    }
    product
}

#[inline(always)]
fn modulus(x: f64) -> f64 {
    f64::from_bits(x.to_bits() << 1 >> 1)
}

/// The root of a number that is not negative.
#[inline(always)]
fn root(x: f64) -> f64 {
    #[cfg(target_arch = "x86_64")]
    unsafe {
        use core::arch::x86_64::*;
        return _mm_cvtsd_f64(_mm_sqrt_sd(_mm_setzero_pd(), _mm_set_sd(x)));
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        x.sqrt()
    }
}

/// A row of `count` entries: whole vectors where what follows them in memory is the matrix's own.
#[inline(always)]
unsafe fn load(a: *const f64, row: usize, rows: usize, count: usize) -> Vector {
    if row * count + WIDTH <= rows * count {
        return (a.add(row * count) as *const Vector).read_unaligned();
    }
    let mut x = [0.0; WIDTH];
    for j in 0..count {
        *x.get_unchecked_mut(j) = *a.add(row * count + j);
    }
    x
}

/// Likewise: the row after it is written later.
#[inline(always)]
unsafe fn store(a: *mut f64, row: usize, rows: usize, count: usize, x: Vector) {
    if row * count + WIDTH <= rows * count {
        (a.add(row * count) as *mut Vector).write_unaligned(x);
        return;
    }
    for j in 0..count {
        *a.add(row * count + j) = *x.get_unchecked(j);
    }
}

/// A reflection 1 − beta·v·transpose(v) with v = (0, …, 0, 1, v[j + 1], …), which leaves `result` on the diagonal.
#[derive(Clone, Copy)]
struct Mirror {
    v: [f64; M],
    beta: f64,
    result: f64,
}

/// Of a column whose squares vanish, or which is 0 below the diagonal: no beta then.
#[cold]
#[inline(never)]
fn tiny(column: [f64; M], j: usize) -> Mirror {
    let mut by = Mirror { v: column, beta: 0.0, result: 0.0 };
    let (mut head, mut most, mut sum) = (0.0, 0.0, 0.0);
    for (i, &x) in column.iter().enumerate() {
        if i == j {
            head = x;
        }
        if i > j && modulus(x) > most {
            most = modulus(x);
        }
    }
    by.result = head;
    if most == 0.0 {
        return by;
    }
    if modulus(head) > most {
        most = modulus(head);
    }
    for (i, &x) in column.iter().enumerate() {
        sum += if i >= j { x / most * (x / most) } else { 0.0 };
    }
    let size = most * root(sum);
    let first = if head < 0.0 { head - size } else { head + size };
    by.result = if head < 0.0 { size } else { -size };
    by.beta = -first / by.result;
    for x in &mut by.v {
        *x /= first;
    }
    by
}

/// Reflection J of the rows.
#[inline(always)]
fn reflect<const J: usize>(row: &mut [Vector; M]) -> Mirror {
    let mut by = Mirror { v: [0.0; M], beta: 0.0, result: 0.0 };
    let mut products = [0.0; WIDTH];
    for i in J + 1..M {
        by.v[i] = row[i][J];
        products = fused(row[i], by.v[i], products);
    }
    let (head, sum) = (row[J][J], products[J]);
    if sum > 1e-270 {
        let size = root(sum + head * head);
        let first = if head < 0.0 { head - size } else { head + size };
        let inverse = 1.0 / first;
        by.result = if head < 0.0 { size } else { -size };
        by.beta = -first / by.result;
        products = fused(products, inverse, row[J]);
        for i in J + 1..M {
            by.v[i] *= inverse;
        }
    } else {
        by.v[J] = head;
        by = tiny(by.v, J);
        products = row[J];
        for i in J + 1..M {
            products = fused(row[i], by.v[i], products);
        }
    }
    products = times(products, -by.beta);
    row[J] = fused(products, 1.0, row[J]);
    row[J][J] = by.result;
    for i in J + 1..M {
        row[i] = fused(products, by.v[i], row[i]);
    }
    by
}

/// Reflection J on the rows of the orthogonal factor, of which row J is the identity's and what is above stays.
#[inline(always)]
fn turn<const J: usize>(row: &mut [Vector; M], by: &Mirror) {
    let mut products = row[J];
    for i in J + 1..M {
        products = fused(row[i], by.v[i], products);
    }
    products = times(products, -by.beta);
    row[J] = fused(products, 1.0, row[J]);
    for i in J + 1..M {
        row[i] = fused(products, by.v[i], row[i]);
    }
}

/// What follows for each column that there is and that has entries below the diagonal, its place a constant.
macro_rules! for_columns {
    ($($j:literal)*; $name:ident, $work:expr) => {
        $(if $j < K && $j + 1 < M {
            const $name: usize = if $j < K && $j + 1 < M { $j } else { 0 };
            $work
        })*
    };
}

/// Whether all entries are finite; both factors are filled with what is not where one is not.
#[cold]
#[inline(never)]
unsafe fn is_finite(a: *const f64, q: *mut f64, r: *mut f64) -> bool {
    let mut rest = 0.0;
    for p in 0..M * N {
        rest += *a.add(p) * 0.0;
    }
    if rest == 0.0 {
        return true;
    }
    for p in 0..M * K {
        *q.add(p) = rest;
    }
    for i in 0..K {
        for j in 0..N {
            *r.add(i * N + j) = if j < i { 0.0 } else { rest };
        }
    }
    false
}

/// a: m·n doubles to read; q: m·k, r: k·n, which overlap nothing.
#[inline(never)]
pub unsafe fn qr_fixed_f64(a: *const f64, q: *mut f64, r: *mut f64, _cancel: *const i32) {
    let mut row = [[0.0; WIDTH]; M];
    let mut squares = [0.0; WIDTH];
    for i in 0..M {
        row[i] = load(a, i, M, N);
        for l in 0..WIDTH {
            squares[l] += row[i][l] * row[i][l];
        }
    }
    let (mut all, mut unit) = (0.0, 1.0);
    for l in 0..WIDTH {
        all += squares[l];
    }
    if !(all < 1e270) {
        if !is_finite(a, q, r) {
            return;
        }
        // 2⁵¹².
        unit = f64::from_bits((1023 + 512) << 52);
        for i in 0..M {
            row[i] = times(row[i], 1.0 / unit);
        }
    }
    let mut by = [Mirror { v: [0.0; M], beta: 0.0, result: 0.0 }; K];
    for_columns!(0 1 2 3 4 5 6 7; J, by[J] = reflect::<J>(&mut row));
    for j in 0..K {
        let mut kept = times(row[j], unit);
        for l in 0..WIDTH {
            kept[l] = if l < j { 0.0 } else { kept[l] };
        }
        store(r, j, K, N, kept);
    }
    for i in 0..M {
        for l in 0..WIDTH {
            row[i][l] = if i == l && i < K { 1.0 } else { 0.0 };
        }
    }
    for_columns!(7 6 5 4 3 2 1 0; J, turn::<J>(&mut row, &by[J]));
    for i in 0..M {
        store(q, i, M, K, row[i]);
    }
}
