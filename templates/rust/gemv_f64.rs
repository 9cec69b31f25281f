//! gemv_f64: the product of a matrix of doubles and a vector.
//!
//! Version     1
//! Parameters  (a, x, y, m, n, cancel): y (m) = a (m × n) · x (n), or y (n) = aᵀ · x (m) where the hole `transposed` says so;
//!             a is row-major, all are contiguous
//! Requires    8-byte alignment; y overlaps neither a nor x; sizes ≥ 0
//! Error       |y − exact| ≤ γ_k (|a| |x|), γ_k = k·u / (1 − k·u), k the length of x, barring overflow and underflow; order of
//!             summation fixed for given sizes and holes
//! Cancel      read once for every eight rows; y is undefined when it was found set
//! Method      as in gemv_f64.c: eight rows of a at a time; a vector at the end of a row that goes into a sum begins earlier, with
//!             zeros in place of what was there already; one that is written is shorter instead

const LANES: usize = 2; // hole lanes: integer 1..16
/// Sizes; 0 where they come with the call.
const M: usize = 0; // hole m: integer 0..1000000000
const N: usize = 0; // hole n: integer 0..1000000000
const TRANSPOSED: u8 = 0; // hole transposed: integer 0..1

const LONG: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
/// Rows at a time.
const ROWS: usize = 8;
/// Columns of y that stay in the first-level cache beside rows of a: 16 KB.
const STRETCH: usize = 2048;

type Vector = [f64; LONG];

#[inline(always)]
fn fused1(x: f64, y: f64, s: f64) -> f64 {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    unsafe {
        use core::arch::x86_64::*;
        return _mm_cvtsd_f64(_mm_fmadd_sd(_mm_set_sd(x), _mm_set_sd(y), _mm_set_sd(s)));
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "fma")))]
    {
        x * y + s
    }
}

/// x·y + s, fused where the target can; a vector operation where there is one of this length.
#[inline(always)]
fn fused<const W: usize>(x: [f64; W], y: [f64; W], s: [f64; W]) -> [f64; W] {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    unsafe {
        use core::arch::x86_64::*;
        use core::mem::transmute_copy;
        #[cfg(target_feature = "avx512f")]
        if W == 8 {
            return transmute_copy(&_mm512_fmadd_pd(transmute_copy(&x), transmute_copy(&y), transmute_copy(&s)));
        }
        if W == 4 {
            return transmute_copy(&_mm256_fmadd_pd(transmute_copy(&x), transmute_copy(&y), transmute_copy(&s)));
        }
    }
    let mut sum = s;
    for l in 0..W {
        sum[l] = fused1(x[l], y[l], sum[l]);
    }
    sum
}

#[inline(always)]
fn plus<const W: usize>(x: [f64; W], y: [f64; W]) -> [f64; W] {
    let mut sum = x;
    for l in 0..W {
        sum[l] += y[l];
    }
    sum
}

#[inline(always)]
unsafe fn read<const W: usize>(from: *const f64) -> [f64; W] {
    (from as *const [f64; W]).read_unaligned()
}

/// The last `rest` entries of a vector, and zeros before them.
#[inline(always)]
fn last(v: Vector, rest: usize) -> Vector {
    let mut kept = v;
    for l in 0..LONG {
        kept[l] = if l + rest >= LONG { v[l] } else { 0.0 };
    }
    kept
}

/// The body for each row of a group, written out: only then do the sums stay in registers.
macro_rules! rows {
    ($height:ident, $i:ident => $body:expr) => {
        rows!(@ $height, $i, $body, 0, 1, 2, 3, 4, 5, 6, 7);
    };
    (@ $height:ident, $i:ident, $body:expr, $($row:literal),*) => {
        $( if $row < $height { let $i = $row; $body } )*
    };
}

/// A vector's halves added where it is longer than four.
#[inline(always)]
fn folded(v: Vector) -> [f64; 4] {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if LONG == 8 {
        use core::arch::x86_64::*;
        use core::mem::{transmute, transmute_copy};
        return unsafe {
            let all: __m512d = transmute_copy(&v);
            transmute(_mm256_add_pd(_mm512_castpd512_pd256(all), _mm512_extractf64x4_pd::<1>(all)))
        };
    }
    let mut four = [0.0; 4];
    for l in 0..4 {
        four[l] = if LONG == 8 { v[l % LONG] + v[(l + 4) % LONG] } else { v[l % LONG] };
    }
    four
}

#[inline(always)]
fn total(v: Vector) -> f64 {
    if LONG == 2 {
        return v[0] + v[1];
    }
    let all = folded(v);
    (all[0] + all[2]) + (all[1] + all[3])
}

/// The totals of four vectors at once: neighbours, then halves, are added in all of them.
#[inline(always)]
fn totals(v: [Vector; 4]) -> [f64; 4] {
    let [a, b, c, d] = [folded(v[0]), folded(v[1]), folded(v[2]), folded(v[3])];
    #[cfg(all(target_arch = "x86_64", target_feature = "avx"))]
    unsafe {
        use core::arch::x86_64::*;
        use core::mem::transmute;
        let [a, b, c, d]: [__m256d; 4] = transmute([a, b, c, d]);
        let low = _mm256_add_pd(_mm256_unpacklo_pd(a, b), _mm256_unpackhi_pd(a, b));
        let high = _mm256_add_pd(_mm256_unpacklo_pd(c, d), _mm256_unpackhi_pd(c, d));
        let first = _mm256_permute2f128_pd::<0x20>(low, high);
        return transmute(_mm256_add_pd(first, _mm256_permute2f128_pd::<0x31>(low, high)));
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "avx")))]
    {
        let one = |v: [f64; 4]| (v[0] + v[1]) + (v[2] + v[3]);
        [one(a), one(b), one(c), one(d)]
    }
}

/// Entries of y from `HEIGHT` rows of a, with so many sums for each that eight do not wait for each other.
#[inline(always)]
unsafe fn across<const HEIGHT: usize, const SUMS: usize>(a: *const f64, x: *const f64, y: *mut f64, n: usize) {
    let mut sum = [[[0.0; LONG]; SUMS]; HEIGHT];
    let mut j = 0;
    while j + SUMS * LONG <= n {
        for s in 0..SUMS {
            let line = read(x.add(j + s * LONG));
            rows!(HEIGHT, r => sum[r][s] = fused(read(a.add(r * n + j + s * LONG)), line, sum[r][s]));
        }
        j += SUMS * LONG;
    }
    while SUMS > 1 && j + LONG <= n {
        let line = read(x.add(j));
        rows!(HEIGHT, r => sum[r][0] = fused(read(a.add(r * n + j)), line, sum[r][0]));
        j += LONG;
    }
    if j < n && n >= LONG {
        let line = last(read(x.add(n - LONG)), n - j);
        rows!(HEIGHT, r => sum[r][0] = fused(last(read(a.add(r * n + n - LONG)), n - j), line, sum[r][0]));
        j = n;
    }
    for r in 0..HEIGHT {
        for s in 1..SUMS {
            sum[r][0] = plus(sum[r][0], sum[r][s]);
        }
    }
    if HEIGHT >= 4 && LONG >= 4 {
        let mut r = 0;
        while r < HEIGHT {
            let four = totals([sum[r][0], sum[r + 1][0], sum[r + 2][0], sum[r + 3][0]]);
            (y.add(r) as *mut [f64; 4]).write_unaligned(four);
            r += 4;
        }
    } else {
        for r in 0..HEIGHT {
            *y.add(r) = total(sum[r][0]);
        }
    }
    while j < n {
        for r in 0..HEIGHT {
            *y.add(r) = fused1(*a.add(r * n + j), *x.add(j), *y.add(r));
        }
        j += 1;
    }
}

/// Entries of `HEIGHT` rows of a, each times its entry of x, added to those of y; `first`: to nothing.
#[inline(always)]
unsafe fn added<const W: usize, const HEIGHT: usize>(
    a: *const f64,
    x: &[f64; HEIGHT],
    y: *mut f64,
    n: usize,
    first: bool,
) {
    let (mut even, mut odd) = (if first { [0.0; W] } else { read::<W>(y) }, [0.0; W]);
    rows!(HEIGHT, r => {
        if r % 2 == 0 {
            even = fused([x[r]; W], read(a.add(r * n)), even);
        } else {
            odd = fused([x[r]; W], read(a.add(r * n)), odd);
        }
    });
    let sum = if HEIGHT > 1 { plus(even, odd) } else { even };
    (y as *mut [f64; W]).write_unaligned(sum);
}

/// The same for so many columns, from those at which a and y are given.
#[inline(always)]
unsafe fn down<const HEIGHT: usize>(
    a: *const f64,
    x: *const f64,
    y: *mut f64,
    n: usize,
    columns: usize,
    first: bool,
) {
    let factor: [f64; HEIGHT] = read(x);
    let mut j = 0;
    while j + LONG <= columns {
        added::<LONG, HEIGHT>(a.add(j), &factor, y.add(j), n, first);
        j += LONG;
    }
    if LONG > 4 && columns - j >= 4 {
        added::<4, HEIGHT>(a.add(j), &factor, y.add(j), n, first);
        j += 4;
    }
    if LONG > 2 && columns - j >= 2 {
        added::<2, HEIGHT>(a.add(j), &factor, y.add(j), n, first);
        j += 2;
    }
    if columns > j {
        added::<1, HEIGHT>(a.add(j), &factor, y.add(j), n, first);
    }
}

/// A stretch of columns of aᵀ · x.
#[inline(always)]
unsafe fn stretch(
    a: *const f64,
    x: *const f64,
    y: *mut f64,
    m: usize,
    n: usize,
    columns: usize,
    cancel: *const i32,
) {
    let mut i = 0;
    while i + ROWS <= m {
        if cancel.read_volatile() != 0 {
            return;
        }
        down::<8>(a.add(i * n), x.add(i), y, n, columns, i == 0);
        i += ROWS;
    }
    if m & 4 != 0 {
        down::<4>(a.add(i * n), x.add(i), y, n, columns, i == 0);
        i += 4;
    }
    if m & 2 != 0 {
        down::<2>(a.add(i * n), x.add(i), y, n, columns, i == 0);
        i += 2;
    }
    if m & 1 != 0 {
        down::<1>(a.add(i * n), x.add(i), y, n, columns, i == 0);
    }
}

#[inline(never)]
pub unsafe fn gemv_f64(a: *const f64, x: *const f64, y: *mut f64, m: i64, n: i64, cancel: *const i32) {
    let m = if M > 0 { M } else { m as usize };
    let n = if N > 0 { N } else { n as usize };
    if TRANSPOSED == 1 {
        let mut j = 0;
        while j < n {
            let columns = if n - j < STRETCH { n - j } else { STRETCH };
            stretch(a.add(j), x, y.add(j), m, n, columns, cancel);
            j += STRETCH;
        }
        for j in 0..if m == 0 { n } else { 0 } {
            *y.add(j) = 0.0;
        }
        return;
    }
    let mut i = 0;
    while i + ROWS <= m {
        if cancel.read_volatile() != 0 {
            return;
        }
        across::<8, 1>(a.add(i * n), x, y.add(i), n);
        i += ROWS;
    }
    if m & 4 != 0 {
        across::<4, 2>(a.add(i * n), x, y.add(i), n);
        i += 4;
    }
    if m & 2 != 0 {
        across::<2, 4>(a.add(i * n), x, y.add(i), n);
        i += 2;
    }
    if m & 1 != 0 {
        across::<1, 8>(a.add(i * n), x, y.add(i), n);
    }
}
