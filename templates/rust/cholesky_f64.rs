//! cholesky_f64: the lower triangular factor of a symmetric positive definite matrix of doubles of any size.
//!
//! Version     1
//! Parameters  (a, l, work, info, n, cancel): a (n × n) = l · transpose(l), row-major and contiguous; only the lower half of a is
//!             read, the upper half of l is 0; work has room for (n + 32)·(n + 48) doubles; info[0] is 1 where a is not
//!             positive definite, else 0; l is undefined where it is 1
//! Requires    8-byte alignment; l, work and info overlap nothing; n ≥ 0
//! Error       |a − l·transpose(l)| ≤ γ_{n+1} |l| |transpose(l)|, barring overflow and underflow. Nothing is fused, and each entry
//!             has its terms in the definition's order: every bit is the definition's
//! Cancel      read once for every band of columns; what has been written is undefined when it was found set
//! Method      as in cholesky_f64.c: bands of columns, each in one piece; what is right of them is updated tile by tile

const LANES: usize = 2; // hole lanes: integer 1..16
const REGISTERS: usize = 16; // hole registers: integer 8..64

const WIDTH: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
/// Two vectors wide; rows so that tile, products, one row of b and an element of a fill the registers.
const ROWS: usize = if REGISTERS >= 32 { 8 } else { 4 };
const STRIP: usize = 2 * WIDTH;
/// Columns that are done before the rest of the matrix is updated, and before the rest of these columns is.
const BAND: usize = 32;
const PART: usize = 8;

type Vector = [f64; WIDTH];

#[inline(always)]
unsafe fn get(from: *const f64) -> Vector {
    (from as *const Vector).read_unaligned()
}
#[inline(always)]
unsafe fn put(to: *mut f64, value: Vector) {
    (to as *mut Vector).write_unaligned(value);
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

/// The body for each row of a tile, written out: only then do the rows stay in registers.
macro_rules! rows {
    ($height:ident, $i:ident => $body:expr) => {
        rows!(@ $height, $i, $body, 0, 1, 2, 3, 4, 5, 6, 7);
    };
    (@ $height:ident, $i:ident, $body:expr, $($row:literal),*) => {
        $( if $row < $height { let $i = $row; $body } )*
    };
}

/// What is updated, c −= a · b: the term p of row i has the factor a[i·lda + p·step].
#[derive(Clone, Copy)]
struct Places {
    a: *const f64,
    lda: usize,
    step: usize,
    b: *const f64,
    ldb: usize,
    c: *mut f64,
    ldc: usize,
}

/// A tile of c: HEIGHT rows by two vectors.
#[inline(always)]
unsafe fn tile<const HEIGHT: usize>(at: &Places, i: usize, j: usize, depth: usize) {
    let (mut a, mut b) = (at.a.add(i * at.lda), at.b.add(j));
    let c = at.c.add(i * at.ldc + j);
    let mut sum = [[[0.0f64; WIDTH]; 2]; HEIGHT];
    rows!(HEIGHT, i => for v in 0..2 {
        sum[i][v] = get(c.add(i * at.ldc + v * WIDTH));
    });
    for _ in 0..depth {
        let line = [get(b), get(b.add(WIDTH))];
        rows!(HEIGHT, i => {
            let factor = *a.add(i * at.lda);
            for v in 0..2 {
                for l in 0..WIDTH {
                    sum[i][v][l] -= line[v][l] * factor;
                }
            }
        });
        a = a.wrapping_add(at.step);
        b = b.wrapping_add(at.ldb);
    }
    rows!(HEIGHT, i => for v in 0..2 {
        put(c.add(i * at.ldc + v * WIDTH), sum[i][v]);
    });
}

/// c (m × n) −= a (m × depth) · b (depth × n), in columns up to the next multiple of two vectors.
#[inline(never)]
unsafe fn update(at: Places, m: usize, n: usize, depth: usize) {
    let mut j = 0;
    while j < n {
        let mut i = 0;
        while i + ROWS <= m {
            tile::<ROWS>(&at, i, j, depth);
            i += ROWS;
        }
        while i < m {
            tile::<1>(&at, i, j, depth);
            i += 1;
        }
        j += STRIP;
    }
}

/// The columns of the band, whose first entries are those of the diagonal: false where the matrix is not positive definite.
unsafe fn columns(band: *mut f64, ld: usize, width: usize, n: usize) -> bool {
    let mut p = 0;
    while p < width {
        let done = if width < p + PART { width } else { p + PART };
        for k in p..done {
            let column = band.add(k * ld);
            let square = *column.add(k);
            if !(square > 0.0) {
                return false;
            }
            let root = root(square);
            // From the same places in every column: a vector that lies across two that were just written waits for both.
            let mut i = p;
            while i < n {
                let mut part = get(column.add(i));
                for l in 0..WIDTH {
                    part[l] /= root;
                }
                put(column.add(i), part);
                i += WIDTH;
            }
            *column.add(k) = root;
            for j in k + 1..done {
                let factor = *column.add(j);
                let to = band.add(j * ld);
                let mut i = p;
                while i < n {
                    let (from, mut part) = (get(column.add(i)), get(to.add(i)));
                    for l in 0..WIDTH {
                        part[l] -= from[l] * factor;
                    }
                    put(to.add(i), part);
                    i += WIDTH;
                }
            }
        }
        if done < n {
            let b = band.add(p * ld + done);
            let at = Places { a: b, lda: 1, step: ld, b, ldb: ld, c: band.add(done * ld + done), ldc: ld };
            update(at, width - done, n - done, done - p);
        }
        p = done;
    }
    true
}

/// Columns `k` … of the matrix, one after the other, from their diagonal on. What is above it and beyond the last row is computed
/// with and never looked at.
unsafe fn gather(from: *const f64, distance: usize, band: *mut f64, ld: usize, width: usize, high: usize) {
    for q in 0..width {
        for i in q..high {
            *band.add(q * ld + i) = *from.add(i * distance + q);
        }
        for i in high..high + 16 {
            *band.add(q * ld + i) = 0.0;
        }
    }
}

/// a: n·n doubles to read; l: n·n to write, work: (n + 32)·(n + 48), info: 1, which overlap nothing.
#[inline(never)]
pub unsafe fn cholesky_f64(a: *const f64, l: *mut f64, work: *mut f64, info: *mut f64, n: i64, cancel: *const i32) {
    let n = n as usize;
    // Rows that are a multiple of 512 bytes apart would push each other out of the cache.
    let even = (n + 31) / 16 * 16;
    let wide = if even % 64 == 0 { even + 16 } else { even };
    let band = work.add(n * wide);
    for i in BAND..n {
        for j in BAND..i + 1 {
            *work.add(i * wide + j) = *a.add(i * n + j);
        }
    }
    *info = 1.0;
    let mut k = 0;
    while k < n {
        if cancel.read_volatile() != 0 {
            return;
        }
        let high = n - k;
        let width = if high < BAND { high } else { BAND };
        if k == 0 {
            gather(a, n, band, wide, width, high);
        } else {
            gather(work.add(k * (wide + 1)), wide, band, wide, width, high);
        }
        if !columns(band, wide, width, high) {
            return;
        }
        for i in 0..high {
            for q in 0..width {
                *l.add((k + i) * n + k + q) = if q <= i { *band.add(q * wide + i) } else { 0.0 };
            }
        }
        for i in k..k + width {
            for j in k + width..n {
                *l.add(i * n + j) = 0.0;
            }
        }
        let mut j = width;
        while j < high {
            let (b, c) = (band.add(j), work.add((k + j) * (wide + 1)));
            update(Places { a: b, lda: 1, step: wide, b, ldb: wide, c, ldc: wide }, high - j, 1, width);
            j += STRIP;
        }
        k += width;
    }
    *info = 0.0;
}
