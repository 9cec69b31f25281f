//! matmul_f64: the product of two matrices of doubles.
//!
//! Version     3
//! Parameters  (a, b, c, m, k, n, work, cancel): c (m × n) = a (m × k) · b (k × n); all row-major and contiguous; `work` has
//!             room for 325,632 doubles where m·k·n is at least 2²¹, and is not used else
//! Requires    8-byte alignment; c and work overlap nothing; every size ≥ 0
//! Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow; order of summation fixed
//!             for given sizes and holes
//! Cancel      read once for every panel of b; c is undefined when it was found set
//! Method      as in matmul_f64.c: a tile of c stays in registers; what does not fit into the caches is copied to lie in the
//!             order in which it is read; sizes that are known are holes

const LANES: usize = 2; // hole lanes: integer 1..16
const REGISTERS: usize = 16; // hole registers: integer 8..64
const L2: usize = 262144; // hole l2: integer 65536..1073741824

/// Sizes; 0 where they come with the call: then fewer kinds of tiles serve all of them.
const M: usize = 0; // hole m: integer 0..1000000000
const K: usize = 0; // hole k: integer 0..1000000000
const N: usize = 0; // hole n: integer 0..1000000000

const EXACT: bool = M > 0 && N > 0;
const LONG: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
const HALF: usize = LONG / 2;
/// Three vectors wide; rows so that tile, one row of b and an element of a fill the registers.
const ROWS: usize = if REGISTERS >= 32 { 8 } else { 4 };
const WIDTH: usize = 3 * LONG;
/// In place, a panel of b is at most 24 KB: within the stack of a call, where its last one may have to be copied.
const NEAR_DEPTH: usize = 128;
/// Copied, c is read and written once for so many steps of the inner product.
const DEPTH: usize = 256;
/// A band of a fills half of the second-level cache; rows that every tile height divides.
const FIT: usize = L2 / 2 / (DEPTH * 8) / 8 * 8;
const BAND: usize = if FIT > 240 { 240 } else { FIT };
/// What is left of the rows and, in half vectors, of the columns: constants, so that nothing else is compiled.
const LEFT: usize = M % ROWS;
const LAST: usize = (N % WIDTH + HALF - 1) / HALF;
const KNOWN: usize = M * K * N;
/// Columns of b that are copied at once: 2 MB.
const STRETCH: usize = 1032 / WIDTH * WIDTH;
/// In place up to here: 128 × 128 × 128.
const COPIES_FROM: usize = 1 << 21;

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
unsafe fn fused<const W: usize>(x: f64, y: [f64; W], s: [f64; W]) -> [f64; W] {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    {
        use core::arch::x86_64::*;
        use core::mem::transmute_copy;
        #[cfg(target_feature = "avx512f")]
        if W == 8 {
            return transmute_copy(&_mm512_fmadd_pd(_mm512_set1_pd(x), transmute_copy(&y), transmute_copy(&s)));
        }
        if W == 4 {
            return transmute_copy(&_mm256_fmadd_pd(_mm256_set1_pd(x), transmute_copy(&y), transmute_copy(&s)));
        }
        if W == 2 {
            return transmute_copy(&_mm_fmadd_pd(_mm_set1_pd(x), transmute_copy(&y), transmute_copy(&s)));
        }
    }
    let mut sum = s;
    for l in 0..W {
        sum[l] = fused1(x, y[l], sum[l]);
    }
    sum
}

#[inline(always)]
unsafe fn read<const W: usize>(from: *const f64) -> [f64; W] {
    (from as *const [f64; W]).read_unaligned()
}

/// Writes where `first`, adds to what is there else.
#[inline(always)]
unsafe fn put<const W: usize>(sum: [f64; W], to: *mut f64, first: bool) {
    let mut all = sum;
    if !first {
        let old: [f64; W] = read(to);
        for l in 0..W {
            all[l] += old[l];
        }
    }
    (to as *mut [f64; W]).write_unaligned(all);
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

/// How a tile reads and writes: the element of a in row i at step p is a[i·across + p·down]; `ldb` and `ldc` doubles lie
/// between rows; only `height` rows and `width` columns exist.
#[derive(Clone, Copy)]
struct Shape {
    depth: usize,
    across: usize,
    down: usize,
    ldb: usize,
    ldc: usize,
    height: usize,
    width: usize,
    first: bool,
}

/// A tile of `HEIGHT` rows and `VECTORS` vectors, and `PART` (none or one) halves of a vector more.
#[inline(always)]
unsafe fn tile<const HEIGHT: usize, const VECTORS: usize, const PART: usize>(
    s: Shape,
    a: *const f64,
    b: *const f64,
    c: *mut f64,
) {
    let mut sum = [[[0.0f64; LONG]; VECTORS]; HEIGHT];
    let mut rest = [[[0.0f64; HALF]; PART]; HEIGHT];
    // What the tile is added to comes from far: asked for now, it is there when the sums are.
    #[cfg(target_arch = "x86_64")]
    if !s.first {
        rows!(HEIGHT, i => for j in 0..VECTORS + 1 {
            let line = c.wrapping_add(i * s.ldc + j * LONG) as *const i8;
            core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(line);
        });
    }
    let (mut x, mut y) = (a, b);
    for _ in 0..s.depth {
        let mut line = [[0.0f64; LONG]; VECTORS];
        let mut end = [[0.0f64; HALF]; PART];
        for j in 0..VECTORS {
            line[j] = read(y.add(j * LONG));
        }
        for j in 0..PART {
            end[j] = read(y.add(VECTORS * LONG));
        }
        rows!(HEIGHT, i => {
            let factor = *x.add(i * s.across);
            for j in 0..VECTORS {
                sum[i][j] = fused(factor, line[j], sum[i][j]);
            }
            for j in 0..PART {
                rest[i][j] = fused(factor, end[j], rest[i][j]);
            }
        });
        x = x.wrapping_add(s.down);
        y = y.wrapping_add(s.ldb);
    }
    if s.height == HEIGHT && s.width == VECTORS * LONG + PART * HALF {
        rows!(HEIGHT, i => {
            for j in 0..VECTORS {
                put(sum[i][j], c.add(i * s.ldc + j * LONG), s.first);
            }
            for j in 0..PART {
                put(rest[i][j], c.add(i * s.ldc + VECTORS * LONG), s.first);
            }
        });
        return;
    }
    let mut out = [0.0f64; WIDTH + HALF];
    let row = out.as_mut_ptr();
    rows!(HEIGHT, i => {
        for j in 0..VECTORS {
            put(sum[i][j], row.add(j * LONG), true);
        }
        for j in 0..PART {
            put(rest[i][j], row.add(VECTORS * LONG), true);
        }
        if i >= s.height {
            return;
        }
        for j in 0..s.width {
            put([*row.add(j)], c.add(i * s.ldc + j), s.first);
        }
    });
}

/// Rows of a under a panel of b: `whole` tiles of full height, then `left` rows.
#[derive(Clone, Copy)]
struct Band {
    whole: usize,
    left: usize,
    a: *const f64,
    lda: usize,
    packed: bool,
}

#[inline(always)]
unsafe fn tiles<const VECTORS: usize, const PART: usize>(band: Band, mut shape: Shape, b: *const f64, c: *mut f64) {
    let next = if band.packed { shape.depth * ROWS } else { ROWS * band.lda };
    let (mut a, mut to) = (band.a, c);
    shape.height = ROWS;
    if !EXACT && band.packed {
        let all = band.whole * ROWS + band.left;
        let mut i = 0;
        while i < all {
            shape.height = least(ROWS, all - i);
            tile::<ROWS, VECTORS, PART>(shape, a, b, to.wrapping_add(i * shape.ldc));
            a = a.wrapping_add(next);
            i += ROWS;
        }
        return;
    }
    for _ in 0..band.whole {
        tile::<ROWS, VECTORS, PART>(shape, a, b, to);
        a = a.wrapping_add(next);
        to = to.wrapping_add(ROWS * shape.ldc);
    }
    if !EXACT {
        shape.height = 1;
        for i in 0..band.left {
            tile::<1, VECTORS, PART>(shape, a.add(i * shape.across), b, to.add(i * shape.ldc));
        }
        return;
    }
    let mut done = 0;
    if LEFT & 4 != 0 && band.left != 0 {
        shape.height = 4;
        tile::<4, VECTORS, PART>(shape, a, b, to);
        done = 4;
    }
    if LEFT & 2 != 0 && band.left != 0 {
        shape.height = 2;
        tile::<2, VECTORS, PART>(shape, a.add(done * shape.across), b, to.add(done * shape.ldc));
        done += 2;
    }
    if LEFT & 1 != 0 && band.left != 0 {
        shape.height = 1;
        tile::<1, VECTORS, PART>(shape, a.add(done * shape.across), b, to.add(done * shape.ldc));
    }
}

/// A panel of b with `shape.width` columns, as the fewest half vectors that cover them.
#[inline(always)]
unsafe fn panel(band: Band, shape: Shape, b: *const f64, c: *mut f64) {
    if !EXACT {
        if band.packed || shape.width > 2 * LONG {
            tiles::<3, 0>(band, shape, b, c);
        } else if shape.width > LONG {
            tiles::<2, 0>(band, shape, b, c);
        } else {
            tiles::<1, 0>(band, shape, b, c);
        }
        return;
    }
    if shape.width == WIDTH {
        tiles::<3, 0>(band, shape, b, c);
        return;
    }
    match LAST {
        1 => tiles::<0, 1>(band, shape, b, c),
        2 => tiles::<1, 0>(band, shape, b, c),
        3 => tiles::<1, 1>(band, shape, b, c),
        4 => tiles::<2, 0>(band, shape, b, c),
        5 => tiles::<2, 1>(band, shape, b, c),
        _ => tiles::<3, 0>(band, shape, b, c),
    }
}

#[inline(always)]
const fn least(x: usize, y: usize) -> usize {
    if x < y {
        x
    } else {
        y
    }
}

/// Rows of a side by side, `ROWS` at a time, in the order of the inner product.
#[inline(never)]
unsafe fn pack(a: *const f64, lda: usize, rows: usize, depth: usize, mut to: *mut f64) {
    let mut i = 0;
    while i < rows {
        let mut row = [a; ROWS];
        for r in 0..ROWS {
            row[r] = a.add(least(i + r, rows - 1) * lda);
        }
        for p in 0..depth {
            for r in 0..ROWS {
                *to.add(r) = *row[r].add(p);
            }
            to = to.wrapping_add(ROWS);
        }
        i += ROWS;
    }
}

/// `columns` columns of b as panels of `depth` rows each, with zeros beyond the last column.
#[inline(never)]
unsafe fn copy_panels(b: *const f64, ldb: usize, depth: usize, columns: usize, to: *mut f64) {
    let (whole, last) = (columns / WIDTH, columns % WIDTH);
    for q in 0..depth {
        let row = b.add(q * ldb);
        let line = to.add(q * WIDTH);
        for j in 0..whole {
            for v in 0..3 {
                put(read::<LONG>(row.add(j * WIDTH + v * LONG)), line.add(j * depth * WIDTH + v * LONG), true);
            }
        }
        if last > 0 {
            for l in 0..WIDTH {
                *line.add(whole * depth * WIDTH + l) = if l < last { *row.add(whole * WIDTH + l) } else { 0.0 };
            }
        }
    }
}

/// What stands still while the panels of b go by: with `copied`, b is in panels of their own.
#[derive(Clone, Copy)]
struct Columns {
    b: *const f64,
    ldb: usize,
    copied: bool,
    count: usize,
}

#[inline(always)]
unsafe fn all_columns(band: Band, columns: Columns, mut shape: Shape, c: *mut f64, cancel: *const i32) {
    let (whole, last) = (columns.count / WIDTH, columns.count % WIDTH);
    let next = if columns.copied { shape.depth * WIDTH } else { WIDTH };
    shape.ldb = if columns.copied { WIDTH } else { columns.ldb };
    shape.width = WIDTH;
    let (mut b, mut to) = (columns.b, c);
    if !EXACT {
        let mut own = core::mem::MaybeUninit::<[f64; NEAR_DEPTH * WIDTH]>::uninit();
        let own = own.as_mut_ptr() as *mut f64;
        let mut j = 0;
        while j < columns.count {
            if cancel.read_volatile() != 0 {
                return;
            }
            shape.width = least(WIDTH, columns.count - j);
            let moves = !columns.copied && shape.width % LONG != 0;
            if moves {
                copy_panels(b, columns.ldb, shape.depth, shape.width, own);
            }
            shape.ldb = if moves || columns.copied { WIDTH } else { columns.ldb };
            panel(band, shape, if moves { own as *const f64 } else { b }, to.wrapping_add(j));
            b = b.wrapping_add(next);
            j += WIDTH;
        }
        return;
    }
    for _ in 0..whole {
        if cancel.read_volatile() != 0 {
            return;
        }
        panel(band, shape, b, to);
        b = b.wrapping_add(next);
        to = to.wrapping_add(WIDTH);
    }
    if last == 0 {
        return;
    }
    shape.width = last;
    // Vectors past the last column would read beyond b.
    if columns.copied || last % HALF == 0 {
        panel(band, shape, b, to);
    } else {
        let mut own = core::mem::MaybeUninit::<[f64; NEAR_DEPTH * WIDTH]>::uninit();
        let own = own.as_mut_ptr() as *mut f64;
        copy_panels(b, columns.ldb, shape.depth, last, own);
        shape.ldb = WIDTH;
        panel(band, shape, own, to);
    }
}

/// All of it in place: what fits into the caches.
#[inline(never)]
unsafe fn near(a: *const f64, b: *const f64, c: *mut f64, sizes: [usize; 3], cancel: *const i32) {
    if KNOWN >= COPIES_FROM {
        return;
    }
    let [m, k, n] = known(sizes);
    let mut p = 0;
    while p < k {
        let depth = least(k - p, NEAR_DEPTH);
        let band = Band { whole: m / ROWS, left: m % ROWS, a: a.add(p), lda: k, packed: false };
        let columns = Columns { b: b.add(p * n), ldb: n, copied: false, count: n };
        let first = p == 0;
        let shape = Shape { depth, across: k, down: 1, ldb: n, ldc: n, height: ROWS, width: WIDTH, first };
        all_columns(band, columns, shape, c, cancel);
        p += NEAR_DEPTH;
    }
}

/// Copies of a stretch of b, in panels, and of a band of a.
#[inline(never)]
unsafe fn far(a: *const f64, b: *const f64, c: *mut f64, sizes: [usize; 3], work: *mut f64, cancel: *const i32) {
    if KNOWN > 0 && KNOWN < COPIES_FROM {
        return;
    }
    let [m, k, n] = known(sizes);
    let panels = work.add(BAND * DEPTH);
    let mut j = 0;
    while j < n {
        // Each with its number of columns, which may be known.
        let count = if n - j < STRETCH { n % STRETCH } else { STRETCH };
        let mut p = 0;
        while p < k {
            let depth = least(k - p, DEPTH);
            copy_panels(b.add(p * n + j), n, depth, count, panels);
            let mut i = 0;
            while i < m {
                let rows = least(m - i, BAND);
                pack(a.add(i * k + p), k, rows, depth, work);
                let left = if i + rows == m { m % ROWS } else { 0 };
                let band = Band { whole: rows / ROWS, left, a: work, lda: 0, packed: true };
                let columns = Columns { b: panels, ldb: WIDTH, copied: true, count };
                let first = p == 0;
                let shape = Shape { depth, across: 1, down: ROWS, ldb: WIDTH, ldc: n, height: ROWS, width: WIDTH, first };
                all_columns(band, columns, shape, c.add(i * n + j), cancel);
                if cancel.read_volatile() != 0 {
                    return;
                }
                i += BAND;
            }
            p += DEPTH;
        }
        j += STRETCH;
    }
}

/// The sizes, those that are known as constants.
#[inline(always)]
fn known([m, k, n]: [usize; 3]) -> [usize; 3] {
    [if M > 0 { M } else { m }, if K > 0 { K } else { k }, if N > 0 { N } else { n }]
}

/// a, b: m·k and k·n doubles to read, c: m·n to write, which overlaps neither.
#[inline(always)]
pub unsafe fn matmul_f64(
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    m: i64,
    k: i64,
    n: i64,
    work: *mut f64,
    cancel: *const i32,
) {
    let sizes = [m as usize, k as usize, n as usize];
    if k == 0 {
        for i in 0..sizes[0] * sizes[2] {
            *c.add(i) = 0.0;
        }
    } else if sizes[0] * sizes[1] * sizes[2] >= COPIES_FROM {
        far(a, b, c, sizes, work, cancel);
    } else {
        near(a, b, c, sizes, cancel);
    }
}
