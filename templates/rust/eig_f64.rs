//! eig_f64: eigenvalues, Schur form or eigenvectors of a square matrix of doubles of any size.
//!
//! Version     3
//! Parameters  (a, re, im, x, y, work, n, cancel): the eigenvalues re + i·im of a (n × n, row-major and contiguous), of a pair the
//!             one above the real axis first. `form` 0: no more, x and y are not touched. 1: a = x · y · transpose(x), x
//!             orthogonal, y triangular but for a block of two rows per pair, with equal diagonal entries. 2: row k of x and y
//!             holds the real and the imaginary parts of an eigenvector for the value k, of length 1, the largest entry of a
//!             complex one real. `few` is n where that is at most 8 and known, else 0; work has room for 16·n + 208 doubles
//!             then, else for (2·n + 64)·(n + 40)
//! Requires    8-byte alignment; re, im, x, y and work overlap nothing; n ≥ 0
//! Error       ‖a − x·y·transpose(x)‖ ≤ 10·n·u·‖a‖, ‖transpose(x)·x − 1‖ ≤ 10·n·u·√n, ‖a·v − λ·v‖ ≤ 10·n·u·‖a‖ for each vector,
//!             σ(a − λ) ≤ 10·n·u·‖a‖ for the least singular value, in the Frobenius norm, barring overflow; all NaN where an entry
//!             is not finite or the iteration does not converge
//! Cancel      read once for every reflection, sweep and vector; what has been written is undefined when it was found set
//! Method      as in eig_f64.c: reflections to Hessenberg form, each from both sides in one pass, Francis' double-shift QR sweeps,
//!             vectors by substitution in the triangular form

const FORM: usize = 2; // hole form: integer 0..2
const FEW: usize = 0; // hole few: integer 0..8

/// Columns that are updated together: each vector of a reflection is loaded once for all of them.
const GROUP: usize = 4;
/// Sweeps for each row, in all; two or three for an eigenvalue are usual.
const PATIENCE: usize = 30;
/// Sweeps without a deflation after which a shift is made up.
const EXCEPTIONAL: usize = 10;

/// Doubles from one row to the next where there are few.
const WHOLE: usize = 8;

include!("parts/lanes.rs");
include!("parts/scaling.rs");

/// Column j of the matrix is row j of `x`, in the end of the triangular form; row j of `v` is the vector of reflection j, of which the
/// first j + 1 entries are 0, in the end column j of the orthogonal factor. What the last reflection leaves to subtract from column
/// j is left·across[j] + right·along[j]. Rows lie `ld` doubles apart and have zeros from n on, as has a group of rows behind the last.
struct State {
    x: *mut f64,
    v: *mut f64,
    columns: *mut f64,
    left: *mut f64,
    right: *mut f64,
    across: *mut f64,
    along: *mut f64,
    sum: *mut f64,
    dots: *mut f64,
    betas: *mut f64,
    n: usize,
    wide: usize,
    ld: usize,
}

/// Sizes that are known make loops of vectors single steps.
impl State {
    #[inline(always)]
    fn n(&self) -> usize {
        if FEW > 0 { FEW } else { self.n }
    }
    #[inline(always)]
    fn wide(&self) -> usize {
        if FEW > 0 { (FEW + WIDTH - 1) / WIDTH * WIDTH } else { self.wide }
    }
    #[inline(always)]
    fn ld(&self) -> usize {
        if FEW > 0 { WHOLE } else { self.ld }
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

/// Columns j … j + GROUP − 1: subtracts what is left to, then adds up their products with the vector `u` from both sides.
#[inline(never)]
unsafe fn columns(s: &State, u: *const f64, j: usize) {
    let ld = s.ld();
    let x = s.x.add(j * ld);
    let mut dots = [[0.0; WIDTH]; GROUP];
    let (mut across, mut along, mut weights) = (dots, dots, dots);
    for c in 0..GROUP {
        across[c] = [-*s.across.add(j + c); WIDTH];
        along[c] = [-*s.along.add(j + c); WIDTH];
        weights[c] = [*u.add(j + c); WIDTH];
    }
    let mut i = 0;
    while i < s.wide() {
        let (left, right, by) = (get(s.left.add(i)), get(s.right.add(i)), get(u.add(i)));
        let mut sum = get(s.sum.add(i));
        for c in 0..GROUP {
            let next = fused(left, across[c], fused(right, along[c], get(x.add(c * ld + i))));
            put(x.add(c * ld + i), next);
            dots[c] = fused(next, by, dots[c]);
            sum = fused(next, weights[c], sum);
        }
        put(s.sum.add(i), sum);
        i += WIDTH;
    }
    for c in 0..GROUP {
        *s.dots.add(j + c) = total(dots[c]);
    }
}

/// To Hessenberg form: false where it was cancelled.
#[inline(never)]
unsafe fn reduce(s: &State, cancel: *const i32) -> bool {
    let (n, ld) = (s.n(), s.ld());
    for k in 0..n {
        if cancel.read_volatile() != 0 {
            return false;
        }
        let x = s.x.add(k * ld);
        let u = if FORM != 0 { s.v.add(k * ld) } else { s.columns };
        let (across, along) = ([-*s.across.add(k); WIDTH], [-*s.along.add(k); WIDTH]);
        let mut i = 0;
        while i < s.wide() {
            put(x.add(i), fused(get(s.left.add(i)), across, fused(get(s.right.add(i)), along, get(x.add(i)))));
            put(s.sum.add(i), [0.0; WIDTH]);
            i += WIDTH;
        }
        if k + 2 >= n {
            continue;
        }
        for i in 0..s.wide() {
            *u.add(i) = if i > k { *x.add(i) } else { 0.0 };
        }
        for i in k + 2..n {
            *x.add(i) = 0.0;
        }
        let beta = reflect(u.add(k + 1), n - k - 1, x.add(k + 1));
        *s.betas.add(k) = beta;
        // Finished columns stay as they are.
        *s.across.add(k) = 0.0;
        *s.along.add(k) = 0.0;
        let mut j = (k + 1) / GROUP * GROUP;
        while j < n {
            columns(s, u, j);
            j += GROUP;
        }
        let mut dot = 0.0;
        for i in k + 1..n {
            dot += *s.sum.add(i) * *u.add(i);
        }
        dot *= beta * beta;
        for i in 0..s.wide() {
            let by = *u.add(i);
            *s.right.add(i) = beta * *s.sum.add(i) - dot * by;
            *s.left.add(i) = by;
            *s.across.add(i) = if i > k { beta * *s.dots.add(i) } else { 0.0 };
            *s.along.add(i) = by;
        }
    }
    true
}

/// A reflection of two or three entries; no beta where there is nothing to do.
#[derive(Clone, Copy)]
struct Mirror {
    v1: f64,
    v2: f64,
    beta: f64,
}

/// Of the entries x, y, z.
#[inline(always)]
fn small(mut x: f64, mut y: f64, mut z: f64) -> Mirror {
    let most = if modulus(y) > modulus(z) { modulus(y) } else { modulus(z) };
    if most == 0.0 {
        return Mirror { v1: 0.0, v2: 0.0, beta: 0.0 };
    }
    let mut sum = x * x + y * y + z * z;
    if !(sum > 1e-270 && most > 1e-135) {
        let unit = if modulus(x) > most { modulus(x) } else { most };
        x /= unit;
        y /= unit;
        z /= unit;
        sum = x * x + y * y + z * z;
    }
    let size = root(sum);
    let inverse = 1.0 / if x < 0.0 { x - size } else { x + size };
    let (v1, v2) = (y * inverse, z * inverse);
    Mirror { v1, v2, beta: 2.0 / (1.0 + v1 * v1 + v2 * v2) }
}

/// Rows k, k + 1, k + 2 in the columns `from` up to `to`.
#[inline(never)]
unsafe fn rows(s: &State, by: Mirror, k: usize, from: usize, to: usize) {
    let mut at = s.x.add(from * s.ld() + k);
    for _ in from..to {
        let sum = by.beta * fused1(by.v2, *at.add(2), fused1(by.v1, *at.add(1), *at));
        *at -= sum;
        *at.add(1) = fused1(-by.v1, sum, *at.add(1));
        *at.add(2) = fused1(-by.v2, sum, *at.add(2));
        at = at.wrapping_add(s.ld());
    }
}

/// Columns k, k + 1, k + 2 of a factor in the rows `from` up to `to`, and zeros beyond.
#[inline(never)]
unsafe fn sides(x: *mut f64, ld: usize, by: Mirror, from: usize, to: usize) {
    let mut i = from / WIDTH * WIDTH;
    while i < to {
        let (one, two, three) = (get(x.add(i)), get(x.add(ld + i)), get(x.add(2 * ld + i)));
        let sum = times(fused(three, [by.v2; WIDTH], fused(two, [by.v1; WIDTH], one)), by.beta);
        put(x.add(i), fused(sum, [-1.0; WIDTH], one));
        put(x.add(ld + i), fused(sum, [-by.v1; WIDTH], two));
        put(x.add(2 * ld + i), fused(sum, [-by.v2; WIDTH], three));
        i += WIDTH;
    }
}

/// The two shifts re ± √square.
struct Shifts {
    re: f64,
    square: f64,
}

/// The eigenvalues of the corner [a b; c d]; where they are real, twice the one nearer to d. Both at once would annihilate a matrix
/// with these two eigenvalues alone.
fn corner(a: f64, b: f64, c: f64, d: f64) -> Shifts {
    let half = (a - d) / 2.0;
    let square = half * half + b * c;
    if square < 0.0 {
        return Shifts { re: d + half, square };
    }
    let away = modulus(half) + root(square);
    let near = b * c / away;
    Shifts { re: if away == 0.0 { d } else { d - sign(half) * near }, square: 0.0 }
}

fn made_up(diagonal: f64, below: f64) -> Shifts {
    Shifts { re: 0.75 * modulus(below) + diagonal, square: -0.4375 * below * below }
}

/// A multiple of the first column of (H − σ₁)(H − σ₂), as a reflection.
#[inline(never)]
unsafe fn first_of(s: &State, first: usize, last: usize, round: usize) -> Mirror {
    let ld = s.ld();
    let (h, e) = (s.x.add(first * ld + first), s.x.add((last - 1) * ld + last - 1));
    let mut all = [*h, *h.add(1), *h.add(ld), *h.add(ld + 1), *h.add(ld + 2), *e, *e.add(ld + 1), *e.add(ld), *e.add(1)];
    let mut size = 0.0;
    for entry in all {
        size = if modulus(entry) > size { modulus(entry) } else { size };
    }
    // Smaller ones have squares whose squares vanish.
    if !(size > 1e-60) {
        for entry in &mut all {
            *entry = if size == 0.0 { 0.0 } else { *entry / size };
        }
    }
    let [p, q, r, t, w, a, d, b, c] = all;
    let by = if round % EXCEPTIONAL != 0 {
        corner(a, b, c, d)
    } else if round % (2 * EXCEPTIONAL) != 0 {
        made_up(p, q)
    } else {
        made_up(d, c)
    };
    small((p - by.re) * (p - by.re) - by.square + r * q, q * (p - by.re + (t - by.re)), q * w)
}

/// The `round`th sweep on the block first … last since there was a deflation.
#[inline(never)]
unsafe fn sweep(s: &State, first: usize, last: usize, round: usize) {
    let (ld, right) = (s.ld(), if FORM != 0 { s.n() } else { last + 1 });
    let mut by = first_of(s, first, last, round);
    for k in first..last {
        let pair = k + 1 == last;
        let begin = if k > first { k - 1 } else { k };
        let before = s.x.add(begin * ld);
        if k > first {
            by = small(*before.add(k), *before.add(k + 1), if pair { 0.0 } else { *before.add(k + 2) });
        }
        if by.beta != 0.0 {
            // A pair has nothing of its own in the third row or column: it stays as it is.
            rows(s, by, k, begin, right);
            let to = if k + 4 < last + 1 { k + 4 } else { last + 1 };
            sides(s.x.add(k * ld), ld, by, if FORM != 0 { 0 } else { first }, to);
            if FORM != 0 {
                sides(s.v.add(k * ld), ld, by, 0, s.n());
            }
        }
        if k > first {
            *before.add(k + 1) = 0.0;
            if !pair {
                *before.add(k + 2) = 0.0;
            }
        }
    }
}

fn sign(x: f64) -> f64 {
    if x < 0.0 {
        -1.0
    } else {
        1.0
    }
}

/// √(x² + y²).
fn hypotenuse(x: f64, y: f64) -> f64 {
    let (one, other) = (modulus(x), modulus(y));
    let most = if one > other { one } else { other };
    if most == 0.0 {
        return 0.0;
    }
    most * root(one / most * (one / most) + other / most * (other / most))
}

/// [a b; c d] and the rotation (cosine, sine) that made it.
struct Block {
    m: [f64; 4],
    cosine: f64,
    sine: f64,
}

/// [a b; c d] becomes upper triangular, or gets equal diagonal entries (LAPACK's dlanv2).
#[inline(never)]
fn standard(a: f64, b: f64, c: f64, d: f64) -> Block {
    if c == 0.0 || (b != 0.0 && a == d && sign(b) != sign(c)) {
        return Block { m: [a, b, c, d], cosine: 1.0, sine: 0.0 };
    }
    if b == 0.0 {
        return Block { m: [d, -c, 0.0, a], cosine: 0.0, sine: 1.0 };
    }
    let p = (a - d) / 2.0;
    let (one, other) = (modulus(b), modulus(c));
    let (more, less) = if one > other { (one, other) } else { (other, one) };
    let product = less * sign(b) * sign(c);
    let scale = if modulus(p) > more { modulus(p) } else { more };
    let z = p / scale * p + more / scale * product;
    if z >= 4.0 * f64::EPSILON {
        let far = p + sign(p) * root(scale) * root(z);
        let size = hypotenuse(c, far);
        return Block { m: [d + far, b - c, 0.0, d - more / far * product], cosine: far / size, sine: c / size };
    }
    nearly_equal(a, b, c, d)
}

/// Eigenvalues that are complex, or real and almost one: the diagonal entries are made equal first.
fn nearly_equal(a: f64, b: f64, c: f64, d: f64) -> Block {
    let (p, sigma) = ((a - d) / 2.0, b + c);
    let size = hypotenuse(sigma, a - d);
    let cs = root((1.0 + modulus(sigma) / size) / 2.0);
    let sn = -(p / (size * cs)) * sign(sigma);
    let (aa, bb, cc, dd) = (a * cs + b * sn, b * cs - a * sn, c * cs + d * sn, d * cs - c * sn);
    let (upper, lower) = (bb * cs + dd * sn, cc * cs - aa * sn);
    let middle = (aa * cs + cc * sn + dd * cs - bb * sn) / 2.0;
    if lower == 0.0 || (upper != 0.0 && sign(upper) != sign(lower)) {
        return Block { m: [middle, upper, lower, middle], cosine: cs, sine: sn };
    }
    if upper == 0.0 {
        return Block { m: [middle, -lower, 0.0, middle], cosine: -sn, sine: cs };
    }
    let (one, other) = (root(modulus(upper)), root(modulus(lower)));
    let apart = sign(lower) * one * other;
    let tau = 1.0 / root(modulus(upper + lower));
    Block {
        m: [middle + apart, upper - lower, 0.0, middle - apart],
        cosine: cs * one * tau - sn * other * tau,
        sine: cs * other * tau + sn * one * tau,
    }
}

/// Columns k and k + 1 of a factor, above row `to`.
#[inline(never)]
unsafe fn rotate(x: *mut f64, ld: usize, c: f64, t: f64, to: usize) {
    for i in 0..to {
        let (one, other) = (*x.add(i), *x.add(ld + i));
        *x.add(i) = c * one + t * other;
        *x.add(ld + i) = c * other - t * one;
    }
}

/// The block of two rows at k to its standard form.
#[inline(never)]
unsafe fn split(s: &State, k: usize) {
    let ld = s.ld();
    let x = s.x.add(k * ld + k);
    let Block { m, cosine: c, sine: t } = standard(*x, *x.add(ld), *x.add(1), *x.add(ld + 1));
    *x = m[0];
    *x.add(ld) = m[1];
    *x.add(1) = m[2];
    *x.add(ld + 1) = m[3];
    if FORM == 0 {
        return;
    }
    for j in k + 2..s.n() {
        let at = s.x.add(j * ld + k);
        let (one, other) = (*at, *at.add(1));
        *at = c * one + t * other;
        *at.add(1) = c * other - t * one;
    }
    rotate(s.x.add(k * ld), ld, c, t, k);
    rotate(s.v.add(k * ld), ld, c, t, s.n());
}

/// Where the unreduced block that ends at `last` begins; the entry above it becomes 0.
unsafe fn block(s: &State, last: usize, size: f64, stagnates: bool) -> usize {
    for l in (1..last + 1).rev() {
        let x = s.x.add((l - 1) * s.ld() + l - 1);
        let beside = modulus(*x) + modulus(*x.add(s.ld() + 1));
        if modulus(*x.add(1)) <= f64::EPSILON * if beside == 0.0 || stagnates { size } else { beside } {
            *x.add(1) = 0.0;
            return l;
        }
    }
    0
}

#[derive(PartialEq)]
enum Outcome {
    Found,
    Cancelled,
    NotFound,
}

/// Sweeps until blocks of one or two rows are left.
#[inline(never)]
unsafe fn iterate(s: &State, cancel: *const i32) -> Outcome {
    let size = largest(s);
    let (mut end, mut round, mut left) = (s.n(), 0, PATIENCE * if s.n() > 10 { s.n() } else { 10 });
    while end > 0 {
        let last = end - 1;
        let first = block(s, last, size, round > 3 * EXCEPTIONAL);
        if last - first <= 1 {
            if first < last {
                split(s, first);
            }
            end = first;
            round = 0;
            continue;
        }
        if cancel.read_volatile() != 0 {
            return Outcome::Cancelled;
        }
        if left == 0 {
            return Outcome::NotFound;
        }
        left -= 1;
        round += 1;
        sweep(s, first, last, round);
    }
    Outcome::Found
}

unsafe fn largest(s: &State) -> f64 {
    let mut size = 0.0;
    for i in 0..s.n() * s.ld() {
        size = if modulus(*s.x.add(i)) > size { modulus(*s.x.add(i)) } else { size };
    }
    size
}

/// Reflections before `count` on the group of columns, the last first: each pass subtracts one and multiplies with the next.
#[inline(never)]
unsafe fn product(s: &State, count: usize) {
    let (ld, end, q) = (s.ld(), s.wide(), s.columns);
    let mut sizes = [[0.0; WIDTH]; GROUP];
    let mut v = s.v.add((count - 1) * ld);
    for left in (0..count + 1).rev() {
        let place = if left > 0 { left - 1 } else { 0 };
        let next = s.v.add(place * ld);
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
        product(s, j + GROUP - 1);
        for i in 0..GROUP * ld {
            *s.v.add(j * ld + i) = *s.columns.add(i);
        }
    }
}

#[derive(Clone, Copy)]
struct Complex {
    re: f64,
    im: f64,
}

/// Smith 1962: no overflow on the way.
fn over(a: Complex, b: Complex) -> Complex {
    if modulus(b.re) >= modulus(b.im) {
        let ratio = b.im / b.re;
        let size = b.re + b.im * ratio;
        return Complex { re: (a.re + a.im * ratio) / size, im: (a.im - a.re * ratio) / size };
    }
    let ratio = b.re / b.im;
    let size = b.re * ratio + b.im;
    Complex { re: (a.re * ratio + a.im) / size, im: (a.im * ratio - a.re) / size }
}

/// a − b·c.
fn less(a: Complex, b: Complex, c: Complex) -> Complex {
    Complex { re: a.re - (b.re * c.re - b.im * c.im), im: a.im - (b.re * c.im + b.im * c.re) }
}

fn at_least(z: Complex, least: f64) -> Complex {
    if hypotenuse(z.re, z.im) < least {
        Complex { re: least, im: 0.0 }
    } else {
        z
    }
}

/// y += x · factor in the first n entries, and zeros beyond.
#[inline(always)]
unsafe fn add(y: *mut f64, x: *const f64, factor: f64, n: usize) {
    let mut i = 0;
    while i < n {
        put(y.add(i), fused(get(x.add(i)), [factor; WIDTH], get(y.add(i))));
        i += WIDTH;
    }
}

/// Entry `l` of the vector is known: it goes to the sums of the rows above.
#[inline(never)]
unsafe fn known(s: &State, l: usize, z: Complex, both: bool) {
    *s.left.add(l) = z.re;
    *s.right.add(l) = z.im;
    add(s.across, s.x.add(l * s.ld()), -z.re, l);
    if both {
        add(s.along, s.x.add(l * s.ld()), -z.im, l);
    }
}

/// Two entries at a block of two rows, by elimination with complete pivoting.
#[inline(never)]
unsafe fn pair(s: &State, j: usize, value: Complex, least: f64) -> (Complex, Complex) {
    let x = s.x.add(j * s.ld() + j);
    let real = |re: f64| Complex { re, im: 0.0 };
    let shifted = |entry: f64| Complex { re: entry - value.re, im: -value.im };
    let (a, b, c, d) = (shifted(*x), real(*x.add(s.ld())), real(*x.add(1)), shifted(*x.add(s.ld() + 1)));
    let rows = [
        Complex { re: *s.across.add(j), im: *s.along.add(j) },
        Complex { re: *s.across.add(j + 1), im: *s.along.add(j + 1) },
    ];
    let size = |z: Complex| hypotenuse(z.re, z.im);
    // (pivot, beside it, below it, opposite), and which row and column it stands in.
    let mut best = (a, b, c, d, 0, 0);
    if size(b) > size(best.0) {
        best = (b, a, d, c, 0, 1);
    }
    if size(c) > size(best.0) {
        best = (c, d, a, b, 1, 0);
    }
    if size(d) > size(best.0) {
        best = (d, c, b, a, 1, 1);
    }
    let (pivot, beside, under, opposite, row, column) = best;
    let (top, bottom) = if row == 0 { (rows[0], rows[1]) } else { (rows[1], rows[0]) };
    let pivot = at_least(pivot, least);
    let factor = over(under, pivot);
    let below = at_least(less(opposite, factor, beside), least);
    let second = over(less(bottom, factor, top), below);
    let first = over(less(top, beside, second), pivot);
    if column == 0 {
        (first, second)
    } else {
        (second, first)
    }
}

/// Keeps entries that grow towards overflow in range: only the direction counts.
unsafe fn limit(s: &State, z: Complex) {
    if !(modulus(z.re) > 1e120 || modulus(z.im) > 1e120) {
        return;
    }
    // 2⁻⁴⁰⁰.
    let unit = f64::from_bits((1023 - 400) << 52);
    for i in 0..s.n() {
        *s.left.add(i) *= unit;
        *s.right.add(i) *= unit;
        *s.across.add(i) *= unit;
        *s.along.add(i) *= unit;
    }
}

/// The vector of the triangular form for the value of the block at k, of a pair's two rows or one, in left + i·right.
#[inline(never)]
unsafe fn solve(s: &State, k: usize, both: bool, value: Complex, least: f64) {
    for i in 0..s.wide() {
        *s.left.add(i) = 0.0;
        *s.right.add(i) = 0.0;
        *s.across.add(i) = 0.0;
        *s.along.add(i) = 0.0;
    }
    if both {
        // λ = t + i·√|bc|: the second row says c·x₁ = (λ − t)·x₂.
        known(s, k + 1, Complex { re: *s.x.add(k * s.ld() + k + 1), im: 0.0 }, true);
        known(s, k, Complex { re: 0.0, im: value.im }, true);
    } else {
        known(s, k, Complex { re: 1.0, im: 0.0 }, false);
    }
    let mut end = k;
    while end > 0 {
        let j = end - 1;
        if j > 0 && *s.x.add((j - 1) * s.ld() + j) != 0.0 {
            let (first, second) = pair(s, j - 1, value, least);
            known(s, j, second, both);
            known(s, j - 1, first, both);
            limit(s, if modulus(first.re) + modulus(first.im) > modulus(second.re) + modulus(second.im) { first } else { second });
            end = j - 1;
            continue;
        }
        let pivot = at_least(Complex { re: *s.x.add(j * s.ld() + j) - value.re, im: -value.im }, least);
        let right = Complex { re: *s.across.add(j), im: *s.along.add(j) };
        let z = if both { over(right, pivot) } else { Complex { re: right.re / pivot.re, im: 0.0 } };
        known(s, j, z, both);
        limit(s, z);
        end = j;
    }
}

/// The orthogonal factor times a vector of `count` entries and zeros.
#[inline(never)]
unsafe fn image(s: &State, x: *const f64, y: *mut f64, count: usize) {
    for i in 0..s.wide() {
        *y.add(i) = 0.0;
    }
    let mut l = 0;
    while l < count {
        let (v, by) = (s.v.add(l * s.ld()), x.add(l));
        let mut i = 0;
        while i < s.wide() {
            let mut sum = get(y.add(i));
            for c in 0..GROUP {
                sum = fused(get(v.add(c * s.ld() + i)), [*by.add(c); WIDTH], sum);
            }
            put(y.add(i), sum);
            i += WIDTH;
        }
        l += GROUP;
    }
}

/// To length 1 and, where it is complex, with its largest entry real: the first that is largest but for rounding.
#[inline(never)]
unsafe fn normalise(re: *mut f64, im: *mut f64, n: usize, both: bool) {
    let (mut most, mut top, mut sum) = (0.0, 0, 0.0);
    for i in 0..n {
        let size = if both { hypotenuse(*re.add(i), *im.add(i)) } else { modulus(*re.add(i)) };
        // 1 + 2⁻³⁰.
        if size > most * (1.0 + 1.0 / 1073741824.0) {
            most = size;
            top = i;
        }
    }
    let mut factor = Complex { re: 1.0 / most, im: 0.0 };
    if both && *im.add(top) != 0.0 {
        factor = over(Complex { re: 1.0, im: 0.0 }, Complex { re: *re.add(top), im: *im.add(top) });
    }
    for i in 0..n {
        let (one, other) = (*re.add(i), *im.add(i));
        *re.add(i) = one * factor.re - other * factor.im;
        *im.add(i) = one * factor.im + other * factor.re;
        if i == top && factor.im != 0.0 {
            *re.add(i) = 1.0;
            *im.add(i) = 0.0;
        }
        sum += *re.add(i) * *re.add(i) + *im.add(i) * *im.add(i);
    }
    let inverse = 1.0 / root(sum);
    for i in 0..n {
        *re.add(i) = *re.add(i) * inverse + 0.0;
        *im.add(i) = *im.add(i) * inverse + 0.0;
    }
}

/// Eigenvectors as rows of x and y: false where it was cancelled.
#[inline(never)]
unsafe fn eigenvectors(s: &State, values: [*const f64; 2], x: *mut f64, y: *mut f64, cancel: *const i32) -> bool {
    let n = s.n();
    let most = f64::EPSILON * largest(s);
    let least = if most > f64::MIN_POSITIVE { most } else { f64::MIN_POSITIVE };
    let mut k = 0;
    while k < n {
        if cancel.read_volatile() != 0 {
            return false;
        }
        let value = Complex { re: *values[0].add(k), im: *values[1].add(k) };
        let both = value.im != 0.0;
        let size = if both { 2 } else { 1 };
        solve(s, k, both, value, least);
        image(s, s.left, s.sum, k + size);
        image(s, s.right, s.dots, if both { k + size } else { 0 });
        normalise(s.sum, s.dots, n, both);
        for i in 0..n {
            *x.add(k * n + i) = *s.sum.add(i);
            *y.add(k * n + i) = *s.dots.add(i);
            if both {
                *x.add((k + 1) * n + i) = *s.sum.add(i);
                *y.add((k + 1) * n + i) = -*s.dots.add(i) + 0.0;
            }
        }
        k += size;
    }
    true
}

/// The matrix, scaled and column by column.
#[inline(never)]
unsafe fn begin(a: *const f64, work: *mut f64, n: usize, power: f64) -> State {
    let even = (n + 15) / 16 * 16;
    let ld = if FEW > 0 {
        WHOLE
    } else if even % 64 == 0 {
        even + 16
    } else {
        even
    };
    let line = ld + 8;
    let v = work.add((n + GROUP) * ld);
    let columns = if FORM != 0 { v.add((n + GROUP) * ld) } else { v };
    let lines = columns.add(GROUP * ld);
    for i in 0..(lines.add(7 * line) as usize - work as usize) / 8 {
        *work.add(i) = 0.0;
    }
    let mut start = 0;
    while start < n {
        let stop = if n < start + 8 { n } else { start + 8 };
        for i in 0..n {
            for j in start..stop {
                *work.add(j * ld + i) = *a.add(i * n + j) * power;
            }
        }
        start += 8;
    }
    State {
        x: work,
        v,
        columns,
        left: lines,
        right: lines.add(line),
        across: lines.add(2 * line),
        along: lines.add(3 * line),
        sum: lines.add(4 * line),
        dots: lines.add(5 * line),
        betas: lines.add(6 * line),
        n,
        wide: (n + WIDTH - 1) / WIDTH * WIDTH,
        ld,
    }
}

/// Of the blocks on the diagonal.
#[inline(never)]
unsafe fn values_of(s: &State, re: *mut f64, im: *mut f64) {
    let mut k = 0;
    while k < s.n() {
        let x = s.x.add(k * s.ld() + k);
        *re.add(k) = *x;
        *im.add(k) = 0.0;
        k += 1;
        if k < s.n() && *x.add(1) != 0.0 {
            *im.add(k - 1) = root(modulus(*x.add(s.ld()))) * root(modulus(*x.add(1)));
            *re.add(k) = *x;
            *im.add(k) = -*im.add(k - 1);
            k += 1;
        }
    }
}

/// The orthogonal factor and the triangular one, row by row.
#[inline(never)]
unsafe fn store(s: &State, x: *mut f64, y: *mut f64, power: f64) {
    let n = s.n();
    let mut start = 0;
    while start < n {
        let stop = if n < start + 8 { n } else { start + 8 };
        for i in 0..n {
            for j in start..stop {
                *x.add(i * n + j) = *s.v.add(j * s.ld() + i);
                *y.add(i * n + j) = if j + 1 < i { 0.0 } else { *s.x.add(j * s.ld() + i) / power };
            }
        }
        start += 8;
    }
}

/// a: n·n doubles to read; re, im: n, x and y: n·n where FORM is not 0, work: as above, which overlap nothing.
#[inline(never)]
pub unsafe fn eig_f64(
    a: *const f64,
    re: *mut f64,
    im: *mut f64,
    x: *mut f64,
    y: *mut f64,
    work: *mut f64,
    n: i64,
    cancel: *const i32,
) {
    let n = n as usize;
    let power = unit(a, n * n);
    if n == 0 {
        return;
    }
    let mut outcome = Outcome::NotFound;
    if power == power {
        let s = begin(a, work, n, power);
        if !reduce(&s, cancel) {
            return;
        }
        if FORM != 0 {
            factor(&s);
        }
        outcome = iterate(&s, cancel);
        if outcome == Outcome::Found {
            values_of(&s, re, im);
            if FORM == 1 {
                store(&s, x, y, power);
            }
            if FORM == 2 && !eigenvectors(&s, [re, im], x, y, cancel) {
                return;
            }
        }
    }
    if outcome == Outcome::NotFound {
        for i in 0..n * n * if FORM != 0 { 1 } else { 0 } {
            *x.add(i) = f64::NAN;
            *y.add(i) = f64::NAN;
        }
    }
    for i in 0..n {
        *re.add(i) = if outcome == Outcome::NotFound { f64::NAN } else { *re.add(i) / power };
        *im.add(i) = if outcome == Outcome::NotFound { f64::NAN } else { *im.add(i) / power };
    }
}
