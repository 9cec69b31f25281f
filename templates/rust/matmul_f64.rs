//! matmul_f64: the product of two matrices of doubles.
//!
//! Version     7
//! Parameters  (a, b, c, d, m, k, n, work, cancel, team): c (m × n) = a (m × k) · b (k × n), or what the holes say, with
//!             d (m × n); all row-major and contiguous; `work` has room for 325,632 doubles where m·k·n is at least 2²⁶, or
//!             a lies transposed, m > 512 and m·k·n is at least 2²¹; it is not used else, nor is d where `adds` is 0; d is
//!             one double where it is 4
//! Requires    8-byte alignment; c and work overlap nothing; every size ≥ 0
//! Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow, and u |c| more for
//!             every 128 steps of the inner product where there is d; order of summation fixed for given sizes and holes
//! Cancel      read once for every panel of b; c is undefined when it was found set
//! Team        rows of c are shared out from 2²² multiply-adds on; scratch of 325,632 doubles; the same bits for any number
//! Method      as in matmul_f64.c: a tile of c stays in registers; what does not fit into the caches is copied to lie in the
//!             order in which it is read; a tile that is not all there is computed whole; sizes that are known are holes;
//!             zeros of a triangular factor are not multiplied

use core::ffi::c_void;

const LANES: usize = 2; // hole lanes: integer 1..16
const REGISTERS: usize = 16; // hole registers: integer 8..64
const L2: usize = 262144; // hole l2: integer 65536..1073741824

/// Sizes; 0 where they come with the call: then fewer kinds of tiles serve all of them.
const M: usize = 0; // hole m: integer 0..1000000000
const K: usize = 0; // hole k: integer 0..1000000000
const N: usize = 0; // hole n: integer 0..1000000000
/// A factor that lies transposed: a is k × m, b is n × k.
const LEFT: u8 = 0; // hole left: integer 0..1
const RIGHT: u8 = 0; // hole right: integer 0..1
/// c = a·b (0), d + a·b (1), d − a·b (2), a·b − d (3), a·b times the number d (4).
const ADDS: u8 = 0; // hole adds: integer 0..4
const JOINS: bool = ADDS > 0 && ADDS < 4;
/// The factors are each other's transposes, so that c is symmetric: half of it is computed, the rest copied from there.
const SYMMETRIC: u8 = 0; // hole symmetric: integer 0..1
/// A factor, as it stands in the product, has zeros above (1) or below (2) its diagonal: they are not multiplied.
const LEFT_ZEROS: u8 = 0; // hole left_zeros: integer 0..2
const RIGHT_ZEROS: u8 = 0; // hole right_zeros: integer 0..2

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
/// In place, a panel of b is at most 24 KB: within the stack of a call, where it may have to be copied.
const NEAR_DEPTH: usize = 128;
/// Copied, c is read and written once for so many steps of the inner product.
const DEPTH: usize = 256;
/// A band of a fills half of the second-level cache; rows that every tile height divides.
const FIT: usize = L2 / 2 / (DEPTH * 8) / 8 * 8;
const BAND: usize = if FIT > 240 { 240 } else { FIT };
/// Columns of b that are copied at once: 2 MB.
const STRETCH: usize = 1032 / WIDTH * WIDTH;
/// In place up to here: 406 × 406 × 406. Columns of a far apart share the sets of the caches, so they are copied earlier.
const fn copies(m: usize, k: usize, n: usize) -> bool {
    m * k * n >= 1 << 26 || (LEFT == 1 && m > 512 && m * k * n >= 1 << 21)
}
/// By several threads, where there are, from here on: 160 × 160 × 160, which takes one of them 0.15 ms.
const SHARED_FROM: usize = 1 << 22;
/// Known: all in place, or all copied.
const KNOWN: bool = EXACT && K > 0;
const ALL_NEAR: bool = KNOWN && !copies(M, K, N);
const ALL_FAR: bool = KNOWN && copies(M, K, N);

/// The tiles that are compiled: those of full size; where the sizes are known, with just the rows and half vectors that are
/// left; else with half of the rows, and with one and two vectors.
const FEW: usize = if EXACT { M % ROWS } else { ROWS / 2 };
const LAST: usize = (N % WIDTH + HALF - 1) / HALF;

/// Threads, as templates/README.md has them.
#[repr(C)]
struct Team {
    run:
        unsafe extern "C" fn(*const Team, unsafe extern "C" fn(*mut c_void, i64, *mut f64), *mut c_void, i64),
    threads: i64,
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

/// x·y + s, fused where the target can; a vector operation where there is one of this length.
#[inline(always)]
unsafe fn fused<const W: usize>(x: f64, y: [f64; W], s: [f64; W]) -> [f64; W] {
    #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
    {
        use core::arch::x86_64::*;
        use core::mem::transmute_copy;
        #[cfg(target_feature = "avx512f")]
        if W == 8 {
            return transmute_copy(&_mm512_fmadd_pd(
                _mm512_set1_pd(x),
                transmute_copy(&y),
                transmute_copy(&s),
            ));
        }
        if W == 4 {
            return transmute_copy(&_mm256_fmadd_pd(
                _mm256_set1_pd(x),
                transmute_copy(&y),
                transmute_copy(&s),
            ));
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

#[inline(always)]
const fn least(x: usize, y: usize) -> usize {
    if x < y {
        x
    } else {
        y
    }
}

#[inline(always)]
unsafe fn write<const W: usize>(value: [f64; W], to: *mut f64) {
    (to as *mut [f64; W]).write_unaligned(value);
}

/// A product with what it is added to, or that is subtracted from it: entries of d, or of c as the stretches of the inner
/// product before this one left them, which already have the sign that they are to have. The product alone where `before`
/// is null.
#[inline(always)]
unsafe fn joined<const W: usize>(product: [f64; W], before: *const f64, sign: f64) -> [f64; W] {
    if before.is_null() {
        return product;
    }
    let mut all: [f64; W] = read(before);
    for l in 0..W {
        all[l] = match ADDS {
            2 => all[l] - product[l],
            3 => sign * all[l] + product[l],
            _ => all[l] + product[l],
        };
    }
    all
}

#[inline(always)]
fn scaled<const W: usize>(product: [f64; W], scale: f64) -> [f64; W] {
    let mut all = product;
    for l in 0..W {
        all[l] = product[l] * scale;
    }
    all
}

#[inline(always)]
fn sign(before: *const f64, c: *const f64) -> f64 {
    if ADDS == 3 && before != c {
        -1.0
    } else {
        1.0
    }
}

/// Where the entries `places` later are added to.
#[inline(always)]
fn later(before: *const f64, places: usize) -> *const f64 {
    if before.is_null() {
        before
    } else {
        before.wrapping_add(places)
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

/// `depth` steps: the element of a in row i at step p is a[i·across + p·down], and `ldb` doubles lie between the rows of b.
#[derive(Clone, Copy)]
struct Steps {
    depth: usize,
    across: usize,
    down: usize,
    ldb: usize,
    /// Which step of the whole inner product is the first.
    at: usize,
    /// What the products are multiplied by, where `adds` says so.
    scale: f64,
}

impl Steps {
    /// Only steps from `from` up to, not including, `to` of the whole inner product.
    #[inline(always)]
    fn narrow(&mut self, a: &mut *const f64, b: &mut *const f64, from: usize, to: usize) {
        self.depth = least(self.depth, to.saturating_sub(self.at));
        let skip = least(from.saturating_sub(self.at), self.depth);
        *a = a.wrapping_add(skip * self.down);
        *b = b.wrapping_add(skip * self.ldb);
        self.at += skip;
        self.depth -= skip;
    }

    /// The steps in which there is a product for rows of a from `first` up to, not including, `end`.
    #[inline(always)]
    fn narrow_rows(&mut self, a: &mut *const f64, b: &mut *const f64, first: usize, end: usize) {
        match LEFT_ZEROS {
            1 => self.narrow(a, b, 0, end),
            2 => self.narrow(a, b, first, self.at + self.depth),
            _ => (),
        }
    }

    /// The same for columns of b.
    #[inline(always)]
    fn narrow_columns(&mut self, a: &mut *const f64, b: &mut *const f64, first: usize, end: usize) {
        match RIGHT_ZEROS {
            1 => self.narrow(a, b, first, self.at + self.depth),
            2 => self.narrow(a, b, 0, end),
            _ => (),
        }
    }
}

/// A tile of `HEIGHT` rows and `VECTORS` vectors, and `PART` (none or one) halves of a vector more. `before`: what it is added
/// to, with rows as far apart as those of c; null for nothing, which is then what is written.
#[inline(never)]
unsafe fn tile<const HEIGHT: usize, const VECTORS: usize, const PART: usize>(
    s: &Steps,
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    ldc: usize,
    before: *const f64,
) {
    let mut sum = [[[0.0f64; LONG]; VECTORS]; HEIGHT];
    let mut rest = [[[0.0f64; HALF]; PART]; HEIGHT];
    // What the tile is added to comes from far: asked for now, it is there when the sums are.
    #[cfg(target_arch = "x86_64")]
    if !before.is_null() {
        for i in 0..HEIGHT {
            for j in 0..VECTORS + 1 {
                let line = before.wrapping_add(i * ldc + j * LONG) as *const i8;
                core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(line);
            }
        }
    }
    let across = if ALL_FAR || (ALL_NEAR && LEFT == 1) {
        1
    } else if ALL_NEAR {
        K
    } else {
        s.across
    };
    let down = if ALL_FAR {
        ROWS
    } else if ALL_NEAR {
        if LEFT == 1 {
            M
        } else {
            1
        }
    } else {
        s.down
    };
    let ldb = if ALL_FAR { WIDTH } else { s.ldb };
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
            let factor = *x.add(i * across);
            for j in 0..VECTORS {
                sum[i][j] = fused(factor, line[j], sum[i][j]);
            }
            for j in 0..PART {
                rest[i][j] = fused(factor, end[j], rest[i][j]);
            }
        });
        x = x.wrapping_add(down);
        y = y.wrapping_add(ldb);
    }
    if ADDS == 4 {
        rows!(HEIGHT, i => {
            for j in 0..VECTORS {
                sum[i][j] = scaled(sum[i][j], s.scale);
            }
            for j in 0..PART {
                rest[i][j] = scaled(rest[i][j], s.scale);
            }
        });
    }
    if !before.is_null() {
        let sign = sign(before, c);
        rows!(HEIGHT, i => {
            let row = before.wrapping_add(i * ldc);
            for j in 0..VECTORS {
                sum[i][j] = joined(sum[i][j], row.wrapping_add(j * LONG), sign);
            }
            for j in 0..PART {
                rest[i][j] = joined(rest[i][j], row.wrapping_add(VECTORS * LONG), sign);
            }
        });
    }
    rows!(HEIGHT, i => {
        let row = c.wrapping_add(i * ldc);
        for j in 0..VECTORS {
            write(sum[i][j], row.add(j * LONG));
        }
        for j in 0..PART {
            write(rest[i][j], row.add(VECTORS * LONG));
        }
    });
}

/// A stretch of a, in place or copied to lie `ROWS` rows side by side: its first row is row `first` of the whole, and `next`
/// doubles after a tile's first row the next tile's begins.
struct Band {
    a: *const f64,
    rows: usize,
    first: usize,
    next: usize,
    copied: bool,
}

/// Where tiles under a panel of b are written: as many columns as they have, of which `width` from `skip` on are wanted.
/// `whole`: the others may be written too. `before`: what they are added to, null for nothing.
struct Target {
    c: *mut f64,
    before: *const f64,
    ldc: usize,
    columns: usize,
    skip: usize,
    width: usize,
    whole: bool,
}

/// How many columns the tile has that covers `width`.
#[inline(always)]
fn covered(width: usize) -> usize {
    if width > (if EXACT { WIDTH - 1 } else { 2 * LONG }) {
        WIDTH
    } else if EXACT {
        LAST * HALF
    } else if width > LONG {
        2 * LONG
    } else {
        LONG
    }
}

/// The tile, `low` or of all rows, that has so many columns.
#[inline(always)]
unsafe fn compute(
    low: bool,
    columns: usize,
    s: &Steps,
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    ldc: usize,
    before: *const f64,
) {
    if low && FEW > 0 {
        compute_high::<FEW>(columns, s, a, b, c, ldc, before);
    } else {
        compute_high::<ROWS>(columns, s, a, b, c, ldc, before);
    }
}

#[inline(always)]
unsafe fn compute_high<const HEIGHT: usize>(
    columns: usize,
    s: &Steps,
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    ldc: usize,
    before: *const f64,
) {
    if columns == WIDTH {
        tile::<HEIGHT, 3, 0>(s, a, b, c, ldc, before);
    } else if EXACT {
        tile::<HEIGHT, { LAST / 2 }, { LAST % 2 }>(s, a, b, c, ldc, before);
    } else if columns == 2 * LONG {
        tile::<HEIGHT, 2, 0>(s, a, b, c, ldc, before);
    } else {
        tile::<HEIGHT, 1, 0>(s, a, b, c, ldc, before);
    }
}

/// Entries of a row of c, from those of a tile: vectors, of which the last begins earlier where it would go too far.
#[inline(always)]
unsafe fn put_by<const W: usize>(tile: *const f64, line: *mut f64, width: usize, before: *const f64) {
    let sign = sign(before, line);
    let end: [f64; W] = joined(read(tile.add(width - W)), later(before, width - W), sign);
    let mut j = 0;
    while j + W < width {
        write::<W>(joined(read(tile.add(j)), later(before, j), sign), line.add(j));
        j += W;
    }
    write(end, line.add(width - W));
}

#[inline(never)]
unsafe fn put(tile: *const f64, line: *mut f64, width: usize, before: *const f64) {
    if width >= LONG {
        put_by::<LONG>(tile, line, width, before);
    } else if width >= HALF {
        put_by::<HALF>(tile, line, width, before);
    } else {
        put_by::<1>(tile, line, width, before);
    }
}

/// A tile of which only the rows from `from` to `to`, and not all columns, are to be written.
#[inline(never)]
unsafe fn part(
    low: bool,
    s: &Steps,
    a: *const f64,
    b: *const f64,
    target: &Target,
    row: usize,
    from: usize,
    to: usize,
) {
    let mut out = core::mem::MaybeUninit::<[f64; ROWS * WIDTH]>::uninit();
    let out = out.as_mut_ptr() as *mut f64;
    compute(low, target.columns, s, a, b, out, target.columns, core::ptr::null());
    for i in from..to {
        let place = (row + i) * target.ldc + target.skip;
        let line = target.c.wrapping_add(place);
        put(out.add(i * target.columns + target.skip), line, target.width, later(target.before, place));
    }
}

/// The rows after the last full tile, `left` of them from `row` on, where sizes are not known.
#[inline(never)]
unsafe fn rest(
    s: &Steps,
    band: &Band,
    a: *const f64,
    b: *const f64,
    target: &Target,
    row: usize,
    left: usize,
) {
    if band.copied {
        part(left <= FEW, s, a, b, target, row, 0, left);
        return;
    }
    // In place a tile begins as many rows earlier as it has too many, unless there are not so many.
    let (mut a, mut row, mut left) = (a, row, left);
    while left > 0 {
        let low = left <= FEW || row + left < ROWS;
        let height = if low { FEW } else { ROWS };
        let now = least(left, height);
        let more = height - now;
        if row < more {
            let mut copy = core::mem::MaybeUninit::<[f64; ROWS / 2 * NEAR_DEPTH]>::uninit();
            let copy = copy.as_mut_ptr() as *mut f64;
            for p in 0..s.depth {
                for i in 0..FEW {
                    *copy.add(p * FEW + i) = *a.add(least(i, now - 1) * s.across + p * s.down);
                }
            }
            let steps = Steps { across: 1, down: FEW, ..*s };
            part(true, &steps, copy, b, target, row, 0, now);
        } else if target.whole {
            let place = (row - more) * target.ldc;
            let (to, before) = (target.c.wrapping_add(place), later(target.before, place));
            compute(low, target.columns, s, a.wrapping_sub(more * s.across), b, to, target.ldc, before);
        } else {
            part(low, s, a.wrapping_sub(more * s.across), b, target, row - more, more, height);
        }
        row += now;
        a = a.wrapping_add(now * s.across);
        left -= now;
    }
}

/// All tiles of a band, from row `from` on, under one panel of b.
#[inline(never)]
unsafe fn panel(steps: &Steps, band: &Band, from: usize, panel: *const f64, target: &Target) {
    let whole = target.columns == target.width || target.whole;
    let mut i = from;
    while i < band.rows {
        let low = i + ROWS > band.rows;
        let (mut a, mut b) = (band.a.wrapping_add(i / ROWS * band.next), panel);
        let mut some = *steps;
        if LEFT_ZEROS > 0 {
            // Where sizes are not known the last tile may begin earlier.
            let (row, earlier) = (band.first + i, if low && !EXACT { ROWS } else { 0 });
            some.narrow_rows(&mut a, &mut b, row.saturating_sub(earlier), row + ROWS);
        }
        if LEFT_ZEROS > 0 && some.depth == 0 && target.before == target.c {
            i += ROWS;
            continue;
        }
        let s = if LEFT_ZEROS > 0 { &some } else { steps };
        let place = i * target.ldc;
        if low && !EXACT {
            rest(s, band, a, b, target, i, band.rows - i);
        } else if whole {
            let (to, before) = (target.c.wrapping_add(place), later(target.before, place));
            compute(low, target.columns, s, a, b, to, target.ldc, before);
        } else {
            part(low, s, a, b, target, i, 0, if low { FEW } else { ROWS });
        }
        i += ROWS;
    }
}

/// `count` rows, `lda` doubles apart, side by side, in the order of the inner product; the last repeated up to `GROUP`.
#[inline(always)]
unsafe fn interleave<const GROUP: usize>(
    from: *const f64,
    lda: usize,
    count: usize,
    depth: usize,
    mut to: *mut f64,
    across: usize,
) {
    let mut row = [from; GROUP];
    for r in 0..GROUP {
        row[r] = from.add(least(r, count - 1) * lda);
    }
    for p in 0..depth {
        for r in 0..GROUP {
            *to.add(r) = *row[r].add(p);
        }
        to = to.wrapping_add(across);
    }
}

/// `columns` columns of every row of `depth` rows, and zeros beyond them up to `GROUP`, a multiple of half a vector.
#[inline(always)]
unsafe fn stack<const GROUP: usize>(from: *const f64, ld: usize, columns: usize, depth: usize, to: *mut f64) {
    for p in 0..depth {
        let (row, line) = (from.wrapping_add(p * ld), to.wrapping_add(p * GROUP));
        if columns >= GROUP {
            write::<GROUP>(read(row), line);
        } else {
            for l in 0..GROUP {
                *line.add(l) = if l < columns { *row.add(l) } else { 0.0 };
            }
        }
    }
}

/// A band of a: its rows `ROWS` at a time.
#[inline(never)]
unsafe fn pack(a: *const f64, lda: usize, rows: usize, depth: usize, to: *mut f64) {
    let mut i = 0;
    while i < rows {
        let group = to.wrapping_add(i * depth);
        if LEFT == 1 {
            stack::<ROWS>(a.add(i), lda, rows - i, depth, group);
        } else {
            interleave::<ROWS>(a.add(i * lda), lda, rows - i, depth, group, ROWS);
        }
        i += ROWS;
    }
}

/// Columns of b, in panels of `depth` rows each.
#[inline(never)]
unsafe fn copy_panels(b: *const f64, ldb: usize, columns: usize, depth: usize, to: *mut f64) {
    let mut j = 0;
    while j < columns {
        let panel = to.wrapping_add(j * depth);
        let width = least(WIDTH, columns - j);
        if RIGHT == 0 {
            stack::<WIDTH>(b.add(j), ldb, width, depth, panel);
        } else {
            let mut v = 0;
            while v < width {
                interleave::<LONG>(b.add((j + v) * ldb), ldb, width - v, depth, panel.add(v), WIDTH);
                v += LONG;
            }
        }
        j += WIDTH;
    }
}

/// Where in c, from row `above` on, the tiles of a panel begin: those that lie right of the diagonal are not computed.
#[inline(always)]
fn start(column: usize, above: usize) -> usize {
    if SYMMETRIC == 0 || column < above {
        0
    } else {
        (column - above) / ROWS * ROWS
    }
}

/// One call, as the threads of a team see it.
#[derive(Clone, Copy)]
struct Call {
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    d: *const f64,
    work: *mut f64,
    m: usize,
    k: usize,
    n: usize,
    parts: usize,
    cancel: *const i32,
}

/// What the stretch of the inner product from step `p` on is added to, at a place of c.
#[inline(always)]
fn added(c: *const f64, d: *const f64, p: usize, place: usize) -> *const f64 {
    if p > 0 {
        c.wrapping_add(place)
    } else if JOINS {
        d.wrapping_add(place)
    } else {
        core::ptr::null()
    }
}

/// All of it in place: what fits into the caches.
#[inline(always)]
unsafe fn near(call: &Call, begin: usize, end: usize) {
    let Call { a, b, c, d, m, k, n, .. } = *call;
    let scale = if ADDS == 4 { *d } else { 1.0 };
    let rows = end - begin;
    let ldb = if RIGHT == 1 { k } else { n };
    let mut copy = core::mem::MaybeUninit::<[f64; NEAR_DEPTH * WIDTH]>::uninit();
    let copy = copy.as_mut_ptr() as *mut f64;
    // Rows of b 1 KB apart share sets of the first-level cache, and those further apart are on too many pages: in one piece
    // they stay there.
    let moves = RIGHT == 1 || ((n % 128 == 0 || n > 160) && rows >= 4 * ROWS);
    let (across, down) = if LEFT == 1 { (1, m) } else { (k, 1) };
    let mut p = 0;
    while p < k {
        let depth = least(k - p, NEAR_DEPTH);
        let mut j = 0;
        while j < n {
            if call.cancel.read_volatile() != 0 {
                return;
            }
            let mut width = least(n - j, WIDTH);
            let mut columns = covered(width);
            // Of few columns a narrower tile first, so that the next one can begin earlier.
            if !EXACT && !moves && columns > n && n >= LONG {
                columns -= LONG;
                width = columns;
            }
            // Vectors past the last column would read beyond b: the last ones begin earlier, or read a copy.
            let own = moves || columns > n;
            let skip = if own { 0 } else { columns - width };
            let mut from = b.wrapping_add(if RIGHT == 1 { j * k + p } else { p * n + j - skip });
            let mut first = a.wrapping_add(begin * across + p * down);
            let mut steps = Steps { depth, across, down, ldb: if RIGHT == 1 { 1 } else { n }, at: p, scale };
            steps.narrow_columns(&mut first, &mut from, j - skip, j - skip + columns);
            if RIGHT_ZEROS > 0 && steps.depth == 0 && p > 0 {
                j += width;
                continue;
            }
            let band = Band { a: first, rows, first: begin, next: across * ROWS, copied: false };
            if own {
                copy_panels(from, ldb, width, steps.depth, copy);
            }
            steps.ldb = if own { WIDTH } else { ldb };
            let place = begin * n + j - skip;
            let (to, before) = (c.wrapping_add(place), added(c, d, p, place));
            // On the first stretch what is written twice is the same both times.
            let target = Target { c: to, before, ldc: n, columns, skip, width, whole: p == 0 && !own };
            panel(
                &steps,
                &band,
                start(j - skip, begin),
                if own { copy as *const f64 } else { from },
                &target,
            );
            j += width;
        }
        p += NEAR_DEPTH;
    }
}

/// Copies of a stretch of b, in panels, and of a band of a: read in the order in which they lie.
#[inline(always)]
unsafe fn far(call: &Call, work: *mut f64, begin: usize, end: usize) {
    let Call { a, b, c, d, m, k, n, .. } = *call;
    let scale = if ADDS == 4 { *d } else { 1.0 };
    let panels = work.wrapping_add(BAND * DEPTH);
    let mut left = 0;
    while left < n {
        let columns = least(n - left, STRETCH);
        let mut p = 0;
        while p < k {
            let depth = least(k - p, DEPTH);
            let steps = Steps { depth, across: 1, down: ROWS, ldb: WIDTH, at: p, scale };
            let (from, ldb) = if RIGHT == 1 { (left * k + p, k) } else { (p * n + left, n) };
            copy_panels(b.add(from), ldb, columns, depth, panels);
            let mut i = begin;
            while i < end {
                let rows = least(end - i, BAND);
                // Nothing but zeros, and nothing to begin.
                let idle = p > 0
                    && match LEFT_ZEROS {
                        1 => i + rows <= p,
                        2 => i >= p + depth,
                        _ => false,
                    };
                if !idle && (SYMMETRIC == 0 || i + rows > left) {
                    let (from, lda) = if LEFT == 1 { (p * m + i, m) } else { (i * k + p, k) };
                    pack(a.add(from), lda, rows, depth, work);
                    let mut j = 0;
                    while j < columns {
                        if call.cancel.read_volatile() != 0 {
                            return;
                        }
                        let width = least(columns - j, WIDTH);
                        let place = i * n + left + j;
                        let target = Target {
                            c: c.wrapping_add(place),
                            before: added(c, d, p, place),
                            ldc: n,
                            columns: covered(width),
                            skip: 0,
                            width,
                            whole: false,
                        };
                        let (mut some, mut own) = (steps, panels.add(j * depth) as *const f64);
                        let mut band = Band { a: work, rows, first: i, next: depth * ROWS, copied: true };
                        some.narrow_columns(&mut band.a, &mut own, left + j, left + j + width);
                        if RIGHT_ZEROS == 0 || some.depth > 0 || p == 0 {
                            panel(&some, &band, start(left + j, i), own, &target);
                        }
                        j += WIDTH;
                    }
                }
                i += BAND;
            }
            p += DEPTH;
        }
        left += STRETCH;
    }
}

/// The rows from `begin` to `end` of c, which begin at a multiple of the rows of a tile.
#[inline(never)]
unsafe fn range(call: &Call, begin: usize, end: usize, work: *mut f64) {
    let m = if M > 0 { M } else { call.m };
    let k = if K > 0 { K } else { call.k };
    let n = if N > 0 { N } else { call.n };
    let call = Call { m, k, n, ..*call };
    if if KNOWN { ALL_FAR } else { copies(m, k, n) } {
        far(&call, work, begin, end);
    } else {
        near(&call, begin, end);
    }
}

/// What is right of the diagonal, from what is left of it.
#[inline(never)]
unsafe fn mirror(c: *mut f64, n: usize) {
    const BLOCK: usize = 16;
    for r in 0..(n + BLOCK - 1) / BLOCK {
        for s in 0..r + 1 {
            for i in r * BLOCK..least(r * BLOCK + BLOCK, n) {
                for j in s * BLOCK..least(s * BLOCK + BLOCK, i) {
                    *c.add(j * n + i) = *c.add(i * n + j);
                }
            }
        }
    }
}

/// Where part `p` begins, at the first row of a tile: parts of equal area, which in a triangle is not of equal height.
fn border(call: &Call, p: usize) -> usize {
    if p == call.parts {
        return call.m;
    }
    let mut row = (call.m * p).checked_div(call.parts).unwrap_or(0);
    if SYMMETRIC == 1 || LEFT_ZEROS == 1 {
        row = 0;
        while row * row * call.parts < call.m * call.m * p {
            row += ROWS;
        }
    } else if LEFT_ZEROS == 2 {
        row = call.m;
        while row > 0 && (call.m - row) * (call.m - row) * call.parts < call.m * call.m * (call.parts - p) {
            row -= least(row, ROWS);
        }
    }
    row / ROWS * ROWS
}

unsafe extern "C" fn share(call: *mut c_void, part: i64, scratch: *mut f64) {
    let call = &*(call as *const Call);
    let part = part as usize;
    let work = if part == 0 { call.work } else { scratch };
    range(call, border(call, part), border(call, part + 1), work);
}

/// a, b, d: m·k, k·n and m·n doubles to read, c: m·n to write, which overlaps none of them.
#[inline(always)]
pub unsafe fn matmul_f64(
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    d: *const f64,
    m: i64,
    k: i64,
    n: i64,
    work: *mut f64,
    cancel: *const i32,
    team: *const c_void,
) {
    let team = team as *const Team;
    let mut call = Call { a, b, c, d, work, m: m as usize, k: k as usize, n: n as usize, parts: 1, cancel };
    if k == 0 {
        for i in 0..call.m * call.n {
            *c.add(i) = match ADDS {
                0 | 4 => 0.0,
                3 => 0.0 - *d.add(i),
                _ => *d.add(i),
            };
        }
    }
    // A part is some rows of tiles at least, or copying b again for each is what takes the time.
    let most =
        if !team.is_null() && call.m * call.k * call.n >= SHARED_FROM { call.m / (4 * ROWS) } else { 0 };
    if most > 1 {
        call.parts = least((*team).threads as usize, most);
        ((*team).run)(team, share, &mut call as *mut Call as *mut c_void, call.parts as i64);
    } else {
        range(&call, 0, call.m, work);
    }
    if SYMMETRIC == 1 {
        mirror(c, call.n);
    }
}
