//! eigh_f64: eigenvalues and eigenvectors of a symmetric matrix of doubles of any size.
//!
//! Version     3
//! Parameters  (a, w, q, work, n, cancel): (a + transpose(a)) / 2 = q · diag(w) · transpose(q), n × n, row-major and contiguous;
//!             w rises; in each column of q the first entry whose square is above 1/(10·n) is positive; q is not touched where
//!             `vectors` is 0. `few` is n where that is at most 8 and known, else 0; work has room for 24·n + 176 doubles
//!             then, else for (n + 40)·(n + 64)
//! Requires    8-byte alignment; w, q and work overlap nothing; n ≥ 0
//! Error       ‖a − q·diag(w)·transpose(q)‖ ≤ 8·n·u·‖a‖, ‖transpose(q)·q − 1‖ ≤ 8·n·u·√n in the Frobenius norm,
//!             |w − λ| ≤ 8·n·u·‖a‖, barring overflow; all NaN where an entry is not finite, or a differs from its transpose by more
//!             than 2⁻²⁶ of its largest entry
//! Cancel      read once for every reflection and every sweep; what has been written is undefined when it was found set
//! Method      as in eigh_f64.c: reflections to three diagonals, each update in one pass with the product that the next one needs,
//!             then QR sweeps with Wilkinson's shift, for values alone without roots; turns are kept and applied to the vectors
//!             many sweeps at a time, two in one pass

const VECTORS: usize = 1; // hole vectors: integer 0..1
const FEW: usize = 0; // hole few: integer 0..8

/// Columns that are updated together: each vector of a reflection is loaded once for all of them.
const GROUP: usize = 4;
/// Blocks of this side on the diagonal are kept whole, of the rest the lower triangle.
const TILE: usize = 8;
/// Vectors of a row that turn together: as many as hide the time that one turn waits for the one before.
const STRIP: usize = if FEW > 0 && WIDTH == 8 { 1 } else { 2 };
/// Sweeps that are kept before their turns are applied.
const KEPT: usize = 8;
/// Sweeps for each value, in all; two are usual.
const PATIENCE: usize = 40;

include!("parts/lanes.rs");
include!("parts/scaling.rs");

/// Column j of the matrix is row j of `x`, in the end the vector of reflection j, of which the first j + 1 entries are 0. What the
/// last reflection leaves to subtract from column j is left·right[j] + right·left[j]. Rows lie `ld` doubles apart and have zeros
/// from n on, as has a group of rows behind the last. For values alone e holds squares once there are sweeps.
struct State {
    x: *mut f64,
    d: *mut f64,
    e: *mut f64,
    left: *mut f64,
    right: *mut f64,
    sum: *mut f64,
    dots: *mut f64,
    betas: *mut f64,
    columns: *mut f64,
    turns: *mut f64,
    n: usize,
    wide: usize,
    ld: usize,
    kept: usize,
    first: [usize; KEPT],
    last: [usize; KEPT],
}

/// Sizes that are known make loops of vectors single steps.
impl State {
    #[inline(always)]
    fn n(&self) -> usize {
        if FEW > 0 { FEW } else { self.n }
    }
    #[inline(always)]
    fn wide(&self) -> usize {
        if FEW > 0 { TILE } else { self.wide }
    }
    #[inline(always)]
    fn ld(&self) -> usize {
        if FEW > 0 { TILE } else { self.ld }
    }
}

/// x becomes v, v[0] = 1, with (1 − factor·v·transpose(v))·x = (result, 0, …): the factor, 0 where nothing is to be done.
#[inline(always)]
unsafe fn reflect(x: *mut f64, n: usize, result: *mut f64) -> f64 {
    let head = *x;
    let size = length(head, x.add(1), n - 1);
    *x = 1.0;
    *result = head;
    if size < 0.0 {
        return 0.0;
    }
    *result = if head < 0.0 { size } else { -size };
    let first = head - *result;
    let inverse = 1.0 / first;
    for i in 1..n {
        *x.add(i) = if modulus(inverse) < 1e300 { *x.add(i) * inverse } else { *x.add(i) / first };
    }
    -first / *result
}

/// Columns j … j + GROUP − 1 from their tile on: subtracts what is left to, then adds up their products with the vector `u`, of the
/// columns in `dots` and, below the block on the diagonal, of the rows that they are by symmetry in `sum`.
#[inline(never)]
unsafe fn columns(s: &State, u: *const f64, j: usize) {
    let (ld, start) = (s.ld(), j / TILE * TILE);
    let x = s.x.add(j * ld);
    let mut dots = [[0.0; WIDTH]; GROUP];
    let (mut across, mut along, mut weights) = (dots, dots, dots);
    for c in 0..GROUP {
        across[c] = [-*s.right.add(j + c); WIDTH];
        along[c] = [-*s.left.add(j + c); WIDTH];
        weights[c] = [*u.add(j + c); WIDTH];
    }
    let mut i = start;
    while i < s.wide() {
        let (left, right, by) = (get(s.left.add(i)), get(s.right.add(i)), get(u.add(i)));
        let mut sum = get(s.sum.add(i));
        for c in 0..GROUP {
            let next = fused(left, across[c], fused(right, along[c], get(x.add(c * ld + i))));
            put(x.add(c * ld + i), next);
            dots[c] = fused(next, by, dots[c]);
            sum = fused(next, weights[c], sum);
        }
        if i >= start + TILE {
            put(s.sum.add(i), sum);
        }
        i += WIDTH;
    }
    for c in 0..GROUP {
        *s.dots.add(j + c) = total(dots[c]);
    }
}

/// The vector of the last reflection and what it leaves to subtract, from both products.
#[inline(never)]
unsafe fn remainder(s: &State, u: *const f64, start: usize, beta: f64) {
    let mut dots = [0.0; WIDTH];
    let mut i = start;
    while i < s.wide() {
        let product = plus(get(s.dots.add(i)), get(s.sum.add(i)));
        put(s.sum.add(i), product);
        dots = fused(product, get(u.add(i)), dots);
        i += WIDTH;
    }
    let dot = -beta * beta / 2.0 * total(dots);
    i = start;
    while i < s.wide() {
        let by = get(u.add(i));
        put(s.right.add(i), fused(by, [dot; WIDTH], times(get(s.sum.add(i)), beta)));
        put(s.left.add(i), by);
        i += WIDTH;
    }
}

/// Reflections until only d and, beside it, e are left: false where it was cancelled.
#[inline(never)]
unsafe fn reduce(s: &State, cancel: *const i32) -> bool {
    let (n, ld) = (s.n(), s.ld());
    for k in 0..n {
        if cancel.read_volatile() != 0 {
            return false;
        }
        let start = k / TILE * TILE;
        let u = s.x.add(k * ld);
        let (across, along) = ([-*s.right.add(k); WIDTH], [-*s.left.add(k); WIDTH]);
        let mut i = start;
        while i < s.wide() {
            put(u.add(i), fused(get(s.left.add(i)), across, fused(get(s.right.add(i)), along, get(u.add(i)))));
            put(s.sum.add(i), [0.0; WIDTH]);
            i += WIDTH;
        }
        *s.d.add(k) = *u.add(k);
        if k + 1 == n {
            break;
        }
        let beta = reflect(u.add(k + 1), n - k - 1, s.e.add(k));
        *s.betas.add(k) = beta;
        for i in start..k + 1 {
            *u.add(i) = 0.0;
        }
        // Finished columns and rows stay as they are.
        *s.left.add(k) = 0.0;
        *s.right.add(k) = 0.0;
        let mut j = (k + 1) / GROUP * GROUP;
        while j < n {
            columns(s, u, j);
            j += GROUP;
        }
        for i in start..k + 1 {
            *s.dots.add(i) = 0.0;
            *s.sum.add(i) = 0.0;
        }
        remainder(s, u, start, beta);
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
    // Root and quotient side by side: the next turn waits for this one.
    let size = root(square);
    let inverse = size * (1.0 / square);
    (size, f * inverse, g * inverse)
}

/// The kept sweeps on the strip of the rows from column `at` on, two at a time: the second turns rows i − 1 and i when the first has
/// turned i and i + 1, so a row is read and written once for both.
#[inline(never)]
unsafe fn strips(s: &State, at: usize) {
    let (ld, apart) = (s.ld(), 2 * s.n());
    let mut k = 0;
    while k < s.kept {
        let (first, last) = (*s.first.get_unchecked(k), *s.last.get_unchecked(k));
        let mut x = s.x.add(first * ld + at);
        let mut turn = s.turns.add(k * apart + 2 * first);
        let mut one = [[0.0; WIDTH]; STRIP];
        let mut other = one;
        for l in 0..STRIP {
            let (here, next) = (get(x.add(l * WIDTH)), get(x.add(ld + l * WIDTH)));
            (other[l], one[l]) = turned(here, next, *turn, *turn.add(1));
        }
        for _ in first + 1..last {
            let then = turn.add(apart);
            turn = turn.add(2);
            for l in 0..STRIP {
                let next = get(x.add(2 * ld + l * WIDTH));
                let (here, rest) = turned(one[l], next, *turn, *turn.add(1));
                one[l] = rest;
                let (done, rest) = turned(other[l], here, *then, *then.add(1));
                put(x.add(l * WIDTH), done);
                other[l] = rest;
            }
            x = x.add(ld);
        }
        let then = turn.add(apart);
        for l in 0..STRIP {
            let (here, next) = turned(other[l], one[l], *then, *then.add(1));
            put(x.add(l * WIDTH), here);
            put(x.add(ld + l * WIDTH), next);
        }
        k += 2;
    }
}

/// (x·c + y·t, y·c − x·t).
#[inline(always)]
fn turned(x: Vector, y: Vector, c: f64, t: f64) -> (Vector, Vector) {
    (fused(x, [c; WIDTH], times(y, t)), fused(x, [-t; WIDTH], times(y, c)))
}

/// Sweep k turns nothing beyond its block.
unsafe fn extend(s: &State, k: usize, first: usize, last: usize) {
    for i in first..last {
        if i < *s.first.get_unchecked(k) || i >= *s.last.get_unchecked(k) {
            *s.turns.add(2 * (k * s.n() + i)) = 1.0;
            *s.turns.add(2 * (k * s.n() + i) + 1) = 0.0;
        }
    }
}

/// The kept sweeps on all rows.
#[inline(never)]
unsafe fn apply(s: &mut State) {
    if s.kept % 2 == 1 {
        *s.first.get_unchecked_mut(s.kept) = usize::MAX;
        *s.last.get_unchecked_mut(s.kept) = 0;
    }
    let mut k = 0;
    while k < s.kept {
        let (one, other) = (*s.first.get_unchecked(k), *s.first.get_unchecked(k + 1));
        let first = if one < other { one } else { other };
        let (one, other) = (*s.last.get_unchecked(k), *s.last.get_unchecked(k + 1));
        let last = if one > other { one } else { other };
        extend(s, k, first, last);
        extend(s, k + 1, first, last);
        *s.first.get_unchecked_mut(k) = first;
        *s.last.get_unchecked_mut(k) = last;
        k += 2;
    }
    let mut at = 0;
    while at < s.n() {
        strips(s, at);
        at += STRIP * WIDTH;
    }
    s.kept = 0;
}

/// One sweep over the block first … last, its turns kept.
#[inline(never)]
unsafe fn sweep(s: &mut State, first: usize, last: usize, shift: f64) {
    let (d, e) = (s.d, s.e);
    let mut kept = s.turns.add(2 * (s.kept * s.n() + first));
    let (mut g, mut c, mut t, mut moved) = (*d.add(first) - shift, 1.0, 1.0, 0.0);
    for i in first..last {
        let beside = c * *e.add(i);
        let (r, cosine, sine) = turn(g, t * *e.add(i));
        (c, t) = (cosine, sine);
        let here = *d.add(i) - moved;
        if i > first {
            *e.add(i - 1) = r;
        }
        let far = fused1(*d.add(i + 1) - here, t, 2.0 * c * beside);
        moved = t * far;
        *d.add(i) = here + moved;
        g = fused1(c, far, -beside);
        *kept = c;
        *kept.add(1) = t;
        kept = kept.add(2);
    }
    *d.add(last) -= moved;
    *e.add(last - 1) = g;
    *s.first.get_unchecked_mut(s.kept) = first;
    *s.last.get_unchecked_mut(s.kept) = last;
    s.kept += 1;
    if s.kept == KEPT {
        apply(s);
    }
}

/// Likewise for values alone, with squares in e: gamma is the entry of the diagonal less the shift, p its square over the cosine's.
/// One quotient serves for 1/r and for the next p = gamma²/cosine², where LAPACK's dsterf waits for two.
#[inline(never)]
unsafe fn rootless(s: &State, first: usize, last: usize, shift: f64) {
    let (d, e) = (s.d, s.e);
    let mut gamma = *d.add(first) - shift;
    let (mut p, mut sine, mut cosine) = (gamma * gamma, 0.0, 1.0);
    for i in first..last {
        let (square, next, before) = (*e.add(i), *d.add(i + 1), gamma);
        let r = p + square;
        if i > first {
            *e.add(i - 1) = sine * r;
        }
        if p > 1e-200 {
            let inverse = 1.0 / (r * p);
            let (share, product) = (p * inverse, fused1(p, next - shift, -(square * before)));
            gamma = product * share;
            cosine = p * share;
            sine = square * share;
            p = product * product * inverse;
        } else {
            let old = cosine;
            cosine = p / r;
            sine = square / r;
            gamma = cosine * (next - shift) - sine * before;
            p = if cosine == 0.0 { old * square } else { gamma * gamma / cosine };
        }
        *d.add(i) = before + (next - gamma);
    }
    *e.add(last - 1) = sine * p;
    *d.add(last) = shift + gamma;
}

/// Where the unreduced block that ends at `last` begins; the entry above it becomes 0.
unsafe fn block(s: &State, last: usize, least: f64) -> usize {
    let unit = 0.5 * f64::EPSILON;
    for i in (1..last + 1).rev() {
        let entry = modulus(*s.e.add(i - 1));
        let square = if VECTORS != 0 { entry * entry } else { entry };
        if square <= least || square <= unit * unit * modulus(*s.d.add(i - 1) * *s.d.add(i)) {
            *s.e.add(i - 1) = 0.0;
            return i;
        }
    }
    0
}

/// Sweeps until nothing is left of e: false where it was cancelled.
#[inline(never)]
unsafe fn iterate(s: &mut State, cancel: *const i32) -> bool {
    let (d, e) = (s.d, s.e);
    let mut size = 0.0;
    for i in 0..s.n() {
        for entry in [modulus(*d.add(i)), modulus(*e.add(i))] {
            size = if entry > size { entry } else { size };
        }
        if VECTORS == 0 {
            *e.add(i) *= *e.add(i);
        }
    }
    let unit = 0.25 * f64::EPSILON;
    let least = unit * unit * size * size;
    let (mut last, mut left) = (s.n() - 1, PATIENCE * (s.n() + 1));
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
        // The eigenvalue of the last two rows that is nearer to d[last].
        let beside = if VECTORS != 0 { *e.add(last - 1) } else { root(*e.add(last - 1)) };
        let half = (*d.add(last - 1) - *d.add(last)) / 2.0;
        let far = root(half * half + beside * beside);
        let shift = *d.add(last) - beside * (beside / if half < 0.0 { half - far } else { half + far });
        if VECTORS != 0 {
            sweep(s, first, last, shift);
        } else {
            rootless(s, first, last, shift);
        }
    }
    true
}

/// Reflections before `count` on the group of columns, the last first: each pass subtracts one and multiplies with the next.
#[inline(never)]
unsafe fn mirror(s: &State, count: usize) {
    let (ld, end, q) = (s.ld(), s.wide(), s.columns);
    let mut sizes = [[0.0; WIDTH]; GROUP];
    let mut v = s.x.add((count - 1) * ld);
    for left in (0..count + 1).rev() {
        let place = if left > 0 { left - 1 } else { 0 };
        let next = s.x.add(place * ld);
        let mut dots = [[0.0; WIDTH]; GROUP];
        let mut i = (place + 1) / WIDTH * WIDTH;
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
            sizes[c] = [-total(dots[c]) * *s.betas.add(place); WIDTH];
        }
        v = next;
    }
}

/// The product of the reflections: its columns take the place of the vectors. Reflection k leaves the first k + 1 columns of the
/// identity alone, so columns are made from the last on.
#[inline(never)]
unsafe fn factor(s: &State) {
    let (n, ld) = (s.n(), s.ld());
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
        mirror(s, j + GROUP - 1);
        for i in 0..GROUP * ld {
            *s.x.add(j * ld + i) = *s.columns.add(i);
        }
    }
}

/// The places of the values, the least first.
#[inline(never)]
unsafe fn sort(s: &State) {
    for j in 0..s.n() {
        let value = *s.d.add(j);
        let mut place = j;
        while place > 0 && *s.d.add(*s.sum.add(place - 1) as usize) > value {
            *s.sum.add(place) = *s.sum.add(place - 1);
            place -= 1;
        }
        *s.sum.add(place) = j as f64;
    }
}

/// Half the sum of the matrix and its transpose, tile by tile: false where they differ by more than rounding.
#[inline(never)]
unsafe fn load(s: &State, a: *const f64, power: f64) -> bool {
    let n = s.n();
    let mut differ = false;
    for tile in 0..(n + TILE - 1) / TILE {
        let start = tile * TILE;
        let end = if n < start + TILE { n } else { start + TILE };
        for i in start..n {
            for j in start..end {
                let (one, other) = (*a.add(i * n + j) * power, *a.add(j * n + i) * power);
                *s.x.add(j * s.ld() + i) = (one + other) / 2.0;
                // 2⁻²⁶.
                differ |= modulus(one - other) > 1.0 / 67108864.0;
            }
        }
    }
    !differ
}

#[inline(never)]
unsafe fn begin(work: *mut f64, n: usize) -> State {
    let even = (n + 15) / 16 * 16;
    let ld = if FEW > 0 {
        TILE
    } else if even % 64 == 0 {
        even + 16
    } else {
        even
    };
    let line = ld + 8;
    let columns = work.add((n + GROUP) * ld);
    let lines = columns.add(GROUP * ld * VECTORS);
    let turns = lines.add(7 * line);
    for i in 0..(turns as usize - work as usize) / 8 {
        *work.add(i) = 0.0;
    }
    State {
        x: work,
        d: lines,
        e: lines.add(line),
        left: lines.add(2 * line),
        right: lines.add(3 * line),
        sum: lines.add(4 * line),
        dots: lines.add(5 * line),
        betas: lines.add(6 * line),
        columns,
        turns,
        n,
        wide: (n + TILE - 1) / TILE * TILE,
        ld,
        kept: 0,
        first: [0; KEPT],
        last: [0; KEPT],
    }
}

/// Eigenvectors are rows of x: a tile of them at a time becomes columns. The first entry that counts is to be positive.
#[inline(never)]
unsafe fn store(s: &State, q: *mut f64) {
    let n = s.n();
    let mut rows = [s.x as *const f64; TILE];
    let mut signs = [1.0; TILE];
    for tile in 0..(n + TILE - 1) / TILE {
        let start = tile * TILE;
        let count = if n - start < TILE { n - start } else { TILE };
        for c in 0..count {
            let row = s.x.add(*s.sum.add(start + c) as usize * s.ld());
            let mut i = 0;
            while i + 1 < n && *row.add(i) * *row.add(i) * (n as f64) < 0.1 {
                i += 1;
            }
            *rows.get_unchecked_mut(c) = row;
            *signs.get_unchecked_mut(c) = if *row.add(i) < 0.0 { -1.0 } else { 1.0 };
        }
        for i in 0..n {
            for c in 0..count {
                *q.add(i * n + start + c) = *signs.get_unchecked(c) * *rows.get_unchecked(c).add(i) + 0.0;
            }
        }
    }
}

/// a: n·n doubles to read; w: n, q: n·n where VECTORS is 1, work: as above, which overlap nothing.
#[inline(never)]
pub unsafe fn eigh_f64(a: *const f64, w: *mut f64, q: *mut f64, work: *mut f64, n: i64, cancel: *const i32) {
    let n = n as usize;
    let power = unit(a, n * n);
    if n == 0 {
        return;
    }
    let mut state = begin(work, n);
    if power != power || !load(&state, a, power) {
        for i in 0..n {
            *w.add(i) = f64::NAN;
        }
        for i in 0..n * n * VECTORS {
            *q.add(i) = f64::NAN;
        }
        return;
    }
    if !reduce(&state, cancel) {
        return;
    }
    if VECTORS != 0 {
        factor(&state);
    }
    if !iterate(&mut state, cancel) {
        return;
    }
    if VECTORS != 0 {
        apply(&mut state);
    }
    sort(&state);
    for i in 0..n {
        *w.add(i) = *state.d.add(*state.sum.add(i) as usize) / power;
    }
    if VECTORS != 0 {
        store(&state, q);
    }
}
