//! svd_f64: singular values and vectors of a square matrix of doubles of any size.
//!
//! Version     2
//! Parameters  (a, s, u, vt, work, n, cancel): a (n × n) = u · diag(s) · vt, row-major and contiguous; s falls; u and vt are
//!             not touched where `vectors` is 0; work has room for (2·n + 64)·(n + 40) doubles
//! Requires    8-byte alignment; s, u, vt and work overlap nothing; n ≥ 0
//! Error       ‖a − u·diag(s)·vt‖ ≤ 8·n·u·‖a‖, ‖transpose(u)·u − 1‖ and ‖vt·transpose(vt) − 1‖ ≤ 8·n·u·√n in the Frobenius
//!             norm, |s − σ| ≤ 8·n·u·σ₁, barring overflow; all NaN where an entry is not finite
//! Cancel      read once for every reflection and every sweep; what has been written is undefined when it was found set
//! Method      as in svd_f64.c: reflections from both sides, each pair in one pass over the matrix, then QR sweeps with implicit
//!             shifts, whose turns are kept and applied to the vectors many sweeps at a time

const VECTORS: usize = 1; // hole vectors: integer 0..1

/// Columns that are updated together: each vector of a reflection is loaded once for all of them.
const GROUP: usize = 4;
/// Vectors of a row that turn together: as many as hide the time that one turn waits for the one before.
const STRIP: usize = 2;
/// Sweeps that are kept before their turns are applied.
const KEPT: usize = 8;
/// Sweeps for each value, in all; two are usual.
const PATIENCE: usize = 40;

include!("parts/lanes.rs");
include!("parts/scaling.rs");

/// Column j of the matrix, in the end the vector of reflection j from the left, is row j of `x`; those from the right are rows of
/// `v`. What the last pair of reflections leaves to subtract from column j is left·across[j] + right·row[j]. Rows lie `ld` doubles
/// apart and have zeros from n on, as has a group of rows behind the last.
struct State {
    x: *mut f64,
    v: *mut f64,
    d: *mut f64,
    e: *mut f64,
    across: *mut f64,
    row: *mut f64,
    left: *mut f64,
    right: *mut f64,
    sum: *mut f64,
    betas: *mut f64,
    factors: *mut f64,
    columns: *mut f64,
    /// Of the kept sweeps, from the left and from the right.
    turns: [*mut f64; 2],
    n: usize,
    wide: usize,
    ld: usize,
    kept: usize,
    first: [usize; KEPT],
    last: [usize; KEPT],
}

struct Reflection {
    /// 0 where nothing is to be done.
    factor: f64,
    result: f64,
    /// What x was divided by.
    first: f64,
}

/// x becomes v, v[0] = 1, with (1 − factor·v·transpose(v))·x = (result, 0, …).
unsafe fn reflect(x: *mut f64, n: usize) -> Reflection {
    let head = *x;
    let size = length(head, x.add(1), n - 1);
    *x = 1.0;
    if size < 0.0 {
        return Reflection { factor: 0.0, result: head, first: 1.0 };
    }
    let result = if head < 0.0 { size } else { -size };
    let first = head - result;
    let inverse = 1.0 / first;
    for i in 1..n {
        *x.add(i) = if modulus(inverse) < 1e300 { *x.add(i) * inverse } else { *x.add(i) / first };
    }
    Reflection { factor: -first / result, result, first }
}

/// Columns j … j + GROUP − 1: subtracts what is left to, then multiplies them by reflection k, which gives row k, and adds their
/// products with that row to the sum.
#[inline(never)]
unsafe fn columns(s: &State, j: usize, k: usize) {
    let (ld, start, end) = (s.ld, k / WIDTH * WIDTH, s.wide);
    let (u, x) = (s.x.add(k * ld), s.x.add(j * ld));
    let mut dots = [[0.0; WIDTH]; GROUP];
    let (mut across, mut row) = ([[0.0; WIDTH]; GROUP], [[0.0; WIDTH]; GROUP]);
    for c in 0..GROUP {
        across[c] = [-*s.across.add(j + c); WIDTH];
        row[c] = [-*s.row.add(j + c); WIDTH];
    }
    let mut i = start;
    while i < end {
        let (left, right, by) = (get(s.left.add(i)), get(s.right.add(i)), get(u.add(i)));
        for c in 0..GROUP {
            let next = fused(left, across[c], fused(right, row[c], get(x.add(c * ld + i))));
            put(x.add(c * ld + i), next);
            dots[c] = fused(next, by, dots[c]);
        }
        i += WIDTH;
    }
    for c in 0..GROUP {
        let part = *s.betas.add(k) * total(dots[c]);
        *s.across.add(j + c) = part;
        *s.row.add(j + c) = *x.add(c * ld + k) - part;
        row[c] = [*s.row.add(j + c); WIDTH];
    }
    i = start;
    while i < end {
        let mut sum = get(s.sum.add(i));
        for c in 0..GROUP {
            sum = fused(get(x.add(c * ld + i)), row[c], sum);
        }
        put(s.sum.add(i), sum);
        i += WIDTH;
    }
}

/// Reflections until only d and, beside it, e are left: false where it was cancelled.
#[inline(never)]
unsafe fn reduce(s: &State, cancel: *const i32) -> bool {
    let (n, ld, row) = (s.n, s.ld, s.row);
    for k in 0..n {
        if cancel.read_volatile() != 0 {
            return false;
        }
        let start = k / WIDTH * WIDTH;
        let u = s.x.add(k * ld);
        let mut i = start;
        while i < s.wide {
            let part = fused(get(s.left.add(i)), [-*s.across.add(k); WIDTH], get(u.add(i)));
            put(u.add(i), fused(get(s.right.add(i)), [-*row.add(k); WIDTH], part));
            put(s.sum.add(i), [0.0; WIDTH]);
            i += WIDTH;
        }
        let from_left = reflect(u.add(k), n - k);
        *s.d.add(k) = from_left.result;
        *s.betas.add(k) = from_left.factor;
        for i in 0..k {
            *u.add(i) = 0.0;
        }
        let mut j = k + 1;
        while j < n {
            columns(s, j, k);
            j += GROUP;
        }
        if k + 1 == n {
            break;
        }
        let Reflection { factor, result, first } = reflect(row.add(k + 1), n - k - 1);
        *s.e.add(k) = result;
        *s.factors.add(k) = factor;
        let mut dot = 0.0;
        for j in k + 1..n {
            dot += *s.across.add(j) * *row.add(j);
            if VECTORS != 0 {
                *s.v.add(k * ld + j) = *row.add(j);
            }
        }
        // The sum has the row itself as weights; the vector is that with another head, divided by `first` = head − result.
        let by = factor / first;
        let (more, less) = (if factor == 0.0 { 0.0 } else { -result * by }, factor * dot);
        let mut i = start;
        while i < s.wide {
            let along = get(u.add(i));
            let part = fused(get(u.add(ld + i)), [more; WIDTH], times(get(s.sum.add(i)), by));
            put(s.right.add(i), fused(along, [-less; WIDTH], part));
            put(s.left.add(i), along);
            i += WIDTH;
        }
    }
    true
}

/// Entries whose squares vanish: as `turn`.
#[cold]
#[inline(never)]
fn tiny(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (f, 1.0, 0.0);
    }
    // 2⁶⁰⁰.
    let unit = f64::from_bits((1023 + 600) << 52);
    let (f, g) = (f * unit, g * unit);
    let size = root(f * f + g * g);
    (size / unit, f / size, g / size)
}

/// (r, c, s) with c·f + s·g = r and c·g − s·f = 0.
#[inline(always)]
fn turn(f: f64, g: f64) -> (f64, f64, f64) {
    let square = fused1(f, f, g * g);
    if !(square > 1e-270) {
        return tiny(f, g);
    }
    let inverse = 1.0 / root(square);
    (square * inverse, f * inverse, g * inverse)
}

/// The kept sweeps on the strip of the rows from column `at` on.
#[inline(never)]
unsafe fn strips(s: &State, rows: *mut f64, turns: *const f64, at: usize) {
    for k in 0..s.kept {
        let (first, last) = (*s.first.get_unchecked(k), *s.last.get_unchecked(k));
        let mut x = rows.add(first * s.ld + at);
        let mut turn = turns.add(2 * (k * s.n + first));
        let mut held = [[0.0; WIDTH]; STRIP];
        for l in 0..STRIP {
            held[l] = get(x.add(l * WIDTH));
        }
        for _ in first..last {
            let (c, t, back) = ([*turn; WIDTH], [*turn.add(1); WIDTH], [-*turn.add(1); WIDTH]);
            for l in 0..STRIP {
                let next = get(x.add(s.ld + l * WIDTH));
                put(x.add(l * WIDTH), fused(held[l], c, times(next, t[0])));
                held[l] = fused(held[l], back, times(next, c[0]));
            }
            x = x.add(s.ld);
            turn = turn.add(2);
        }
        for l in 0..STRIP {
            put(x.add(l * WIDTH), held[l]);
        }
    }
}

/// The kept sweeps on both factors.
unsafe fn apply(s: &mut State) {
    let mut at = 0;
    while at < s.n {
        strips(s, s.x, s.turns[0], at);
        strips(s, s.v, s.turns[1], at);
        at += STRIP * WIDTH;
    }
    s.kept = 0;
}

/// The turns (c, s) of both sides between rows i and i + 1, kept for the vectors.
#[inline(always)]
unsafe fn keep(s: &State, i: usize, left: (f64, f64), right: (f64, f64)) {
    if VECTORS == 0 {
        return;
    }
    let at = 2 * (s.kept * s.n + i);
    *s.turns[0].add(at) = left.0;
    *s.turns[0].add(at + 1) = left.1;
    *s.turns[1].add(at) = right.0;
    *s.turns[1].add(at + 1) = right.1;
}

/// One sweep over the block first … last without shift: additions only of what has one sign.
#[inline(never)]
unsafe fn plain(s: &State, first: usize, last: usize) {
    let (d, e) = (s.d, s.e);
    let (mut right, mut left) = ((1.0, 0.0), (1.0, 0.0));
    for i in first..last {
        let (r, c, t) = turn(*d.add(i) * right.0, *e.add(i));
        right = (c, t);
        if i > first {
            *e.add(i - 1) = left.1 * r;
        }
        let (size, c, t) = turn(left.0 * r, *d.add(i + 1) * right.1);
        left = (c, t);
        *d.add(i) = size;
        keep(s, i, left, right);
    }
    let rest = *d.add(last) * right.0;
    *d.add(last) = rest * left.0;
    *e.add(last - 1) = rest * left.1;
}

/// One sweep with a shift.
#[inline(never)]
unsafe fn shifted(s: &State, first: usize, last: usize, shift: f64) {
    let (d, e) = (s.d, s.e);
    let (mut here, mut beside) = (*d.add(first), *e.add(first));
    let sign = if here < 0.0 { -1.0 } else { 1.0 };
    let (mut f, mut g) = ((modulus(here) - shift) * (sign + shift / here), beside);
    for i in first..last {
        let (r, c, t) = turn(f, g);
        let below = *d.add(i + 1);
        if i > first {
            *e.add(i - 1) = r;
        }
        f = fused1(c, here, t * beside);
        beside = fused1(c, beside, -(t * here));
        let (size, lc, lt) = turn(f, t * below);
        *d.add(i) = size;
        f = fused1(lc, beside, lt * (c * below));
        here = fused1(lc, c * below, -(lt * beside));
        // Behind the block e is 0.
        g = lt * *e.add(i + 1);
        beside = lc * *e.add(i + 1);
        keep(s, i, (lc, lt), (c, t));
    }
    *d.add(last) = here;
    *e.add(last - 1) = f;
}

/// The smaller singular value of [f g; 0 h]: no cancellation (LAPACK's dlas2).
#[inline(never)]
fn smaller(f: f64, g: f64, h: f64) -> f64 {
    let (f, g, h) = (modulus(f), modulus(g), modulus(h));
    let (least, most) = if f < h { (f, h) } else { (h, f) };
    if least == 0.0 {
        return 0.0;
    }
    let (ratio, apart) = (1.0 + least / most, (most - least) / most);
    if g < most {
        let size = g / most * (g / most);
        return least * (2.0 / (root(ratio * ratio + size) + root(apart * apart + size)));
    }
    let size = most / g;
    let (one, other) = (ratio * size, apart * size);
    least * size * (2.0 / (root(1.0 + one * one) + root(1.0 + other * other)))
}

/// Where the unreduced block that ends at `last` begins; negligible entries become 0.
unsafe fn block(s: &State, last: usize, least: f64) -> usize {
    let (d, e) = (s.d, s.e);
    if modulus(*d.add(last)) <= least {
        *d.add(last) = 0.0;
    }
    let mut first = last;
    while first > 0 {
        let (one, other) = (modulus(*d.add(first - 1)), modulus(*e.add(first - 1)));
        if one <= least {
            *d.add(first - 1) = 0.0;
        }
        let next = modulus(*d.add(first));
        if other <= least || other <= 0.5 * f64::EPSILON * if one < next { one } else { next } {
            *e.add(first - 1) = 0.0;
            break;
        }
        first -= 1;
    }
    first
}

/// Sweeps until nothing is left of e: false where it was cancelled.
#[inline(never)]
unsafe fn iterate(s: &mut State, cancel: *const i32) -> bool {
    let (d, e) = (s.d, s.e);
    let mut size = 0.0;
    for i in 0..s.n {
        for entry in [modulus(*d.add(i)), modulus(*e.add(i))] {
            size = if entry > size { entry } else { size };
        }
    }
    let least = 0.25 * f64::EPSILON * size;
    let (mut last, mut left) = (s.n - 1, PATIENCE * (s.n + 1));
    while last > 0 && left > 0 {
        let first = block(s, last, least);
        if first == last {
            last -= 1;
            continue;
        }
        if cancel.read_volatile() != 0 {
            return false;
        }
        left -= 1;
        // A row of a 0 on the diagonal is gone after one sweep without shift.
        let mut shift = smaller(*d.add(last - 1), *e.add(last - 1), *d.add(last));
        for i in first..=last {
            if *d.add(i) == 0.0 {
                shift = 0.0;
            }
        }
        let part = if *d.add(first) == 0.0 { 0.0 } else { shift / *d.add(first) };
        if part * part < 0.5 * f64::EPSILON {
            plain(s, first, last);
        } else {
            shifted(s, first, last, shift);
        }
        if VECTORS == 0 {
            continue;
        }
        *s.first.get_unchecked_mut(s.kept) = first;
        *s.last.get_unchecked_mut(s.kept) = last;
        s.kept += 1;
        if s.kept == KEPT {
            apply(s);
        }
    }
    true
}

/// Reflections before `count` on the group of columns, the last first: each pass subtracts one and multiplies with the next.
#[inline(never)]
unsafe fn mirror(s: &State, vectors: *const f64, factors: *const f64, count: usize, offset: usize) {
    let (ld, end, q) = (s.ld, s.wide, s.columns);
    let mut sizes = [[0.0; WIDTH]; GROUP];
    let mut v = vectors.add((count - 1) * ld);
    for left in (0..count + 1).rev() {
        let place = if left > 0 { left - 1 } else { 0 };
        let next = vectors.add(place * ld);
        let mut dots = [[0.0; WIDTH]; GROUP];
        let mut i = (place + offset) / WIDTH * WIDTH;
        while i < end {
            let (by, then) = (get(v.add(i)), get(next.add(i)));
            for c in 0..GROUP {
                let rest = fused(by, sizes[c], get(q.add(c * ld + i)));
                put(q.add(c * ld + i), rest);
                dots[c] = fused(rest, then, dots[c]);
            }
            i += WIDTH;
        }
        for c in 0..GROUP {
            sizes[c] = [-total(dots[c]) * *factors.add(place); WIDTH];
        }
        v = next;
    }
}

/// The product of the reflections, of which k is the identity in the first k + offset places: its columns take the place of the
/// vectors. Reflection k leaves those columns of the identity alone that it begins behind, so columns are made from the last on.
#[inline(never)]
unsafe fn factor(s: &State, vectors: *mut f64, factors: *const f64, offset: usize) {
    let (n, ld) = (s.n, s.ld);
    for group in (0..(n + GROUP - 1) / GROUP).rev() {
        let j = group * GROUP;
        for i in 0..GROUP * ld {
            *s.columns.add(i) = 0.0;
        }
        for c in 0..GROUP {
            if j + c < n {
                *s.columns.add(c * ld + j + c) = 1.0;
            }
        }
        mirror(s, vectors, factors, j + GROUP - offset, offset);
        for i in 0..GROUP * ld {
            *vectors.add(j * ld + i) = *s.columns.add(i);
        }
    }
}

/// The places of the values, the largest first.
#[inline(never)]
unsafe fn sort(s: &State) {
    for j in 0..s.n {
        let size = modulus(*s.d.add(j));
        let mut place = j;
        while place > 0 && modulus(*s.d.add(*s.row.add(place - 1) as usize)) < size {
            *s.row.add(place) = *s.row.add(place - 1);
            place -= 1;
        }
        *s.row.add(place) = j as f64;
    }
}

/// Rows of the matrix are columns of its transpose, whose factors are those of the matrix exchanged.
#[inline(never)]
unsafe fn begin(a: *const f64, work: *mut f64, n: usize, power: f64) -> State {
    let even = (n + 15) / 16 * 16;
    let ld = if even % 64 == 0 { even + 16 } else { even };
    let (size, line) = ((n + GROUP) * ld, ld + 16);
    let columns = work.add(size * (1 + VECTORS));
    let lines = columns.add(GROUP * ld);
    let turns = lines.add(9 * line);
    let s = State {
        x: work,
        v: work.add(size),
        d: lines,
        e: lines.add(line),
        across: lines.add(2 * line),
        row: lines.add(3 * line),
        left: lines.add(4 * line),
        right: lines.add(5 * line),
        sum: lines.add(6 * line),
        betas: lines.add(7 * line),
        factors: lines.add(8 * line),
        columns,
        turns: [turns, turns.add(2 * KEPT * n)],
        n,
        wide: (n + WIDTH - 1) / WIDTH * WIDTH,
        ld,
        kept: 0,
        first: [0; KEPT],
        last: [0; KEPT],
    };
    for i in n * ld..(turns as usize - work as usize) / 8 {
        *work.add(i) = 0.0;
    }
    for i in 0..n {
        for j in 0..ld {
            *work.add(i * ld + j) = if j < n { *a.add(i * n + j) * power } else { 0.0 };
        }
    }
    s
}

/// a: n·n doubles to read; s: n, u and vt: n·n where VECTORS is 1, work: as above, which overlap nothing.
#[inline(never)]
pub unsafe fn svd_f64(
    a: *const f64,
    s: *mut f64,
    u: *mut f64,
    vt: *mut f64,
    work: *mut f64,
    n: i64,
    cancel: *const i32,
) {
    let n = n as usize;
    let power = unit(a, n * n);
    if power != power || n == 0 {
        for i in 0..n {
            *s.add(i) = power;
        }
        for i in 0..n * n * VECTORS {
            *u.add(i) = power;
            *vt.add(i) = power;
        }
        return;
    }
    let mut state = begin(a, work, n, power);
    if !reduce(&state, cancel) {
        return;
    }
    if VECTORS != 0 {
        factor(&state, state.x, state.betas, 0);
        factor(&state, state.v, state.factors, 1);
    }
    if !iterate(&mut state, cancel) {
        return;
    }
    if VECTORS != 0 {
        apply(&mut state);
    }
    sort(&state);
    for i in 0..n {
        let from = *state.row.add(i) as usize;
        let sign = if *state.d.add(from) < 0.0 { -1.0 } else { 1.0 };
        *s.add(i) = sign * *state.d.add(from) / power;
        for j in 0..n * VECTORS {
            *vt.add(i * n + j) = sign * *state.x.add(from * state.ld + j);
            *u.add(j * n + i) = *state.v.add(from * state.ld + j);
        }
    }
}
