//! fft_f64: the discrete Fourier transform of a list of complex numbers of any length, forward or backward.
//!
//! Version     1
//! Parameters  (re, im, out_re, out_im, work, length, cancel): out[k] = Σ_j in[j]·exp(∓2πi jk/n), divided by n where `inverse` is 1.
//!             `n` is the length where it is known, else 0 and `length` is it. im is not read where `real` is 1: then n is known and
//!             even. work has room for 2n doubles, 16n + 1024 where a prime factor of n is above 13 (for real numbers of half their
//!             length), 32n + 2048 where n is not known. Imaginary parts below 1e-14 become 0, and everything becomes NaN where a
//!             number that goes in is not finite
//! Requires    8-byte alignment; out_re, out_im and work overlap nothing; length ≥ 1
//! Error       ‖out − exact‖ ≤ 2 u log2(n) ‖exact‖ in the 2-norm, barring overflow and underflow (Higham 2002, §24.1);
//!             multiply-adds are fused where the target has them
//! Cancel      read before every butterfly; what has been written is undefined when it was found set
//! Method      as in fft_f64.c: Stockham's autosort in mixed radix, Bluestein's convolution where a prime factor is above 13

use core::mem::{transmute_copy, MaybeUninit};
use core::sync::atomic::{AtomicI32, Ordering};

const N: usize = 1000; // hole n: integer 0..16777216
const INVERSE: usize = 0; // hole inverse: integer 0..1
const REAL: usize = 0; // hole real: integer 0..1
const LANES: usize = 2; // hole lanes: integer 1..16

const W: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
const BACK: bool = INVERSE == 1;

// ── which passes a length takes ────────────────────────────────────────────────────────────────────────────────────────

/// The factor of what remains that a pass takes when the ones before it have taken `s`: vectors want eight or four first.
const fn factor(rest: usize, s: usize) -> usize {
    if KNOWN && rest == 16 && s >= 8 {
        return 16;
    }
    if rest % 8 == 0 {
        return 8;
    }
    if rest % 4 == 0 && s == 1 {
        return 4;
    }
    if KNOWN && rest % 13 == 0 {
        13
    } else if KNOWN && rest % 11 == 0 {
        11
    } else if rest % 7 == 0 {
        7
    } else if rest % 5 == 0 {
        5
    } else if rest % 3 == 0 {
        3
    } else if rest % 4 == 0 {
        4
    } else if rest % 2 == 0 {
        2
    } else {
        1
    }
}

/// The quotient and the remainder of a number that is divided by one that is not 0.
const fn quotient(a: usize, b: usize) -> usize {
    if b == 0 {
        0
    } else {
        a / b
    }
}
const fn remainder(a: usize, b: usize) -> usize {
    a - quotient(a, b) * b
}

/// The product of the primes that passes take, to its 32nd power, is a multiple of n. Code for a length that is not known has
/// fewer of them: it has to have them all.
const fn is_smooth(n: usize) -> bool {
    let mut power = remainder(if KNOWN { 30030 } else { 210 }, n);
    let mut i = 0;
    while i < 5 {
        power = remainder(power * power, n);
        i += 1;
    }
    power == 0
}

/// Numbers that are transformed by passes: the length, or for a convolution a power of two or 5, 6 or 7 eighths of one.
const fn size_of(n: usize) -> usize {
    if is_smooth(n) {
        return n;
    }
    let least = 2 * n - 1;
    let power = least.next_power_of_two();
    let mut eighths = 5;
    while power / 8 * eighths < least {
        eighths += 1;
    }
    power / 8 * eighths
}

const KNOWN: bool = N > 0;
const POINTS: usize = if !KNOWN {
    1
} else if REAL == 1 {
    N / 2
} else {
    N
};
const SMOOTH: bool = is_smooth(POINTS);
const SIZE: usize = size_of(POINTS);

/// What the passes of a known length are: a bit for each radix of each kind, the doubles of their twiddles, the first one's rest.
struct Passes {
    narrow: usize,
    wide: usize,
    last: usize,
    twiddles: usize,
    rest: usize,
}

const fn passes(size: usize) -> Passes {
    let mut made = Passes { narrow: 0, wide: 0, last: 0, twiddles: 0, rest: 0 };
    let (mut rest, mut s) = (size, 1);
    while rest > 1 {
        let radix = factor(rest, s);
        rest /= radix;
        if s == 1 {
            made.rest = rest;
        }
        if s < W {
            made.narrow |= 1 << radix;
            made.twiddles += 2 * (radix - 1) * ((s * rest + W - 1) / W * W);
        } else if rest == 1 {
            made.last |= 1 << radix;
        } else {
            made.wide |= 1 << radix;
            made.twiddles += 2 * (radix - 1) * rest;
        }
        s *= radix;
    }
    made
}

const MADE: Passes = passes(SIZE);
/// The only narrow pass is the first, and all it stores are whole vectors.
const WHOLE: bool = KNOWN && factor(SIZE, 1) % W == 0 && MADE.rest >= W;

// ── vectors ────────────────────────────────────────────────────────────────────────────────────────────────────────────

#[derive(Clone, Copy)]
struct V([f64; W]);

const ZERO: V = V([0.0; W]);

/// An operation of vectors by the instruction for their length, or by element.
macro_rules! operation {
    ($name:ident($($x:ident),*), $eight:expr, $four:expr, $two:expr, $l:ident => $one:expr) => {
        #[inline(always)]
        fn $name($($x: V),*) -> V {
            #[cfg(target_arch = "x86_64")]
            unsafe {
                use core::arch::x86_64::*;
                #[cfg(target_feature = "avx512f")]
                if W == 8 {
                    $( let $x: __m512d = transmute_copy(&$x); )*
                    let z: __m512d = $eight;
                    return transmute_copy(&z);
                }
                #[cfg(target_feature = "fma")]
                if W == 4 {
                    $( let $x: __m256d = transmute_copy(&$x); )*
                    let z: __m256d = $four;
                    return transmute_copy(&z);
                }
                if W == 2 {
                    $( let $x: __m128d = transmute_copy(&$x); )*
                    let z: __m128d = $two;
                    return transmute_copy(&z);
                }
            }
            let mut z = [0.0; W];
            for $l in 0..W {
                z[$l] = $one;
            }
            V(z)
        }
    };
}

operation!(plus(a, b), _mm512_add_pd(a, b), _mm256_add_pd(a, b), _mm_add_pd(a, b), l => a.0[l] + b.0[l]);
operation!(minus(a, b), _mm512_sub_pd(a, b), _mm256_sub_pd(a, b), _mm_sub_pd(a, b), l => a.0[l] - b.0[l]);
operation!(times(a, b), _mm512_mul_pd(a, b), _mm256_mul_pd(a, b), _mm_mul_pd(a, b), l => a.0[l] * b.0[l]);
operation!(
    negligible(a),
    _mm512_maskz_mov_pd(
        !(_mm512_cmp_pd_mask::<_CMP_LT_OQ>(a, _mm512_set1_pd(1e-14)) & _mm512_cmp_pd_mask::<_CMP_GT_OQ>(a, _mm512_set1_pd(-1e-14))),
        a
    ),
    _mm256_andnot_pd(
        _mm256_and_pd(
            _mm256_cmp_pd::<_CMP_LT_OQ>(a, _mm256_set1_pd(1e-14)),
            _mm256_cmp_pd::<_CMP_GT_OQ>(a, _mm256_set1_pd(-1e-14))
        ),
        a
    ),
    _mm_andnot_pd(_mm_and_pd(_mm_cmplt_pd(a, _mm_set1_pd(1e-14)), _mm_cmpgt_pd(a, _mm_set1_pd(-1e-14))), a),
    l => if a.0[l] < 1e-14 && a.0[l] > -1e-14 { 0.0 } else { a.0[l] }
);

#[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
operation!(fused(a, b, s), _mm512_fmadd_pd(a, b, s), _mm256_fmadd_pd(a, b, s), _mm_fmadd_pd(a, b, s), l => a.0[l] * b.0[l] + s.0[l]);
#[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
operation!(less(a, b, s), _mm512_fmsub_pd(a, b, s), _mm256_fmsub_pd(a, b, s), _mm_fmsub_pd(a, b, s), l => a.0[l] * b.0[l] - s.0[l]);
/// a·b + s, fused where the target can.
#[cfg(not(all(target_arch = "x86_64", target_feature = "fma")))]
#[inline(always)]
fn fused(a: V, b: V, s: V) -> V {
    plus(times(a, b), s)
}
#[cfg(not(all(target_arch = "x86_64", target_feature = "fma")))]
#[inline(always)]
fn less(a: V, b: V, s: V) -> V {
    minus(times(a, b), s)
}

#[inline(always)]
fn all(x: f64) -> V {
    V([x; W])
}
#[inline(always)]
fn negative(x: V) -> V {
    times(x, all(-1.0))
}
#[inline(always)]
unsafe fn read(x: *const f64) -> V {
    (x as *const V).read_unaligned()
}
#[inline(always)]
unsafe fn write(x: *mut f64, value: V) {
    (x as *mut V).write_unaligned(value)
}

#[inline(always)]
unsafe fn write_halves(near: *mut f64, far: *mut f64, value: V) {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        let value: __m512d = transmute_copy(&value);
        _mm256_storeu_pd(near, _mm512_castpd512_pd256(value));
        _mm256_storeu_pd(far, _mm512_extractf64x4_pd::<1>(value));
        return;
    }
    for l in 0..W / 2 {
        *near.add(l) = value.0[l];
        *far.add(l) = value.0[W / 2 + l];
    }
}

/// Elements of a and b by place, those of b from W on.
macro_rules! taken {
    ($a:expr, $b:expr, $from:expr) => {{
        let mut z = [0.0; W];
        for l in 0..W {
            let from: usize = $from(l);
            z[l] = if from < W { $a.0[from] } else { $b.0[from - W] };
        }
        V(z)
    }};
}

#[inline(always)]
fn reversed(x: V) -> V {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        return unsafe { transmute_copy(&_mm512_permutexvar_pd(_mm512_set_epi64(0, 1, 2, 3, 4, 5, 6, 7), transmute_copy(&x))) };
    }
    taken!(x, x, |l: usize| W - 1 - l)
}

/// Elements at even places of a and b, interleaved, and those at odd places.
#[inline(always)]
fn alternate(a: V, b: V) -> (V, V) {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        unsafe {
            let (a, b): (__m512d, __m512d) = (transmute_copy(&a), transmute_copy(&b));
            return (transmute_copy(&_mm512_unpacklo_pd(a, b)), transmute_copy(&_mm512_unpackhi_pd(a, b)));
        }
    }
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    if W == 4 {
        use core::arch::x86_64::*;
        unsafe {
            let (a, b): (__m256d, __m256d) = (transmute_copy(&a), transmute_copy(&b));
            return (transmute_copy(&_mm256_unpacklo_pd(a, b)), transmute_copy(&_mm256_unpackhi_pd(a, b)));
        }
    }
    let even = taken!(a, b, |l: usize| l / 2 * 2 + l % 2 * W);
    (even, taken!(a, b, |l: usize| l / 2 * 2 + l % 2 * W + 1))
}

/// The first and third pairs of a and those of b, and the second and fourth ones: with four elements first and second.
#[inline(always)]
fn pairs(a: V, b: V) -> (V, V) {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        unsafe {
            let (a, b): (__m512d, __m512d) = (transmute_copy(&a), transmute_copy(&b));
            return (transmute_copy(&_mm512_shuffle_f64x2::<0x88>(a, b)), transmute_copy(&_mm512_shuffle_f64x2::<0xdd>(a, b)));
        }
    }
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    if W == 4 {
        use core::arch::x86_64::*;
        unsafe {
            let (a, b): (__m256d, __m256d) = (transmute_copy(&a), transmute_copy(&b));
            return (
                transmute_copy(&_mm256_permute2f128_pd::<0x20>(a, b)),
                transmute_copy(&_mm256_permute2f128_pd::<0x31>(a, b)),
            );
        }
    }
    let place = |l: usize| if W == 8 { l / 2 * 4 + l % 2 } else { l / 2 * W + l % 2 };
    let first = taken!(a, b, place);
    (first, taken!(a, b, |l: usize| place(l) + 2 % W))
}

/// Of four vectors of eight the first pairs of each, the second pairs, …, `by` apart.
#[inline(always)]
unsafe fn all_pairs(by: usize, a: V, b: V, c: V, d: V, x: *mut V) {
    let ((p, q), (r, s)) = (pairs(a, b), pairs(c, d));
    (*x, *x.add(2 * by)) = pairs(p, r);
    (*x.add(by), *x.add(3 * by)) = pairs(q, s);
}

/// The rows of a square become its columns.
#[inline(always)]
unsafe fn transpose(x: *mut V) {
    let ((a, b), (c, d)) = (alternate(*x, *x.add(1)), if W > 2 { alternate(*x.add(2), *x.add(3)) } else { (ZERO, ZERO) });
    if W == 2 {
        (*x, *x.add(1)) = (a, b);
    } else if W == 4 {
        (*x, *x.add(2)) = pairs(a, c);
        (*x.add(1), *x.add(3)) = pairs(b, d);
    } else {
        let ((e, f), (g, h)) = (alternate(*x.add(4), *x.add(5)), alternate(*x.add(6), *x.add(7)));
        all_pairs(2, a, c, e, g, x);
        all_pairs(2, b, d, f, h, x.add(1));
    }
}

/// The elements of four vectors of eight, interleaved.
#[inline(always)]
unsafe fn interleave(x: *mut V) {
    let ((a, b), (c, d)) = (alternate(*x, *x.add(1)), alternate(*x.add(2), *x.add(3)));
    all_pairs(1, a, c, b, d, x);
}

/// The body for each of a few numbers that are at least one constant and below another, written out: only then do vectors
/// stay in registers.
macro_rules! each {
    ($k:ident in $from:expr, $count:expr => $body:expr) => {
        each!($k in $from, $count, 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 => $body)
    };
    ($k:ident in $from:expr, $count:expr, $($step:literal)* => $body:expr) => {
        { $( if $step >= $from && $step < $count { let $k: usize = $step; $body } )* }
    };
}

// ── butterflies: the transform of a few vectors, in place ──────────────────────────────────────────────────────────────

/// Times wr + i·wi.
#[inline(always)]
unsafe fn multiply(re: *mut V, im: *mut V, wr: V, wi: V) {
    let (a, b) = (*re, *im);
    *re = less(a, wr, times(b, wi));
    *im = fused(a, wi, times(b, wr));
}

/// Times exp(−2πi k/16).
#[inline(always)]
unsafe fn twiddle16(k: usize, re: *mut V, im: *mut V) {
    const C: f64 = 0.9238795325112867;
    const S: f64 = 0.3826834323650898;
    const H: f64 = 0.7071067811865476;
    let (c, s) = match k {
        1 => (C, S),
        2 => (H, H),
        3 => (S, C),
        6 => (-H, H),
        9 => (-C, -S),
        _ => (0.0, 1.0),
    };
    if k == 4 {
        (*re, *im) = (*im, negative(*re));
    } else {
        multiply(re, im, all(c), all(-s));
    }
}

/// Of the vectors at 0, by, 2·by and 3·by.
#[inline(always)]
unsafe fn four(by: usize, re: *mut V, im: *mut V) {
    let (p, q, r, s) = (*re, *re.add(by), *re.add(2 * by), *re.add(3 * by));
    let (t, u, v, w) = (*im, *im.add(by), *im.add(2 * by), *im.add(3 * by));
    let (ar, ai, br, bi) = (plus(p, r), plus(t, v), minus(p, r), minus(t, v));
    let (cr, ci, dr, di) = (plus(q, s), plus(u, w), minus(q, s), minus(u, w));
    (*re, *im) = (plus(ar, cr), plus(ai, ci));
    (*re.add(by), *im.add(by)) = (plus(br, di), minus(bi, dr));
    (*re.add(2 * by), *im.add(2 * by)) = (minus(ar, cr), minus(ai, ci));
    (*re.add(3 * by), *im.add(3 * by)) = (minus(br, di), plus(bi, dr));
}

#[inline(always)]
unsafe fn eight(re: *mut V, im: *mut V) {
    let (h, minus_h) = (all(0.7071067811865476), all(-0.7071067811865476));
    four(2, re, im);
    four(2, re.add(1), im.add(1));
    let (ar, ai, br, bi) = (*re.add(1), *im.add(1), *im.add(5), *re.add(5));
    let (cr, ci) = (plus(*re.add(3), *im.add(3)), minus(*im.add(3), *re.add(3)));
    let (dr, di) = (minus(*im.add(7), *re.add(7)), plus(*re.add(7), *im.add(7)));
    let (er, ei) = ([*re, *re.add(2), *re.add(4), *re.add(6)], [*im, *im.add(2), *im.add(4), *im.add(6)]);
    (*re, *im, *re.add(4), *im.add(4)) = (plus(er[0], ar), plus(ei[0], ai), minus(er[0], ar), minus(ei[0], ai));
    (*re.add(1), *im.add(1)) = (fused(h, cr, er[1]), fused(h, ci, ei[1]));
    (*re.add(5), *im.add(5)) = (fused(minus_h, cr, er[1]), fused(minus_h, ci, ei[1]));
    (*re.add(2), *im.add(2), *re.add(6), *im.add(6)) = (plus(er[2], br), minus(ei[2], bi), minus(er[2], br), plus(ei[2], bi));
    (*re.add(3), *im.add(3)) = (fused(h, dr, er[3]), fused(minus_h, di, ei[3]));
    (*re.add(7), *im.add(7)) = (fused(minus_h, dr, er[3]), fused(h, di, ei[3]));
}

#[inline(always)]
unsafe fn sixteen(re: *mut V, im: *mut V) {
    each!(i in 0, 4, 0 1 2 3 => four(4, re.add(i), im.add(i)));
    each!(k in 1, 4, 0 1 2 3 => each!(i in 1, 4, 0 1 2 3 => twiddle16(i * k, re.add(4 * k + i), im.add(4 * k + i))));
    each!(k in 0, 4, 0 1 2 3 => four(1, re.add(4 * k), im.add(4 * k)));
    each!(k in 0, 4, 0 1 2 3 => each!(l in 0, k, 0 1 2 3 => {
        core::ptr::swap(re.add(4 * k + l), re.add(4 * l + k));
        core::ptr::swap(im.add(4 * k + l), im.add(4 * l + k));
    }));
}

const COSINES: [[f64; 7]; 5] = [
    [1.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 0.30901699437494745, -0.8090169943749475, 0.0, 0.0, 0.0, 0.0],
    [1.0, 0.6234898018587335, -0.2225209339563144, -0.9009688679024191, 0.0, 0.0, 0.0],
    [1.0, 0.8412535328311812, 0.41541501300188644, -0.14231483827328514, -0.6548607339452851, -0.9594929736144974, 0.0],
    [
        1.0,
        0.8854560256532099,
        0.5680647467311558,
        0.12053668025532305,
        -0.3546048870425356,
        -0.7485107481711011,
        -0.970941817426052,
    ],
];
const SINES: [[f64; 7]; 5] = [
    [0.0, 0.8660254037844386, 0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.9510565162951535, 0.5877852522924731, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.7818314824680298, 0.9749279121818236, 0.4338837391175581, 0.0, 0.0, 0.0],
    [0.0, 0.5406408174555976, 0.9096319953545183, 0.9898214418809327, 0.7557495743542583, 0.28173255684142967, 0.0],
    [
        0.0,
        0.46472317204376856,
        0.8229838658936564,
        0.992708874098054,
        0.9350162426854148,
        0.6631226582407952,
        0.23931566428755777,
    ],
];

/// An odd number: sums and differences of the vectors that are as far from the first on either side.
#[inline(always)]
unsafe fn odd<const R: usize>(re: *mut V, im: *mut V) {
    let half = R / 2;
    let row = if R <= 7 { half - 1 } else { half - 2 };
    let (zr, zi) = (*re, *im);
    let (mut sr, mut si, mut dr, mut di) = ([ZERO; 6], [ZERO; 6], [ZERO; 6], [ZERO; 6]);
    each!(k in 0, half, 0 1 2 3 4 5 => {
        let (a, b, c, d) = (*re.add(k + 1), *re.add(R - 1 - k), *im.add(k + 1), *im.add(R - 1 - k));
        (sr[k], dr[k], si[k], di[k]) = (plus(a, b), minus(a, b), plus(c, d), minus(c, d));
        (*re, *im) = (plus(*re, sr[k]), plus(*im, si[k]));
    });
    each!(j in 1, half + 1, 1 2 3 4 5 6 => {
        let (mut ar, mut ai, mut br, mut bi) = (zr, zi, ZERO, ZERO);
        each!(k in 0, half, 0 1 2 3 4 5 => {
            let angle = j * (k + 1) % R;
            let back = R - angle < angle;
            let (c, s) = if back { (COSINES[row][R - angle], -SINES[row][R - angle]) } else { (COSINES[row][angle], SINES[row][angle]) };
            (ar, ai) = (fused(all(c), sr[k], ar), fused(all(c), si[k], ai));
            (br, bi) = (fused(all(s), dr[k], br), fused(all(s), di[k], bi));
        });
        (*re.add(j), *im.add(j)) = (plus(ar, bi), minus(ai, br));
        (*re.add(R - j), *im.add(R - j)) = (minus(ar, bi), plus(ai, br));
    });
}

#[inline(always)]
unsafe fn butterfly<const R: usize>(re: *mut V, im: *mut V) {
    if R == 16 {
        sixteen(re, im);
    } else if R == 8 {
        eight(re, im);
    } else if R == 4 {
        four(1, re, im);
    } else if R == 2 {
        (*re, *re.add(1)) = (plus(*re, *re.add(1)), minus(*re, *re.add(1)));
        (*im, *im.add(1)) = (plus(*im, *im.add(1)), minus(*im, *im.add(1)));
    } else {
        odd::<R>(re, im);
    }
}

// ── passes ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Transforms of `radix` numbers, m · s of them: s neighbours have the same twiddle factors.
#[derive(Clone, Copy)]
struct Step {
    radix: usize,
    m: usize,
    s: usize,
    twiddles: *const f64,
}

/// Real and imaginary parts.
#[derive(Clone, Copy)]
struct Parts {
    re: *mut f64,
    im: *mut f64,
}

/// What the last pass does to results, where a scale is not 0: negligible parts vanish, and the way back divides.
#[inline(always)]
unsafe fn finish(scale: f64, re: *mut V, im: *mut V) {
    if BACK {
        (*re, *im) = (times(*re, all(scale)), times(*im, all(scale)));
        *re = negligible(*re);
    } else {
        *im = negligible(*im);
    }
}

/// Numbers that are no multiple of a vector's: the last vector begins earlier, and what it has in common is the same.
#[inline(always)]
fn start(i: usize, count: usize) -> usize {
    if i + W <= count {
        i
    } else {
        count - W
    }
}

#[inline(always)]
unsafe fn stopped(cancel: *const i32) -> bool {
    cancel.read_volatile() != 0
}

/// s is less than a vector: vectors run on through butterflies of different twiddle factors.
#[inline(never)]
unsafe fn narrow_pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    let (s, total) = if WHOLE { (1, MADE.rest) } else { (step.s, step.m * step.s) };
    let short = !WHOLE && total < W;
    let mut twiddles = step.twiddles;
    let mut i = 0;
    while i < total {
        if stopped(cancel) {
            return;
        }
        let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
        let first = if short { 0 } else { start(i, total) };
        let count = if short { total } else { W };
        if short {
            // By a call of its own: what is written element by element cannot stay in registers.
            (res, ims) = (gathered(x.re, total), gathered(x.im, total));
        }
        let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
        if !short {
            each!(k in 0, R => {
                (*re.add(k), *im.add(k)) = (read(x.re.add(first + total * k)), read(x.im.add(first + total * k)));
            });
        }
        butterfly::<R>(re, im);
        if WHOLE || step.m > 1 {
            each!(j in 1, R => {
                multiply(re.add(j), im.add(j), read(twiddles.add(W * (2 * j - 2))), read(twiddles.add(W * (2 * j - 1))));
            });
        } else if scale != 0.0 {
            each!(j in 0, R => finish(scale, re.add(j), im.add(j)));
        }
        if R % W == 0 && s == 1 && !short {
            let mut j = 0;
            while j + W <= R {
                transpose(re.add(j));
                transpose(im.add(j));
                each!(l in 0, W, 0 1 2 3 4 5 6 7 => {
                    write(y.re.add((first + l) * R + j), *re.add(j + l));
                    write(y.im.add((first + l) * R + j), *im.add(j + l));
                });
                j += W;
            }
        } else if R == 4 && W == 8 && s == 1 && !short {
            interleave(re);
            interleave(im);
            each!(j in 0, 4, 0 1 2 3 => {
                write(y.re.add(4 * first + W * j), *re.add(j));
                write(y.im.add(4 * first + W * j), *im.add(j));
            });
        } else if W > 2 && 2 * s == W && !short {
            let near = R * first;
            let far = near + R * s;
            each!(j in 0, R => {
                write_halves(y.re.add(near + s * j), y.re.add(far + s * j), *re.add(j));
                write_halves(y.im.add(near + s * j), y.im.add(far + s * j), *im.add(j));
            });
        } else if !WHOLE {
            // Copies: what a call is given the address of cannot stay in registers.
            let (held_re, held_im) = (res, ims);
            scatter::<R>(&held_re, &held_im, y, first, count, s);
        }
        twiddles = twiddles.wrapping_add(2 * W * (R - 1));
        i += W;
    }
}

/// Less than a vector for each k.
#[inline(never)]
unsafe fn gathered<const R: usize>(x: *const f64, total: usize) -> [V; R] {
    let mut found = [ZERO; R];
    for k in 0..R {
        for l in 0..total {
            found[k].0[l & (W - 1)] = *x.add(l + total * k);
        }
    }
    found
}

/// Elements one by one to where they belong.
#[inline(never)]
unsafe fn scatter<const R: usize>(re: &[V; R], im: &[V; R], y: Parts, first: usize, count: usize, s: usize) {
    let (re, im) = (re.as_ptr() as *const f64, im.as_ptr() as *const f64);
    let (mut q, mut p) = (remainder(first, s), quotient(first, s));
    for l in 0..count {
        let to = q + s * R * p;
        for j in 0..R {
            *y.re.add(to + s * j) = *re.add(j * W + l);
            *y.im.add(to + s * j) = *im.add(j * W + l);
        }
        q += 1;
        if q == s {
            (q, p) = (0, p + 1);
        }
    }
}

/// s is a vector or more.
#[inline(never)]
unsafe fn wide_pass<const R: usize>(step: &Step, x: Parts, y: Parts, cancel: *const i32) {
    let (s, m) = (step.s, step.m);
    for p in 0..m {
        if stopped(cancel) {
            return;
        }
        let twiddles = step.twiddles.add(2 * (R - 1) * p);
        let (from_re, from_im, to_re, to_im) = (x.re.add(s * p), x.im.add(s * p), y.re.add(R * s * p), y.im.add(R * s * p));
        let mut i = 0;
        while i < s {
            let q = start(i, s);
            let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
            let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
            each!(k in 0, R => {
                (*re.add(k), *im.add(k)) = (read(from_re.add(q + s * m * k)), read(from_im.add(q + s * m * k)));
            });
            butterfly::<R>(re, im);
            each!(j in 1, R => {
                multiply(re.add(j), im.add(j), all(*twiddles.add(2 * j - 2)), all(*twiddles.add(2 * j - 1)));
            });
            each!(j in 0, R => {
                write(to_re.add(q + s * j), *re.add(j));
                write(to_im.add(q + s * j), *im.add(j));
            });
            i += W;
        }
    }
}

/// m is one: there are no twiddle factors.
#[inline(never)]
unsafe fn last_pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    let s = step.s;
    let mut i = 0;
    while i < s {
        if stopped(cancel) {
            return;
        }
        let q = start(i, s);
        let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
        let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
        each!(k in 0, R => {
            (*re.add(k), *im.add(k)) = (read(x.re.add(q + s * k)), read(x.im.add(q + s * k)));
        });
        butterfly::<R>(re, im);
        if scale != 0.0 {
            each!(j in 0, R => finish(scale, re.add(j), im.add(j)));
        }
        each!(j in 0, R => {
            write(y.re.add(q + s * j), *re.add(j));
            write(y.im.add(q + s * j), *im.add(j));
        });
        i += W;
    }
}

struct Plan {
    count: usize,
    steps: [Step; 40],
}

const fn needed(bits: usize, radix: usize) -> bool {
    if KNOWN {
        bits >> radix & 1 == 1
    } else {
        radix <= 8
    }
}

#[inline(always)]
unsafe fn pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    if needed(MADE.narrow, R) && step.s < W {
        narrow_pass::<R>(step, x, y, scale, cancel);
    } else if needed(MADE.last, R) && step.m == 1 {
        last_pass::<R>(step, x, y, scale, cancel);
    } else if needed(MADE.wide, R) {
        wide_pass::<R>(step, x, y, cancel);
    }
}

/// y = the transform of x, by way of `other`. A scale of 0 leaves results as they are.
#[inline(never)]
unsafe fn run(plan: &Plan, mut x: Parts, y: Parts, other: *mut f64, size: usize, scale: f64, cancel: *const i32) {
    if plan.count == 0 {
        (*y.re, *y.im) = (*x.re, *x.im);
    }
    for k in 0..plan.count {
        let step = &*plan.steps.as_ptr().add(k);
        let z = if (plan.count - 1 - k) % 2 == 1 { parts(other, size) } else { y };
        macro_rules! by {
            ($($radix:literal)*) => {
                match step.radix {
                    $( $radix => pass::<$radix>(step, x, z, scale, cancel), )*
                    _ => {}
                }
            };
        }
        by!(2 3 4 5 7 8 11 13 16);
        x = z;
    }
}

#[inline(always)]
fn parts(x: *mut f64, size: usize) -> Parts {
    Parts { re: x, im: x.wrapping_add(size) }
}

// ── twiddles ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/// exp(−2πi k/n), 0 ≤ k < n ≤ 2³⁶, to 0.6 units in the last place: within an eighth of a circle of an axis, the angle in two parts.
#[cold]
#[inline(never)]
fn root(k: usize, n: usize) -> (f64, f64) {
    const UNIT: f64 = 67108864.0;
    let quarter = quotient(8 * k + n, 2 * n);
    let (negative, rest) = if 4 * k < quarter * n { (-1.0, quarter * n - 4 * k) } else { (1.0, 4 * k - quarter * n) };
    let high = quotient(rest * 67108864, n);
    let (q, r) = (high as f64 / UNIT * negative, (rest * 67108864 - high * n) as f64 / (n as f64 * UNIT) * negative);
    let (exact, small) = (q * 1.5707963109016418, q * 1.5893254773528196e-08 + r * 1.5707963267948966);
    let x = exact + small;
    let y = exact - x + small;
    let z = x * x;
    let h = 0.5 * z;
    let w = 1.0 - h;
    let (mut s, mut c) = (1.0 / 355687428096000.0, -1.0 / 6402373705728000.0);
    s = s * z - 1.0 / 1307674368000.0;
    s = s * z + 1.0 / 6227020800.0;
    s = s * z - 1.0 / 39916800.0;
    s = s * z + 1.0 / 362880.0;
    s = s * z - 1.0 / 5040.0;
    s = s * z + 1.0 / 120.0;
    s = s * z - 1.0 / 6.0;
    c = c * z + 1.0 / 20922789888000.0;
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    s = x + (x * z * s + y * w);
    c = w + (1.0 - w - h + (z * z * c - x * y));
    let (along, across) = if quarter & 1 == 1 { (s, c) } else { (c, s) };
    (
        if (quarter + 1) & 2 == 2 { -along } else { along },
        if quarter & 2 == 2 { across } else { -across },
    )
}

#[inline(always)]
unsafe fn put_root(k: usize, n: usize, re: *mut f64, im: *mut f64) {
    (*re, *im) = root(k, n);
}

/// The steps of a length, with their twiddles; returns where those end.
#[cold]
#[inline(never)]
unsafe fn planned(plan: *mut Plan, size: usize, mut twiddles: *mut f64, cancel: *const i32) -> *mut f64 {
    let (mut rest, mut s, mut count) = (size, 1, 0);
    while rest > 1 {
        let radix = factor(rest, s);
        let m = quotient(rest, radix);
        let total = m * s;
        *(*plan).steps.as_mut_ptr().add(count) = Step { radix, m, s, twiddles };
        count += 1;
        if s < W {
            let mut i = 0;
            while i < total && !stopped(cancel) {
                let first = if total < W { 0 } else { start(i, total) };
                for j in 1..radix {
                    for l in 0..W {
                        put_root(remainder(quotient(first + l, s), m) * j, m * radix, twiddles.add(l), twiddles.add(W + l));
                    }
                    twiddles = twiddles.add(2 * W);
                }
                i += W;
            }
        } else if m > 1 {
            for p in 0..m {
                if stopped(cancel) {
                    break;
                }
                for j in 1..radix {
                    put_root(p * j, m * radix, twiddles, twiddles.add(1));
                    twiddles = twiddles.add(2);
                }
            }
        }
        s *= radix;
        rest = m;
    }
    (*plan).count = count;
    twiddles
}

// ── Bluestein: chirps exp(−πi j²/n) make a transform a convolution ─────────────────────────────────────────────────────

/// Chirps by j and the transform of the filter, divided by its size, in `table`; work has room for 4·size doubles.
#[cold]
#[inline(never)]
unsafe fn chirped(plan: &Plan, n: usize, size: usize, table: *mut f64, work: *mut f64, cancel: *const i32) {
    for i in 0..2 * size {
        *work.add(i) = 0.0;
    }
    let mut square = 0;
    for j in 0..n {
        if stopped(cancel) {
            return;
        }
        put_root(square, 2 * n, table.add(j), table.add(n + j));
        for at in [j, if j == 0 { 0 } else { size - j }] {
            *work.add(at) = *table.add(j) / size as f64;
            *work.add(size + at) = -*table.add(n + j) / size as f64;
        }
        square = remainder(square + 2 * j + 1, 2 * n);
    }
    run(plan, parts(work, size), parts(table.add(2 * n), size), work.add(2 * size), size, 0.0, cancel);
}

/// z = x · w, n of them.
#[inline(never)]
unsafe fn products(n: usize, x: Parts, w: Parts, z: Parts) {
    let mut i = 0;
    while i + W <= n {
        let (mut re, mut im) = (read(x.re.add(i)), read(x.im.add(i)));
        multiply(&mut re, &mut im, read(w.re.add(i)), read(w.im.add(i)));
        write(z.re.add(i), re);
        write(z.im.add(i), im);
        i += W;
    }
    while i < n {
        let (a, b, c, d) = (*x.re.add(i), *x.im.add(i), *w.re.add(i), *w.im.add(i));
        (*z.re.add(i), *z.im.add(i)) = (a * c - b * d, a * d + b * c);
        i += 1;
    }
}

/// y = the transform of x; work has room for 6·size doubles, of which y may be those from 2·size on.
#[inline(never)]
unsafe fn by_chirps(tables: &Tables, n: usize, x: Parts, y: Parts, work: *mut f64, cancel: *const i32) {
    let size = if KNOWN { SIZE } else { tables.size };
    let (a, b, c) = (parts(work, size), parts(work.add(2 * size), size), parts(work.add(4 * size), size));
    let (chirps, filter) = (parts(tables.chirp, n), parts(tables.chirp.add(2 * n), size));
    products(n, x, chirps, a);
    for i in n..size {
        (*a.re.add(i), *a.im.add(i)) = (0.0, 0.0);
    }
    run(&tables.plan, a, b, c.re, size, 0.0, cancel);
    products(size, b, filter, a);
    // Backwards: parts exchanged on both sides.
    run(&tables.plan, Parts { re: a.im, im: a.re }, Parts { re: c.im, im: c.re }, b.re, size, 0.0, cancel);
    products(n, c, chirps, y);
}

// ── real numbers: z = even places + i · odd places has half the length ─────────────────────────────────────────────────

#[inline(never)]
unsafe fn split(n: usize, x: *const f64, z: Parts) {
    let mut j = 0;
    if W == 4 || W == 8 {
        while j + W <= n {
            let (a, b) = alternate(read(x.add(2 * j)), read(x.add(2 * j + W)));
            // Of eight: 0 8 2 10 4 12 6 14 and so on, where 0 2 4 6 8 10 12 14 is wanted.
            write(z.re.add(j), in_order(a));
            write(z.im.add(j), in_order(b));
            j += W;
        }
    }
    while j < n {
        (*z.re.add(j), *z.im.add(j)) = (*x.add(2 * j), *x.add(2 * j + 1));
        j += 1;
    }
}

/// Elements at even places, then those at odd ones.
#[inline(always)]
fn in_order(x: V) -> V {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        return unsafe { transmute_copy(&_mm512_permutexvar_pd(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), transmute_copy(&x))) };
    }
    taken!(x, x, |l: usize| l * 2 % W + l * 2 / W)
}

/// `count` numbers on from x, or back from it: as many as a vector has, or fewer one by one.
#[inline(always)]
unsafe fn get(back: bool, x: *const f64, count: usize) -> V {
    if count == W {
        return if back { reversed(read(x.sub(W - 1))) } else { read(x) };
    }
    let mut to = ZERO;
    for l in 0..count {
        to.0[l] = if back { *x.sub(l) } else { *x.add(l) };
    }
    to
}

#[inline(always)]
unsafe fn put(back: bool, x: *mut f64, count: usize, from: V) {
    if count == W {
        if back {
            write(x.sub(W - 1), reversed(from));
        } else {
            write(x, from);
        }
        return;
    }
    for l in 0..count {
        *(if back { x.sub(l) } else { x.add(l) }) = from.0[l];
    }
}

/// Results k, 2n − k, n − k and n + k of `count` neighbours; w = exp(−2πi k/2n).
#[inline(always)]
unsafe fn halves_at(k: usize, count: usize, n: usize, z: Parts, w: Parts, out: Parts, scale: f64) {
    let (ar, ai) = (get(false, z.re.add(k), count), get(false, z.im.add(k), count));
    let (br, bi) = (get(true, z.re.add(n - k), count), get(true, z.im.add(n - k), count));
    let half = all(0.5 * scale);
    let sign = if BACK { all(-0.5 * scale) } else { half };
    let (er, ei) = (plus(ar, br), minus(ai, bi));
    let (mut tr, mut ti) = (plus(ai, bi), minus(br, ar));
    multiply(&mut tr, &mut ti, get(false, w.re.add(k), count), get(false, w.im.add(k), count));
    let p = negligible(times(plus(ei, ti), sign));
    let q = negligible(times(minus(ti, ei), sign));
    let (a, b) = (times(plus(er, tr), half), times(minus(er, tr), half));
    put(false, out.re.add(k), count, a);
    put(false, out.im.add(k), count, p);
    put(true, out.re.add(2 * n - k), count, a);
    put(true, out.im.add(2 * n - k), count, minus(ZERO, p));
    put(true, out.re.add(n - k), count, b);
    put(true, out.im.add(n - k), count, q);
    put(false, out.re.add(n + k), count, b);
    put(false, out.im.add(n + k), count, minus(ZERO, q));
}

/// From the transform of z that of the 2n real numbers.
#[inline(never)]
unsafe fn halves(n: usize, z: Parts, w: Parts, out: Parts, scale: f64, cancel: *const i32) {
    let (count, middle) = ((n - 1) / 2, n / 2);
    (*out.re, *out.im) = ((*z.re + *z.im) * scale, 0.0);
    (*out.re.add(n), *out.im.add(n)) = ((*z.re - *z.im) * scale, 0.0);
    if n % 2 == 0 {
        let part = chop(*z.im.add(middle) * if BACK { scale } else { -scale });
        let real = *z.re.add(middle) * scale;
        (*out.re.add(middle), *out.im.add(middle)) = (real, part);
        (*out.re.add(n + middle), *out.im.add(n + middle)) = (real, 0.0 - part);
    }
    if count < W {
        halves_at(1, count, n, z, w, out, scale);
        return;
    }
    let mut i = 0;
    while i < count {
        if stopped(cancel) {
            return;
        }
        halves_at(1 + start(i, count), W, n, z, w, out, scale);
        i += W;
    }
}

#[inline(always)]
fn chop(x: f64) -> f64 {
    if x < 1e-14 && x > -1e-14 {
        0.0
    } else {
        x
    }
}

// ── the whole ──────────────────────────────────────────────────────────────────────────────────────────────────────────

struct Tables {
    size: usize,
    smooth: bool,
    real: *mut f64,
    chirp: *mut f64,
    plan: Plan,
}

/// Everything that depends on the length alone.
#[cold]
#[inline(never)]
unsafe fn prepare(tables: *mut Tables, n: usize, room: *mut f64, work: *mut f64, cancel: *const i32) {
    (*tables).smooth = if KNOWN { SMOOTH } else { is_smooth(n) };
    (*tables).size = if KNOWN { SIZE } else { size_of(n) };
    let size = (*tables).size;
    let mut room = planned(&mut (*tables).plan, size, room, cancel);
    (*tables).real = room;
    if REAL == 1 {
        for k in 0..=n / 2 {
            put_root(k, 2 * n, room.add(k), room.add(n / 2 + 1 + k));
        }
        room = room.add(2 * (n / 2 + 1));
    }
    (*tables).chirp = room;
    if if KNOWN { !SMOOTH } else { !(*tables).smooth } {
        chirped(&(*tables).plan, n, size, room, work, cancel);
    }
}

const REAL_TWIDDLES: usize = if REAL == 1 { 2 * (POINTS / 2 + 1) } else { 0 };
const CHIRP_ROOM: usize = if SMOOTH { 0 } else { 2 * (POINTS + SIZE) };

#[repr(align(64))]
struct Room(MaybeUninit<[f64; MADE.twiddles + REAL_TWIDDLES + CHIRP_ROOM + 1]>);

static mut ROOM: Room = Room(MaybeUninit::uninit());
static mut SHARED: MaybeUninit<Tables> = MaybeUninit::uninit();
/// 0: not begun, 1: some call makes the tables, 2: they are there.
static STATE: AtomicI32 = AtomicI32::new(0);

/// The tables of a known length, made by the first call; the others wait for it. None where the call was cancelled.
#[inline(always)]
unsafe fn known_tables(work: *mut f64, cancel: *const i32) -> Option<&'static Tables> {
    let shared = core::ptr::addr_of_mut!(SHARED) as *mut Tables;
    while STATE.load(Ordering::Acquire) != 2 {
        if STATE.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_ok() {
            prepare(shared, POINTS, core::ptr::addr_of_mut!(ROOM.0) as *mut f64, work, cancel);
            STATE.store(if stopped(cancel) { 0 } else { 2 }, Ordering::Release);
        }
        if stopped(cancel) {
            return None;
        }
    }
    Some(&*shared)
}

#[inline(always)]
fn is_finite(x: f64) -> bool {
    x.to_bits() >> 52 & 2047 != 2047
}

/// The first result is the sum: it shows whether a number was not finite.
#[inline(always)]
unsafe fn spread(re: *const f64, im: *const f64, out: Parts, n: usize) {
    if is_finite(*out.re) && is_finite(*out.im) {
        return;
    }
    let mut j = 0;
    while j < n && is_finite(*re.add(j)) && (REAL == 1 || is_finite(*im.add(j))) {
        j += 1;
    }
    if j < n {
        for k in 0..n {
            (*out.re.add(k), *out.im.add(k)) = (f64::NAN, f64::NAN);
        }
    }
}

/// re, im: n doubles to read; out_re, out_im: n to write, work: as many as the header says, which overlap nothing.
#[inline(never)]
pub unsafe fn fft_f64(
    re: *const f64,
    im: *const f64,
    out_re: *mut f64,
    out_im: *mut f64,
    work: *mut f64,
    length: i64,
    cancel: *const i32,
) {
    let n = if KNOWN { N } else { length as usize };
    let mut own: MaybeUninit<Tables> = MaybeUninit::uninit();
    let tables = if KNOWN {
        match known_tables(work, cancel) {
            Some(tables) => tables,
            None => return,
        }
    } else {
        prepare(own.as_mut_ptr(), n, work.add(18 * n + 1024), work, cancel);
        &*own.as_ptr()
    };
    if stopped(cancel) {
        return;
    }
    let smooth = if KNOWN { SMOOTH } else { tables.smooth };
    let size = if KNOWN { SIZE } else { tables.size };
    let scale = if BACK { 1.0 / n as f64 } else { 1.0 };
    let out = Parts { re: out_re, im: out_im };
    if REAL == 1 {
        // The results' own places hold what comes before them.
        let (x, z) = (parts(out_re, POINTS), parts(if SMOOTH { work } else { work.add(2 * size) }, size));
        split(POINTS, re, x);
        if SMOOTH {
            run(&tables.plan, x, z, out_im, size, 0.0, cancel);
        } else {
            by_chirps(tables, POINTS, x, z, work, cancel);
        }
        halves(POINTS, z, parts(tables.real, POINTS / 2 + 1), out, scale, cancel);
    } else {
        let (mut x, mut y) = (Parts { re: re as *mut f64, im: im as *mut f64 }, out);
        if BACK {
            (x, y) = (Parts { re: x.im, im: x.re }, Parts { re: y.im, im: y.re });
        }
        if smooth {
            run(&tables.plan, x, y, work, size, scale, cancel);
        } else {
            by_chirps(tables, n, x, y, work, cancel);
        }
        if !smooth || n == 1 {
            for k in 0..n {
                (*out_re.add(k), *out_im.add(k)) = (*out_re.add(k) * scale, chop(*out_im.add(k) * scale));
            }
        }
    }
    spread(re, im, out, n);
}
