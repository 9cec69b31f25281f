//! solve_f64: a linear system of doubles of any size, and the determinant of its matrix.
//!
//! Version     2
//! Parameters  (a, b, x, lu, info, n, r, cancel): a (n × n) · x (n × r) = b (n × r), row-major and contiguous; b is the identity
//!             and not read where `inverse` is 1 (then r = n); b and x are not touched where r = 0; lu has room for n·n doubles;
//!             info[0] is the determinant, info[1] is 1 where a pivot is exactly 0, else 0; x is undefined where it is 1
//! Requires    8-byte alignment; x, lu and info overlap nothing; sizes ≥ 0
//! Error       (a + d)·x = b with |d| ≤ γ_3n |l| |u|, for the triangular factors of a, barring overflow and underflow. Nothing
//!             is fused, and each entry has its terms in the definition's order: every bit is the definition's
//! Cancel      read once for every band of columns; what has been written is undefined when it was found set
//! Method      as in solve_f64.c: bands of columns are eliminated, what is right of them is updated tile by tile in registers

const INVERSE: usize = 0; // hole inverse: integer 0..1
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
/// Columns that are eliminated before the rest is updated.
const BAND: isize = 32;

/// The body for each row of a tile, written out: only then do the rows stay in registers.
macro_rules! rows {
    ($height:ident, $i:ident => $body:expr) => {
        rows!(@ $height, $i, $body, 0, 1, 2, 3, 4, 5, 6, 7);
    };
    (@ $height:ident, $i:ident, $body:expr, $($row:literal),*) => {
        $( if $row < $height { let $i = $row; $body } )*
    };
}

/// What is updated, c (m × n) −= a (m × depth) · b (depth × n), by its distances between rows.
#[derive(Clone, Copy)]
struct Places {
    a: *const f64,
    lda: isize,
    step: isize,
    b: *const f64,
    ldb: isize,
    c: *mut f64,
    ldc: isize,
}

/// A tile of c: HEIGHT rows by VECTORS vectors of WIDE.
#[inline(always)]
unsafe fn tile<const HEIGHT: usize, const VECTORS: usize, const WIDE: usize>(at: &Places, i: isize, j: isize, depth: isize) {
    let (mut a, mut b) = (at.a.offset(i * at.lda), at.b.offset(j));
    let c = at.c.offset(i * at.ldc + j);
    let mut sum = [[[0.0f64; WIDE]; VECTORS]; HEIGHT];
    rows!(HEIGHT, i => for v in 0..VECTORS {
        sum[i][v] = (c.offset(i as isize * at.ldc).add(v * WIDE) as *const [f64; WIDE]).read_unaligned();
    });
    for _ in 0..depth {
        let mut line = [[0.0f64; WIDE]; VECTORS];
        for v in 0..VECTORS {
            line[v] = (b.add(v * WIDE) as *const [f64; WIDE]).read_unaligned();
        }
        rows!(HEIGHT, i => {
            let factor = *a.offset(i as isize * at.lda);
            for v in 0..VECTORS {
                for l in 0..WIDE {
                    sum[i][v][l] -= factor * line[v][l];
                }
            }
        });
        a = a.wrapping_offset(at.step);
        b = b.wrapping_offset(at.ldb);
    }
    rows!(HEIGHT, i => for v in 0..VECTORS {
        (c.offset(i as isize * at.ldc).add(v * WIDE) as *mut [f64; WIDE]).write_unaligned(sum[i][v]);
    });
}

#[inline(always)]
unsafe fn columns<const VECTORS: usize, const WIDE: usize>(at: &Places, m: isize, n: isize, depth: isize, mut j: isize) -> isize {
    let width = (VECTORS * WIDE) as isize;
    while j + width <= n {
        let mut i = 0;
        while i + ROWS as isize <= m {
            tile::<ROWS, VECTORS, WIDE>(at, i, j, depth);
            i += ROWS as isize;
        }
        while i < m {
            tile::<1, VECTORS, WIDE>(at, i, j, depth);
            i += 1;
        }
        j += width;
    }
    j
}

#[inline(never)]
unsafe fn update(at: Places, m: isize, n: isize, depth: isize) {
    let j = columns::<2, WIDTH>(&at, m, n, depth, 0);
    let j = columns::<1, WIDTH>(&at, m, n, depth, j);
    columns::<1, 1>(&at, m, n, depth, j);
}

unsafe fn exchange(x: *mut f64, y: *mut f64, n: isize) {
    for j in 0..n {
        core::ptr::swap(x.offset(j), y.offset(j));
    }
}

/// Where in column k, from its diagonal on, the largest entry stands: by bits, of which what is no number has the most.
unsafe fn largest(lu: *const f64, n: isize, k: isize) -> isize {
    let mut place = k;
    let mut most = 0;
    for i in k..n {
        let key = (*lu.offset(i * n + k)).to_bits() << 1;
        if key > most {
            place = i;
            most = key;
        }
    }
    place
}

/// The matrix and the right sides that are worked on.
struct System {
    lu: *mut f64,
    x: *mut f64,
    n: isize,
    r: isize,
    determinant: f64,
}

/// Columns k to `end` below the diagonal: false where a pivot is 0. Rows are exchanged as a whole.
unsafe fn eliminate(s: &mut System, first: isize, end: isize) -> bool {
    let (n, r) = (s.n, s.r);
    for k in first..end {
        let place = largest(s.lu, n, k);
        let top = s.lu.offset(k * n);
        if place != k {
            exchange(top, s.lu.offset(place * n), n);
            exchange(s.x.offset(k * r), s.x.offset(place * r), r);
            s.determinant = -s.determinant;
        }
        let head = *top.offset(k);
        if head == 0.0 {
            return false;
        }
        s.determinant *= head;
        for i in k + 1..n {
            let row = s.lu.offset(i * n);
            let factor = *row.offset(k) / head;
            *row.offset(k) = factor;
            for j in k + 1..end {
                *row.offset(j) -= factor * *top.offset(j);
            }
        }
    }
    true
}

/// x = the solution of u · x = x, from the last band up; terms come in falling order.
unsafe fn back(s: &System, cancel: *const i32) {
    let (n, r, lu, x) = (s.n, s.r, s.lu, s.x);
    let mut end = n;
    while end > 0 {
        if cancel.read_volatile() != 0 {
            return;
        }
        let start = if end > BAND { end - BAND } else { 0 };
        for k in (start..end).rev() {
            let (row, b) = (x.offset(k * r), x.offset((end - 1) * r));
            let a = lu.offset(k * n + end - 1);
            update(Places { a, lda: n, step: -1, b, ldb: -r, c: row, ldc: r }, 1, r, end - 1 - k);
            let head = *lu.offset(k * n + k);
            for q in 0..r {
                *row.offset(q) /= head;
            }
        }
        let a = lu.offset(end - 1);
        let b = x.offset((end - 1) * r);
        update(Places { a, lda: n, step: -1, b, ldb: -r, c: x, ldc: r }, start, r, end - start);
        end = start;
    }
}

/// a: n·n doubles to read, b: n·r; x: n·r to write, lu: n·n, info: 2, which overlap nothing.
#[inline(never)]
pub unsafe fn solve_f64(
    a: *const f64,
    b: *const f64,
    x: *mut f64,
    lu: *mut f64,
    info: *mut f64,
    n: i64,
    r: i64,
    cancel: *const i32,
) {
    let (n, r) = (n as isize, r as isize);
    for i in 0..n * n {
        *lu.offset(i) = *a.offset(i);
    }
    for i in 0..n {
        for q in 0..r {
            *x.offset(i * r + q) = if INVERSE == 0 { *b.offset(i * r + q) } else { (i == q) as i32 as f64 };
        }
    }
    let mut s = System { lu, x, n, r, determinant: 1.0 };
    *info = 0.0;
    *info.add(1) = 1.0;
    let mut k = 0;
    while k < n {
        if cancel.read_volatile() != 0 {
            return;
        }
        let end = if n < k + BAND { n } else { k + BAND };
        let below = n - end;
        if !eliminate(&mut s, k, end) {
            return;
        }
        let (u, y) = (lu.offset(k * n + end) as *const f64, x.offset(k * r) as *const f64);
        for i in k + 1..end {
            let l = lu.offset(i * n + k) as *const f64;
            update(Places { a: l, lda: n, step: 1, b: u, ldb: n, c: lu.offset(i * n + end), ldc: n }, 1, below, i - k);
            update(Places { a: l, lda: n, step: 1, b: y, ldb: r, c: x.offset(i * r), ldc: r }, 1, r, i - k);
        }
        if below > 0 {
            let l = lu.offset(end * n + k) as *const f64;
            update(Places { a: l, lda: n, step: 1, b: u, ldb: n, c: lu.offset(end * n + end), ldc: n }, below, below, end - k);
            update(Places { a: l, lda: n, step: 1, b: y, ldb: r, c: x.offset(end * r), ldc: r }, below, r, end - k);
        }
        k = end;
    }
    back(&s, cancel);
    *info = s.determinant;
    *info.add(1) = 0.0;
}
