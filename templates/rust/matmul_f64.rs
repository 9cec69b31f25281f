//! matmul_f64: the product of two matrices of doubles.
//!
//! Version     2
//! Parameters  (a, b, c, m, k, n, cancel): c (m × n) = a (m × k) · b (k × n); all row-major and contiguous
//! Requires    8-byte alignment; c overlaps neither a nor b; every size ≥ 0
//! Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow; order of summation fixed
//!             for given sizes and holes
//! Cancel      read once for every panel of b; c is undefined when it was found set
//! Method      as in matmul_f64.c: a tile of c stays in registers, a panel of b is copied to lie in one piece, a is read in place

const LANES: usize = 2; // hole lanes: integer 1..16
const REGISTERS: usize = 16; // hole registers: integer 8..64
const L2: usize = 262144; // hole l2: integer 65536..1073741824

/// Three vectors wide; rows so that tile, one row of b and one element of a fill the registers.
const ROWS: usize = if REGISTERS >= 32 { 8 } else { 4 };
const WIDTH: usize = 3 * LANES;
/// A panel of b is at most 24 KB, half of a first-level cache of 48 KB and within the stack of a call.
const DEPTH: usize = 128;
/// The rows of a that meet one panel fill half of the second-level cache.
const BAND: usize = L2 / 2 / (DEPTH * 8) / ROWS * ROWS;
/// Copying a panel pays off from this many rows on.
const COPY_FROM: usize = 4 * ROWS;

/// Sizes and steps of one tile: `width` columns exist, rows of c and b are `ldc` and `ldb` apart.
#[derive(Clone, Copy)]
struct Shape {
    height: usize,
    width: usize,
    depth: usize,
    lda: usize,
    ldb: usize,
    ldc: usize,
    first: bool,
}

#[inline(always)]
fn multiply_add(a: f64, b: f64, sum: f64) -> f64 {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    unsafe {
        use core::arch::x86_64::*;
        return _mm_cvtsd_f64(_mm_fmadd_pd(_mm_set1_pd(a), _mm_set1_pd(b), _mm_set1_pd(sum)));
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "fma")))]
    {
        a * b + sum
    }
}

type Vector = [f64; LANES];
/// On a cache line of its own.
#[repr(align(64))]
struct Tile {
    _vectors: [[Vector; 3]; ROWS],
}

/// One tile of `VECTORS` vectors. Rows of a beyond the last are read as the last, and not written.
#[inline(always)]
unsafe fn tile<const VECTORS: usize>(s: Shape, a: *const f64, b: *const f64, c: *mut f64) {
    let mut sum = [[[0.0f64; LANES]; VECTORS]; ROWS];
    let mut row = [a; ROWS];
    for i in 0..ROWS {
        row[i] = a.add((if i < s.height { i } else { s.height - 1 }) * s.lda);
    }
    for p in 0..s.depth {
        let mut line = [[0.0f64; LANES]; VECTORS];
        for j in 0..VECTORS {
            line[j] = (b.add(p * s.ldb + j * LANES) as *const Vector).read_unaligned();
        }
        for i in 0..ROWS {
            let factor = *row[i].add(p);
            for j in 0..VECTORS {
                for l in 0..LANES {
                    sum[i][j][l] = multiply_add(factor, line[j][l], sum[i][j][l]);
                }
            }
        }
    }
    // By way of memory, so that one short loop serves every height, width and vector.
    let mut out = core::mem::MaybeUninit::<Tile>::uninit();
    let first = out.as_mut_ptr() as *mut Vector;
    for i in 0..ROWS {
        for j in 0..VECTORS {
            first.add(i * 3 + j).write(sum[i][j]);
        }
    }
    write(s, first as *const f64, c);
}

/// Writes or adds the part of a tile that exists.
#[inline(never)]
unsafe fn write(s: Shape, tile: *const f64, c: *mut f64) {
    for i in 0..s.height {
        let row = tile.add(i * WIDTH);
        let c = c.add(i * s.ldc);
        if s.width == WIDTH && s.first {
            // A whole row is a known number of vectors.
            core::ptr::copy_nonoverlapping(row, c, WIDTH);
        } else if s.width == WIDTH {
            for l in 0..WIDTH {
                *c.add(l) += *row.add(l);
            }
        } else {
            for l in 0..s.width {
                *c.add(l) = if s.first { *row.add(l) } else { *c.add(l) + *row.add(l) };
            }
        }
    }
}

/// All tiles of `rows` rows below one panel of b.
#[inline(never)]
unsafe fn strip(rows: usize, s: Shape, a: *const f64, b: *const f64, c: *mut f64) {
    let mut i = 0;
    while i < rows {
        let height = if rows - i < ROWS { rows - i } else { ROWS };
        let shape = Shape { height, ..s };
        let (a, c) = (a.add(i * s.lda), c.add(i * s.ldc));
        if s.width > 2 * LANES {
            tile::<3>(shape, a, b, c);
        } else if s.width > LANES {
            tile::<2>(shape, a, b, c);
        } else {
            tile::<1>(shape, a, b, c);
        }
        i += ROWS;
    }
}

pub unsafe fn matmul_f64(a: *const f64, b: *const f64, c: *mut f64, m: i64, k: i64, n: i64, cancel: *const i32) {
    let (m, n, k) = (m as usize, n as usize, k as usize);
    let mut panel = core::mem::MaybeUninit::<[f64; DEPTH * WIDTH]>::uninit();
    let panel = panel.as_mut_ptr() as *mut f64;
    if k == 0 {
        for i in 0..m * n {
            *c.add(i) = 0.0;
        }
    }
    let least = |x: usize, y: usize| if x < y { x } else { y };
    let mut p = 0;
    while p < k {
        let depth = least(k - p, DEPTH);
        let mut i = 0;
        while i < m {
            let rows = least(m - i, BAND);
            let mut j = 0;
            while j < n {
                if cancel.read_volatile() != 0 {
                    return;
                }
                let width = least(n - j, WIDTH);
                let source = b.add(p * n + j);
                // Vectors past the last column would read beyond b.
                let copies = width % LANES != 0 || rows >= COPY_FROM;
                if copies {
                    for q in 0..depth {
                        for l in 0..WIDTH {
                            *panel.add(q * WIDTH + l) = if l < width { *source.add(q * n + l) } else { 0.0 };
                        }
                    }
                }
                let (from, ldb) = if copies { (panel as *const f64, WIDTH) } else { (source, n) };
                let shape = Shape { height: rows, width, depth, lda: k, ldb, ldc: n, first: p == 0 };
                strip(rows, shape, a.add(i * k + p), from, c.add(i * n + j));
                j += WIDTH;
            }
            i += BAND;
        }
        p += DEPTH;
    }
}
