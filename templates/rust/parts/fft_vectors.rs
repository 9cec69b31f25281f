// fft_vectors, a part of fft_f64: vectors, whole and in halves.
//
// Version     1

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
