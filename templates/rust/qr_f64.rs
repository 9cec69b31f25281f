//! qr_f64: orthonormal columns times an upper triangular matrix, of doubles of any size.
//!
//! Version     5
//! Parameters  (a, q, r, work, m, n, c, cancel): a (m × n) = q (m × c) · r (k × n), k = min(m, n), row-major and contiguous;
//!             q has the first c columns of the orthogonal factor, 0 ≤ c ≤ m; work has room for
//!             (m + 96)·(2·n + c + 64) + 8192 doubles
//! Requires    8-byte alignment; q, r and work overlap nothing; sizes ≥ 0, and k ≤ 12 where `small` is 1
//! Error       ‖a − q·r‖ ≤ 4·l·u·‖a‖ and ‖transpose(q)·q − 1‖ ≤ 4·l·u·√l in the Frobenius norm, l the larger side, barring
//!             overflow; all entries that are not below the diagonal of r are NaN where one of a is not finite
//! Cancel      read once for every reflection; what has been written is undefined when it was found set
//! Method      as in qr_f64.c: Householder reflections, a band of them at a time; columns are the rows of copies

const SMALL: usize = 0; // hole small: integer 0..1
const REGISTERS: usize = 16; // hole registers: integer 8..64

/// Two vectors wide; rows so that tile, one row of b and an element of a fill the registers.
const ROWS: usize = if REGISTERS >= 32 { 8 } else { 4 };
const PAIR: usize = 2 - SMALL;
const STRIP: usize = PAIR * WIDTH;
/// Reflections that are applied together to the columns on their right.
const BAND: usize = 32;
const FEW: usize = 12;

include!("parts/lanes.rs");

fn smaller(x: usize, y: usize) -> usize {
    if x < y {
        x
    } else {
        y
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

/// What is updated, c −= a · b, by its distances between rows.
#[derive(Clone, Copy)]
struct Places {
    a: *const f64,
    lda: usize,
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
            let factor = [-*a.add(i * at.lda); WIDTH];
            for v in 0..2 {
                sum[i][v] = fused(line[v], factor, sum[i][v]);
            }
        });
        a = a.wrapping_add(1);
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

/// Σ x·y from `start` over whole pairs of vectors.
#[inline(always)]
unsafe fn dot(x: *const f64, y: *const f64, start: usize, n: usize) -> f64 {
    let mut sum = [[0.0f64; WIDTH]; 2];
    let mut i = start;
    while i < n {
        for v in 0..PAIR {
            let (left, right) = (get(x.add(i + v * WIDTH)), get(y.add(i + v * WIDTH)));
            sum[v] = fused(left, right, sum[v]);
        }
        i += STRIP;
    }
    let mut total = 0.0;
    for l in 0..WIDTH {
        total += sum[0][l] + sum[1][l];
    }
    total
}

/// √(head² + Σx²) without overflow or underflow on the way; −1 where all of x is 0.
unsafe fn length(head: f64, x: *const f64, n: usize) -> f64 {
    let mut sums = [0.0f64; WIDTH];
    let mut at = 0;
    while at + WIDTH <= n {
        let part = get(x.add(at));
        for l in 0..WIDTH {
            sums[l] += part[l] * part[l];
        }
        at += WIDTH;
    }
    let mut sum = 0.0;
    for l in 0..WIDTH {
        sum += sums[l];
    }
    while at < n {
        sum += *x.add(at) * *x.add(at);
        at += 1;
    }
    let squares = sum + head * head;
    if sum > 1e-270 && squares < 1e270 {
        return root(squares);
    }
    let mut most = 0.0;
    for i in 0..n {
        if modulus(*x.add(i)) > most {
            most = modulus(*x.add(i));
        }
    }
    if most == 0.0 {
        return -1.0;
    }
    if modulus(head) > most {
        most = modulus(head);
    }
    sum = head / most * (head / most);
    for i in 0..n {
        sum += *x.add(i) / most * (*x.add(i) / most);
    }
    most * root(sum)
}

/// The columns of the matrix and the vectors of the reflections, `ld` doubles apart, and their factors β.
struct State {
    x: *mut f64,
    v: *mut f64,
    across: *mut f64,
    t: *mut f64,
    p: *mut f64,
    beta: *mut f64,
    m: usize,
    ld: usize,
    wide: usize,
}

/// The reflection that leaves nothing of column j below the diagonal; v is 0 before the diagonal, and where there is none.
unsafe fn reflect(s: &State, j: usize) {
    let (x, v) = (s.x.add(j * s.ld), s.v.add(j * s.ld));
    for i in 0..s.ld {
        *v.add(i) = 0.0;
    }
    *s.beta.add(j) = 0.0;
    let head = *x.add(j);
    let size = length(head, x.add(j + 1), s.m - j - 1);
    if size < 0.0 {
        return;
    }
    let result = if head < 0.0 { size } else { -size };
    let first = head - result;
    let inverse = 1.0 / first;
    let small = modulus(inverse) < 1e300;
    for i in j + 1..s.m {
        *v.add(i) = if small { *x.add(i) * inverse } else { *x.add(i) / first };
        *x.add(i) = 0.0;
    }
    *v.add(j) = 1.0;
    *x.add(j) = result;
    *s.beta.add(j) = -first / result;
}

/// Reflection j on `count` rows of x.
#[inline(never)]
unsafe fn mirror(s: &State, j: usize, x: *mut f64, count: usize) {
    let start = j / STRIP * STRIP;
    let v = s.v.add(j * s.ld);
    for l in 0..count {
        let x = x.add(l * s.ld);
        let factor = *s.beta.add(j) * dot(x, v, start, s.m);
        let mut i = start;
        while i < s.m {
            put(x.add(i), fused(get(v.add(i)), [-factor; WIDTH], get(x.add(i))));
            i += WIDTH;
        }
    }
}

/// Reflections from column `from` up to `to`, each applied to the columns before `end`: false where it was cancelled.
#[inline(never)]
unsafe fn columns(s: &State, from: usize, to: usize, end: usize, cancel: *const i32) -> bool {
    for j in from..to {
        if cancel.read_volatile() != 0 {
            return false;
        }
        reflect(s, j);
        if j + 1 < end {
            mirror(s, j, s.x.add((j + 1) * s.ld), end - j - 1);
        }
    }
    true
}

/// t with 1 − transpose(v)·t·v the product of the reflections from `from` up to `to`, as a factor on the right of rows; of the
/// product in the opposite order where `back` is not set. Its rows are as many as `wide`.
#[inline(never)]
unsafe fn join(s: &mut State, from: usize, to: usize, back: bool) {
    let count = to - from;
    let wide = (count + STRIP - 1) / STRIP * STRIP;
    let (gram, t) = (s.p, s.t);
    s.wide = wide;
    for i in 0..wide * wide {
        *gram.add(i) = 0.0;
        *t.add(i) = 0.0;
    }
    for i in from..s.ld {
        for j in 0..wide {
            *s.across.add(i * wide + j) = if j < count { *s.v.add((from + j) * s.ld + i) } else { 0.0 };
        }
    }
    let (a, b) = (s.v.add(from * (s.ld + 1)), s.across.add(from * wide));
    update(Places { a, lda: s.ld, b, ldb: wide, c: gram, ldc: wide }, count, wide, s.m - from);
    for j in 0..count {
        let row = t.add(j * wide);
        let beta = *s.beta.add(from + j);
        for l in 0..j {
            let factor = beta * *gram.add(l * wide + j);
            let mut i = 0;
            while i <= l {
                put(row.add(i), fused(get(t.add(l * wide + i)), [factor; WIDTH], get(row.add(i))));
                i += WIDTH;
            }
        }
        *row.add(j) = beta;
    }
    for i in 0..if back { 0 } else { count } {
        for j in 0..i {
            *t.add(j * wide + i) = *t.add(i * wide + j);
            *t.add(i * wide + j) = 0.0;
        }
    }
}

/// The joined reflections on `count` columns of x.
#[inline(never)]
unsafe fn apply(s: &State, x: *mut f64, count: usize, from: usize, to: usize) {
    let (wide, ld, p) = (s.wide, s.ld, s.p);
    let product = p.add(BAND * BAND);
    let mut l = 0;
    while l < count {
        let some = smaller(BAND, count - l);
        let part = x.add(l * ld + from);
        for i in 0..some * wide {
            *p.add(i) = 0.0;
            *product.add(i) = 0.0;
        }
        let across = s.across.add(from * wide);
        update(Places { a: part, lda: ld, b: across, ldb: wide, c: p, ldc: wide }, some, wide, s.m - from);
        update(Places { a: p, lda: wide, b: s.t, ldb: wide, c: product, ldc: wide }, some, wide, to - from);
        let v = s.v.add(from * (ld + 1));
        update(Places { a: product, lda: wide, b: v, ldb: ld, c: part, ldc: ld }, some, s.m - from, to - from);
        l += BAND;
    }
}

/// a: m·n doubles to read; q: m·c, r: min(m, n)·n, work: as above, which overlap nothing.
#[inline(never)]
pub unsafe fn qr_f64(
    a: *const f64,
    q: *mut f64,
    r: *mut f64,
    work: *mut f64,
    m: i64,
    n: i64,
    c: i64,
    cancel: *const i32,
) {
    let (m, n, c) = (m as usize, n as usize, c as usize);
    let k = smaller(m, n);
    let even = if SMALL != 0 { (m + WIDTH - 1) / WIDTH * WIDTH } else { (m + 31) / 16 * 16 };
    let ld = if even % 64 == 0 { even + 16 } else { even };
    let v = work.add(n * ld);
    let base = v.add(k * ld);
    let across = base.add(c * ld);
    let t = across.add(BAND * ld);
    let p = t.add(BAND * BAND);
    let beta = p.add(2 * BAND * BAND);
    let mut s = State { x: work, v, across, t, p, beta, m, ld, wide: 0 };
    for j in 0..n {
        for i in 0..ld {
            *s.x.add(j * ld + i) = if i < m { *a.add(i * n + j) } else { 0.0 };
        }
    }
    let mut rest = 0.0;
    for p in 0..m * n {
        rest += *a.add(p) * 0.0;
    }
    let finite = rest == 0.0;
    let alone = SMALL != 0 || k <= FEW;
    let band = if alone { k } else { BAND };
    let mut j = 0;
    while j < k && finite {
        let end = smaller(j + band, k);
        if !columns(&s, j, end, if alone { n } else { end }, cancel) {
            return;
        }
        if !alone && end < n {
            join(&mut s, j, end, false);
            apply(&s, s.x.add(end * ld), n - end, j, end);
        }
        j += band;
    }
    for i in 0..k {
        for j in 0..n {
            let entry = if finite { *s.x.add(j * ld + i) } else { rest };
            *r.add(i * n + j) = if j < i { 0.0 } else { entry };
        }
    }
    for j in 0..c {
        for i in 0..ld {
            *base.add(j * ld + i) = if i == j { 1.0 } else { 0.0 };
        }
    }
    // Backwards, the reflections meet only the columns that are no longer those of the identity. Few are not worth joining.
    if alone && finite {
        for j in (0..smaller(k, c)).rev() {
            mirror(&s, j, base.add(j * ld), c - j);
        }
    }
    let mut end = if alone { 0 } else { k };
    while end > 0 && c > 0 && finite {
        let j = (end - 1) / BAND * BAND;
        if cancel.read_volatile() != 0 {
            return;
        }
        join(&mut s, j, end, true);
        if j < c {
            apply(&s, base.add(j * ld), c - j, j, end);
        }
        end = j;
    }
    for i in 0..m {
        for j in 0..c {
            *q.add(i * c + j) = if finite { *base.add(j * ld + i) } else { rest };
        }
    }
}
