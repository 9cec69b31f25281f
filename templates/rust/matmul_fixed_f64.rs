//! matmul_fixed_f64: the product of two matrices of doubles whose sizes are known.
//!
//! Version     5
//! Parameters  (a, b, c, d, cancel): c (m × n) = a (m × k) · b (k × n), or what `adds` says, with d (m × n); all row-major and
//!             contiguous; d is not used where `adds` is 0, and is one double where it is 4
//! Requires    8-byte alignment; c overlaps nothing
//! Error       |c − exact| ≤ γ_k (|a| |b|), γ_k = k·u / (1 − k·u), barring overflow and underflow, and u |c| more where there
//!             is d, which comes last; each entry is summed in the order of k
//! Cancel      never read: sizes that take long are not for this template
//! Method      as in matmul_fixed_f64.c: a block of rows of c stays in registers, vectors of several lengths cover a row

const M: usize = 5; // hole m: integer 1..4096
const K: usize = 6; // hole k: integer 1..4096
const N: usize = 7; // hole n: integer 1..4096
/// c = a·b (0), d + a·b (1), d − a·b (2), a·b − d (3), a·b times the number d (4).
const ADDS: u8 = 0; // hole adds: integer 0..4
const LANES: usize = 2; // hole lanes: integer 1..16
const REGISTERS: usize = 16; // hole registers: integer 8..64

/// How many vectors of 8, 4, 2 and 1 cover a row. All columns but one of a vector are covered by one that begins earlier. Rows
/// of three columns are read and written four wide: what is one too many is the first of the next row, which is written later.
const WIDE3: bool = N == 3 && LANES >= 4;
const AFTER8: usize = if LANES >= 8 { N % 8 } else { N };
const EARLY8: bool = AFTER8 == 7 && N > 8 && LANES >= 8;
const COUNT8: usize = (N - AFTER8) / 8 + EARLY8 as usize;
const REST8: usize = if EARLY8 { 0 } else { AFTER8 };
const AFTER4: usize = if LANES >= 4 { REST8 % 4 } else { REST8 };
const EARLY4: bool = AFTER4 == 3 && LANES >= 4;
const COUNT4: usize = (REST8 - AFTER4) / 4 + EARLY4 as usize;
const REST4: usize = if EARLY4 { 0 } else { AFTER4 };
const COUNT2: usize = if LANES >= 2 { REST4 / 2 } else { 0 };
const COUNT1: usize = REST4 - 2 * COUNT2;
const VECTORS: usize = COUNT8 + COUNT4 + COUNT2 + COUNT1;

/// Three quarters of the registers hold the block of c; blocks are of nearly equal height. Of sixteen registers a wide block
/// leaves none for a row of b: then its vectors come one by one while a column of a stays, and all must fit beside one more.
const WIDE: bool = REGISTERS < 32 && VECTORS >= 4;
/// Rows of vectors of two lengths: blocks half as high, so that they are written in smaller bursts.
const MIXED: bool = COUNT8 > 0 && COUNT4 > 0;
const FIT: usize = if WIDE {
    (REGISTERS - 2) / (VECTORS + 1)
} else {
    REGISTERS * 3 / (if MIXED { 8 } else { 4 }) / VECTORS
};
const MOST: usize = if FIT < 1 {
    1
} else if FIT > 12 {
    12
} else {
    FIT
};
const BLOCKS: usize = (M + MOST - 1) / MOST;
const ROWS: usize = (M + BLOCKS - 1) / BLOCKS;
/// All blocks but the last, which is the only one that may have fewer rows.
const WHOLE: usize = (M - 1) / ROWS;
const REST: usize = M - WHOLE * ROWS;
/// A call costs as much as some twenty multiply-adds.
const INLINE: bool = M * K * VECTORS <= 64;

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
fn times<const W: usize>(x: f64, y: [f64; W]) -> [f64; W] {
    let mut product = y;
    for l in 0..W {
        product[l] = x * y[l];
    }
    product
}

/// d, so many places on; a number stays where it is.
#[inline(always)]
fn on(d: *const f64, places: usize) -> *const f64 {
    if ADDS == 4 {
        d
    } else {
        d.wrapping_add(places)
    }
}

#[inline(always)]
fn joined<const W: usize>(d: [f64; W], product: [f64; W]) -> [f64; W] {
    let mut all = product;
    for l in 0..W {
        all[l] = match ADDS {
            1 => d[l] + product[l],
            2 => d[l] - product[l],
            4 => d[l] * product[l],
            _ => product[l] - d[l],
        };
    }
    all
}

/// What was read, in a register: else parts of it are read again, and where reads overlap they are put together by shuffles.
#[inline(always)]
unsafe fn kept(v: [f64; 4]) -> [f64; 4] {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx"))]
    {
        use core::arch::x86_64::__m256d;
        let mut vector: __m256d = core::mem::transmute(v);
        core::arch::asm!("/* {0} */", inout(ymm_reg) vector, options(pure, nomem, nostack, preserves_flags));
        return core::mem::transmute(vector);
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "avx")))]
    v
}

/// Three elements and a zero.
#[inline(always)]
unsafe fn three(b: *const f64) -> [f64; 4] {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx"))]
    {
        use core::arch::x86_64::*;
        let two = _mm_loadu_pd(b);
        let one = _mm_load_sd(b.add(2));
        return kept(core::mem::transmute(_mm256_set_m128d(one, two)));
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "avx")))]
    [*b, *b.add(1), *b.add(2), 0.0]
}

/// What covers a row, by the length of the vectors.
#[derive(Clone, Copy)]
struct Line {
    v8: [[f64; 8]; COUNT8],
    v4: [[f64; 4]; COUNT4],
    v2: [[f64; 2]; COUNT2],
    v1: [[f64; 1]; COUNT1],
}

const ZERO: Line = Line {
    v8: [[0.0; 8]; COUNT8],
    v4: [[0.0; 4]; COUNT4],
    v2: [[0.0; 2]; COUNT2],
    v1: [[0.0; 1]; COUNT1],
};

/// The first column of vector `j` of each length.
const fn column8(j: usize) -> usize {
    if EARLY8 && j == COUNT8 - 1 {
        N - 8
    } else {
        8 * j
    }
}
const fn column4(j: usize) -> usize {
    if EARLY4 && !WIDE3 && j == COUNT4 - 1 {
        N - 4
    } else {
        N - REST8 + 4 * j
    }
}
const fn column2(j: usize) -> usize {
    N - REST4 + 2 * j
}
const fn column1(j: usize) -> usize {
    N - COUNT1 + j
}

impl Line {
    #[inline(always)]
    unsafe fn read(b: *const f64, last: bool) -> Line {
        let mut line = ZERO;
        if WIDE3 {
            line.v4[0] = if last { three(b) } else { kept((b as *const [f64; 4]).read_unaligned()) };
            return line;
        }
        for j in 0..COUNT8 {
            line.v8[j] = (b.add(column8(j)) as *const [f64; 8]).read_unaligned();
        }
        for j in 0..COUNT4 {
            line.v4[j] = (b.add(column4(j)) as *const [f64; 4]).read_unaligned();
        }
        for j in 0..COUNT2 {
            line.v2[j] = (b.add(column2(j)) as *const [f64; 2]).read_unaligned();
        }
        for j in 0..COUNT1 {
            line.v1[j] = [*b.add(column1(j))];
        }
        line
    }

    /// What is joined with a row of the product: a row of d, or the number in every place.
    #[inline(always)]
    unsafe fn beside(d: *const f64, last: bool) -> Line {
        if ADDS != 4 {
            return Line::read(d, last);
        }
        Line { v8: [[*d; 8]; COUNT8], v4: [[*d; 4]; COUNT4], v2: [[*d; 2]; COUNT2], v1: [[*d; 1]; COUNT1] }
    }

    #[inline(always)]
    unsafe fn write(&self, c: *mut f64, last: bool) {
        if WIDE3 && last {
            for j in 0..3 {
                *c.add(j) = self.v4[0][j];
            }
            return;
        }
        for j in 0..COUNT8 {
            (c.add(column8(j)) as *mut [f64; 8]).write_unaligned(self.v8[j]);
        }
        for j in 0..COUNT4 {
            (c.add(column4(j)) as *mut [f64; 4]).write_unaligned(self.v4[j]);
        }
        for j in 0..COUNT2 {
            (c.add(column2(j)) as *mut [f64; 2]).write_unaligned(self.v2[j]);
        }
        for j in 0..COUNT1 {
            *c.add(column1(j)) = self.v1[j][0];
        }
    }

    /// With a row of d. Where d is large, to begin the sums with it would round each of them as coarsely.
    #[inline(always)]
    fn join(&mut self, d: &Line) {
        for j in 0..COUNT8 {
            self.v8[j] = joined(d.v8[j], self.v8[j]);
        }
        for j in 0..COUNT4 {
            self.v4[j] = joined(d.v4[j], self.v4[j]);
        }
        for j in 0..COUNT2 {
            self.v2[j] = joined(d.v2[j], self.v2[j]);
        }
        for j in 0..COUNT1 {
            self.v1[j] = joined(d.v1[j], self.v1[j]);
        }
    }

    /// The longest vectors of self (+)= x · line.
    #[inline(always)]
    unsafe fn add_long(&mut self, first: bool, x: f64, line: &Line) {
        for j in 0..COUNT8 {
            self.v8[j] = if first { times(x, line.v8[j]) } else { fused(x, line.v8[j], self.v8[j]) };
        }
    }

    /// The others; `y` is x, read again.
    #[inline(always)]
    unsafe fn add_short(&mut self, first: bool, y: f64, line: &Line) {
        for j in 0..COUNT4 {
            self.v4[j] = if first { times(y, line.v4[j]) } else { fused(y, line.v4[j], self.v4[j]) };
        }
        for j in 0..COUNT2 {
            self.v2[j] = if first { times(y, line.v2[j]) } else { fused(y, line.v2[j], self.v2[j]) };
        }
        for j in 0..COUNT1 {
            self.v1[j] = if first { times(y, line.v1[j]) } else { fused(y, line.v1[j], self.v1[j]) };
        }
    }
}

/// The body for each row of a block, written out: only then do the rows stay in registers.
macro_rules! rows {
    ($height:ident, $i:ident => $body:expr) => {
        rows!(@ $height, $i, $body, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    };
    (@ $height:ident, $i:ident, $body:expr, $($row:literal),*) => {
        $( if $row < $height { let $i = $row; $body } )*
    };
}

/// A column of a, and the vectors of a row of b one by one.
#[inline(always)]
unsafe fn step_by_vectors<const HEIGHT: usize>(
    sum: &mut [Line; HEIGHT],
    first: bool,
    a: *const f64,
    b: *const f64,
) {
    let mut x = [0.0; HEIGHT];
    rows!(HEIGHT, i => x[i] = *a.add(i * K));
    macro_rules! vectors {
        ($field:ident, $width:literal, $count:ident, $column:ident) => {
            for j in 0..$count {
                let y = (b.add($column(j)) as *const [f64; $width]).read_unaligned();
                rows!(HEIGHT, i => {
                    let s = &mut sum[i].$field[j];
                    *s = if first { times(x[i], y) } else { fused(x[i], y, *s) };
                });
            }
        };
    }
    vectors!(v8, 8, COUNT8, column8);
    vectors!(v4, 4, COUNT4, column4);
    vectors!(v2, 2, COUNT2, column2);
    vectors!(v1, 1, COUNT1, column1);
}

/// The same address, which the compiler does not know to be the same. A multiply-add that reads its factor costs nothing more
/// for it; vectors of two lengths that share one would need it in a register first. 12 × 12: 59 ns instead of 66.
#[inline(always)]
unsafe fn again(a: *const f64) -> *const f64 {
    let mut same = a;
    if COUNT8 > 0 && VECTORS > COUNT8 {
        core::arch::asm!("/* {0} */", inout(reg) same, options(pure, nomem, nostack, preserves_flags));
    }
    same
}

/// A column of a, and a row of b. Vectors of two lengths take turns by whole columns.
#[inline(always)]
unsafe fn add_all<const HEIGHT: usize>(
    sum: &mut [Line; HEIGHT],
    first: bool,
    a: *const f64,
    twin: *const f64,
    line: &Line,
) {
    if MIXED {
        rows!(HEIGHT, i => sum[i].add_long(first, *a.add(i * K), line));
        rows!(HEIGHT, i => sum[i].add_short(first, *twin.add(i * K), line));
    } else {
        rows!(HEIGHT, i => {
            sum[i].add_long(first, *a.add(i * K), line);
            sum[i].add_short(first, *twin.add(i * K), line);
        });
    }
}

/// `HEIGHT` rows of c, the last of it among them where `last`.
#[inline(always)]
unsafe fn block<const HEIGHT: usize>(
    last: bool,
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    d: *const f64,
) {
    let mut sum = [ZERO; HEIGHT];
    let twin = again(a);
    if WIDE {
        step_by_vectors::<HEIGHT>(&mut sum, true, a, b);
        for p in 1..K {
            step_by_vectors::<HEIGHT>(&mut sum, false, a.add(p), b.add(p * N));
        }
    } else {
        let line = Line::read(b, K == 1);
        add_all::<HEIGHT>(&mut sum, true, a, twin, &line);
    }
    for p in if WIDE { K..K } else { 1..K } {
        let line = Line::read(b.add(p * N), p == K - 1);
        add_all::<HEIGHT>(&mut sum, false, a.add(p), twin.add(p), &line);
    }
    if ADDS > 0 {
        rows!(HEIGHT, i => sum[i].join(&Line::beside(on(d, i * N), last && i == HEIGHT - 1)));
    }
    rows!(HEIGHT, i => sum[i].write(c.add(i * N), last && i == HEIGHT - 1));
}

#[inline(always)]
unsafe fn all(a: *const f64, b: *const f64, c: *mut f64, d: *const f64) {
    for i in 0..WHOLE {
        let place = i * ROWS * N;
        block::<ROWS>(false, a.add(i * ROWS * K), b, c.add(place), on(d, place));
    }
    let place = WHOLE * ROWS * N;
    block::<REST>(true, a.add(WHOLE * ROWS * K), b, c.add(place), on(d, place));
}

/// By 4 × 4: b stays in four registers, and loads, of which there are two in a cycle, are what takes the time. One row of a in
/// four is read whole and its elements spread by shuffles, which run beside the rest; rows go in pairs, so that one multiplies
/// while the other waits.
const FOURS: bool = N == 4 && K == 4 && LANES >= 4;

/// The elements of a row of four, each in all places.
#[inline(always)]
unsafe fn spread(a: *const f64) -> [[f64; 4]; 4] {
    let row = kept((a as *const [f64; 4]).read_unaligned());
    #[cfg(all(target_arch = "x86_64", target_feature = "avx2"))]
    {
        use core::arch::x86_64::*;
        use core::mem::transmute;
        let row = transmute(row);
        return [
            transmute(_mm256_permute4x64_pd::<0x00>(row)),
            transmute(_mm256_permute4x64_pd::<0x55>(row)),
            transmute(_mm256_permute4x64_pd::<0xaa>(row)),
            transmute(_mm256_permute4x64_pd::<0xff>(row)),
        ];
    }
    #[cfg(not(all(target_arch = "x86_64", target_feature = "avx2")))]
    [[row[0]; 4], [row[1]; 4], [row[2]; 4], [row[3]; 4]]
}

/// The product of an element of a, or of the vector that it was spread to, and a row of b, added.
#[inline(always)]
unsafe fn add_four(p: usize, factor: f64, line: &[[f64; 4]; 4], sum: [f64; 4]) -> [f64; 4] {
    if p == 0 {
        times(factor, line[0])
    } else {
        fused(factor, line[p], sum)
    }
}

#[inline(always)]
unsafe fn write_four(sum: [f64; 4], c: *mut f64, d: *const f64) {
    let all = match ADDS {
        0 => sum,
        4 => joined([*d; 4], sum),
        _ => joined((d as *const [f64; 4]).read_unaligned(), sum),
    };
    (c as *mut [f64; 4]).write_unaligned(all);
}

/// The same address, at a place that reads from it do not pass.
#[inline(always)]
unsafe fn here(a: *const f64) -> *const f64 {
    let mut same = a;
    core::arch::asm!("/* {0} */", inout(reg) same, options(nomem, nostack, preserves_flags));
    same
}

/// `ROWS` rows, one or two.
#[inline(always)]
unsafe fn some_fours<const ROWS: usize>(
    whole: bool,
    a: *const f64,
    line: &[[f64; 4]; 4],
    c: *mut f64,
    d: *const f64,
) {
    let mut sum = [[0.0; 4]; ROWS];
    let mut place = a;
    let factors = if whole { spread(a) } else { [[0.0; 4]; 4] };
    for p in 0..4 {
        for i in 0..ROWS {
            if !whole {
                place = here(place);
            }
            let factor = if whole && i == 0 { factors[p][0] } else { *place.add(4 * i + p) };
            sum[i] = add_four(p, factor, line, sum[i]);
        }
    }
    for i in 0..ROWS {
        write_four(sum[i], c.add(4 * i), on(d, 4 * i));
    }
}

#[inline(always)]
unsafe fn all_fours(a: *const f64, b: *const f64, c: *mut f64, d: *const f64) {
    let mut line = [[0.0; 4]; 4];
    for p in 0..4 {
        line[p] = kept((b.add(4 * p) as *const [f64; 4]).read_unaligned());
    }
    for i in 0..M / 4 {
        let place = 16 * i;
        some_fours::<2>(true, a.add(place), &line, c.add(place), on(d, place));
        let place = 16 * i + 8;
        some_fours::<2>(false, a.add(place), &line, c.add(place), on(d, place));
    }
    let place = M / 4 * 16;
    if M % 4 >= 2 {
        some_fours::<2>(false, a.add(place), &line, c.add(place), on(d, place));
    }
    if M % 2 == 1 {
        let place = 4 * (M - 1);
        some_fours::<1>(false, a.add(place), &line, c.add(place), on(d, place));
    }
}

#[inline(never)]
unsafe fn apart(a: *const f64, b: *const f64, c: *mut f64, d: *const f64) {
    all(a, b, c, d);
}

/// a, b, d: m·k, k·n and m·n doubles to read, c: m·n to write, which overlaps none of them.
#[inline(always)]
pub unsafe fn matmul_fixed_f64(
    a: *const f64,
    b: *const f64,
    c: *mut f64,
    d: *const f64,
    _cancel: *const i32,
) {
    if FOURS {
        all_fours(a, b, c, d);
    } else if INLINE {
        all(a, b, c, d);
    } else {
        apart(a, b, c, d);
    }
}
