// lanes: vectors of doubles as wide as the target has them, and what is done with them.
//
// Version     1

const LANES: usize = 2; // hole lanes: integer 1..16

const WIDTH: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};

type Vector = [f64; WIDTH];

#[inline(always)]
unsafe fn get(from: *const f64) -> Vector {
    (from as *const Vector).read_unaligned()
}
#[inline(always)]
unsafe fn put(to: *mut f64, value: Vector) {
    (to as *mut Vector).write_unaligned(value);
}

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

/// x·y + s, fused where the target can.
#[inline(always)]
fn fused(x: Vector, y: Vector, s: Vector) -> Vector {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    unsafe {
        use core::arch::x86_64::*;
        use core::mem::transmute_copy;
        #[cfg(target_feature = "avx512f")]
        if WIDTH == 8 {
            return transmute_copy(&_mm512_fmadd_pd(transmute_copy(&x), transmute_copy(&y), transmute_copy(&s)));
        }
        if WIDTH == 4 {
            return transmute_copy(&_mm256_fmadd_pd(transmute_copy(&x), transmute_copy(&y), transmute_copy(&s)));
        }
    }
    let mut sum = s;
    for l in 0..WIDTH {
        sum[l] = fused1(x[l], y[l], sum[l]);
    }
    sum
}

#[allow(dead_code)]
#[inline(always)]
fn times(x: Vector, factor: f64) -> Vector {
    let mut product = x;
    for l in 0..WIDTH {
        product[l] *= factor;
    }
    product
}

#[allow(dead_code)]
#[inline(always)]
fn plus(x: Vector, y: Vector) -> Vector {
    let mut sum = x;
    for l in 0..WIDTH {
        sum[l] += y[l];
    }
    sum
}

#[allow(dead_code)]
#[inline(always)]
fn total(x: Vector) -> f64 {
    let mut sum = 0.0;
    for l in 0..WIDTH {
        sum += x[l];
    }
    sum
}

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
