//! cholesky_fixed_f64: the lower triangular factor of a symmetric positive definite matrix of doubles of known small size.
//!
//! Version     1
//! Parameters  (a, l, info, cancel): a (n × n) = l · transpose(l), row-major and contiguous; only the lower half of a is read,
//!             the upper half of l is 0; info[0] is 1 where a is not positive definite, else 0; l is not written where it is 1
//! Requires    8-byte alignment; l and info overlap nothing
//! Error       |a − l·transpose(l)| ≤ γ_{n+1} |l| |transpose(l)|, barring overflow and underflow. Nothing is fused or
//!             reordered: every bit is the definition's
//! Cancel      never read: sizes that take long are not for this template
//! Method      as in cholesky_fixed_f64.c: by outer products, a column in one or a few vectors

const N: usize = 5; // hole n: integer 1..16
const LANES: usize = 2; // hole lanes: integer 1..16

/// The vectors that cover a column with the fewest lanes to spare.
const MOSTLY8: bool = LANES >= 8 && (N - 1) % 8 >= 4;
const WIDE4: bool = LANES >= 4 && N > 2;
const WIDTH: usize = if MOSTLY8 {
    8
} else if WIDE4 {
    4
} else {
    2
};
const VECTORS: usize = (N + WIDTH - 1) / WIDTH;

#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Column {
    part: [[f64; WIDTH]; VECTORS],
}

/// The root of a positive number.
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

macro_rules! written_out {
    ($k:ident in $($step:literal)* => $body:expr) => {
        $( if $step < N { let $k = $step; $body } )*
    };
}

/// Step k: false where the matrix is not positive definite.
#[inline(always)]
unsafe fn step(columns: *mut Column, k: usize) -> bool {
    let at = (*columns.add(k)).part.as_mut_ptr() as *mut f64;
    let square = *at.add(k);
    if !(square > 0.0) {
        return false;
    }
    let root = root(square);
    for v in k / WIDTH..VECTORS {
        for w in 0..WIDTH {
            *at.add(v * WIDTH + w) /= root;
        }
    }
    *at.add(k) = root;
    for j in k + 1..N {
        let factor = *at.add(j);
        let to = (*columns.add(j)).part.as_mut_ptr() as *mut f64;
        for v in j / WIDTH..VECTORS {
            for w in 0..WIDTH {
                *to.add(v * WIDTH + w) -= *at.add(v * WIDTH + w) * factor;
            }
        }
    }
    true
}

/// Row by row, all of it in registers. n = 4: half the time of the vectors.
const SCALAR: bool = N <= 6;

#[inline(always)]
unsafe fn by_rows(a: *const f64, l: *mut f64, info: *mut f64) {
    let mut rows = [[0.0; N]; N];
    *info = 1.0;
    for i in 0..N {
        for j in 0..=i {
            let mut sum = *a.add(i * N + j);
            for k in 0..j {
                sum -= rows[i][k] * rows[j][k];
            }
            if i == j && !(sum > 0.0) {
                return;
            }
            rows[i][j] = if i == j { root(sum) } else { sum / rows[j][j] };
        }
    }
    for i in 0..N {
        for j in 0..N {
            *l.add(i * N + j) = rows[i][j];
        }
    }
    *info = 0.0;
}

/// a: n·n doubles to read; l: n·n to write, info: 1, which overlap nothing.
#[inline(never)]
pub unsafe fn cholesky_fixed_f64(a: *const f64, l: *mut f64, info: *mut f64, _cancel: *const i32) {
    if SCALAR {
        by_rows(a, l, info);
        return;
    }
    let mut column = [Column { part: [[0.0; WIDTH]; VECTORS] }; N];
    let columns = column.as_mut_ptr();
    for j in 0..N {
        for i in j..N {
            *((*columns.add(j)).part.as_mut_ptr() as *mut f64).add(i) = *a.add(i * N + j);
        }
    }
    *info = 1.0;
    written_out!(k in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 => if !step(columns, k) { return });
    for i in 0..N {
        for j in 0..N {
            let entry = *((*columns.add(j)).part.as_ptr() as *const f64).add(i);
            *l.add(i * N + j) = if j <= i { entry } else { 0.0 };
        }
    }
    *info = 0.0;
}
