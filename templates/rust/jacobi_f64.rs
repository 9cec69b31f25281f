//! jacobi_f64: singular values and vectors of a square matrix of doubles of any size, best one that is triangular with falling rows.
//!
//! Version     1
//! Parameters  (r, order, s, u, vt, work, n, cancel): r (n × n) = u · diag(s) · w, row-major and contiguous; s falls; vt has
//!             column i of w as its column order[i]; u and vt are neither touched where `vectors` is 0, nor is order then read;
//!             work has room for (2·n + 8)·(n + 48) doubles
//! Requires    8-byte alignment; s, u, vt and work overlap nothing; order has the places 0 … n − 1; n ≥ 0
//! Error       ‖r − u·diag(s)·w‖ ≤ 8·n·u·‖r‖, ‖transpose(u)·u − 1‖ and ‖vt·transpose(vt) − 1‖ ≤ 8·n·u·√n in the Frobenius
//!             norm, barring overflow; all NaN where an entry is not finite
//! Cancel      read once for every row of a sweep; what has been written is undefined when it was found set
//! Method      as in jacobi_f64.c: one-sided rotations of the rows until they are orthogonal

const VECTORS: usize = 1; // hole vectors: integer 0..1
const LANES: usize = 2; // hole lanes: integer 1..16

const WIDTH: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
const STRIP: usize = 2 * WIDTH;
const SWEEPS: usize = 60;
const EPSILON: f64 = 2.220446049250313e-16;

type Vector = [f64; WIDTH];

#[inline(always)]
unsafe fn get(from: *const f64) -> Vector {
    (from as *const Vector).read_unaligned()
}
#[inline(always)]
unsafe fn put(to: *mut f64, value: Vector) {
    (to as *mut Vector).write_unaligned(value);
}

fn modulus(x: f64) -> f64 {
    f64::from_bits(x.to_bits() << 1 >> 1)
}

/// The root of a number that is not negative.
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

#[inline(never)]
unsafe fn dot(x: *const f64, y: *const f64, n: usize) -> f64 {
    let mut sum = [[0.0f64; WIDTH]; 2];
    let mut i = 0;
    while i < n {
        for v in 0..2 {
            let (left, right) = (get(x.add(i + v * WIDTH)), get(y.add(i + v * WIDTH)));
            for l in 0..WIDTH {
                sum[v][l] += left[l] * right[l];
            }
        }
        i += STRIP;
    }
    let mut total = 0.0;
    for l in 0..WIDTH {
        total += sum[0][l] + sum[1][l];
    }
    total
}

/// x = c·x − s·y, y = s·x + c·y.
#[inline(never)]
unsafe fn rotate(x: *mut f64, y: *mut f64, c: f64, s: f64, n: usize) {
    let mut i = 0;
    while i < n {
        let (a, b) = (get(x.add(i)), get(y.add(i)));
        let (mut left, mut right) = (a, b);
        for l in 0..WIDTH {
            left[l] = a[l] * c - b[l] * s;
            right[l] = a[l] * s + b[l] * c;
        }
        put(x.add(i), left);
        put(y.add(i), right);
        i += WIDTH;
    }
}

/// √Σx² without overflow or underflow on the way.
unsafe fn length(x: *const f64, n: usize) -> f64 {
    let squares = dot(x, x, n);
    if squares > 1e-270 && squares < 1e270 {
        return root(squares);
    }
    let (mut most, mut sum) = (0.0, 0.0);
    for i in 0..n {
        if modulus(*x.add(i)) > most {
            most = modulus(*x.add(i));
        }
    }
    if most == 0.0 {
        return 0.0;
    }
    for i in 0..n {
        sum += *x.add(i) / most * (*x.add(i) / most);
    }
    most * root(sum)
}

/// Rows `ld` doubles apart, with zeros behind them.
struct State {
    x: *mut f64,
    turns: *mut f64,
    squares: *mut f64,
    falling: *mut f64,
    n: usize,
    ld: usize,
}

/// One sweep over all pairs of rows: whether one was not orthogonal yet.
#[inline(never)]
unsafe fn sweep(s: &State, tolerance: f64, cancel: *const i32) -> bool {
    let (n, ld, squares) = (s.n, s.ld, s.squares);
    let mut rotated = false;
    for p in 0..n {
        *squares.add(p) = dot(s.x.add(p * ld), s.x.add(p * ld), n);
    }
    for p in 0..n {
        if cancel.read_volatile() != 0 {
            return false;
        }
        for q in p + 1..n {
            let (x, y) = (s.x.add(p * ld), s.x.add(q * ld));
            let (gamma, alpha, beta) = (dot(x, y, n), *squares.add(p), *squares.add(q));
            if !(modulus(gamma) > tolerance * root(alpha) * root(beta)) {
                continue;
            }
            rotated = true;
            let zeta = (beta - alpha) / (2.0 * gamma);
            let size = modulus(zeta) + root(1.0 + zeta * zeta);
            let t = if zeta < 0.0 { -1.0 } else { 1.0 } / size;
            let c = 1.0 / root(1.0 + t * t);
            rotate(x, y, c, c * t, n);
            if VECTORS != 0 {
                rotate(s.turns.add(p * ld), s.turns.add(q * ld), c, c * t, n);
            }
            // One length grows by what the other loses; where that is nearly all, its rounding would be left.
            let moved = t * gamma;
            *squares.add(p) = if alpha - moved > 0.125 * alpha { alpha - moved } else { dot(x, x, n) };
            *squares.add(q) = if beta + moved > 0.125 * beta { beta + moved } else { dot(y, y, n) };
        }
    }
    rotated
}

/// The rows by their lengths, which go to `squares`: the longest first.
unsafe fn sort(s: &State) {
    for j in 0..s.n {
        let size = length(s.x.add(j * s.ld), s.n);
        *s.squares.add(j) = size;
        let mut place = j;
        while place > 0 && *s.squares.add(*s.falling.add(place - 1) as usize) < size {
            *s.falling.add(place) = *s.falling.add(place - 1);
            place -= 1;
        }
        *s.falling.add(place) = j as f64;
    }
}

unsafe fn row_of(s: &State, i: usize) -> *mut f64 {
    s.x.add(*s.falling.add(i) as usize * s.ld)
}

/// Row k of the falling ones, which is only rounding, becomes one of length 1 that is orthogonal to those before it.
unsafe fn complete(s: &State, k: usize) {
    let row = row_of(s, k);
    let mut least = 2.0;
    let mut best = 0;
    for i in 0..s.n {
        let mut sum = 0.0;
        for j in 0..k {
            let entry = *row_of(s, j).add(i);
            sum += entry * entry;
        }
        if sum < least {
            least = sum;
            best = i;
        }
    }
    for i in 0..s.n {
        *row.add(i) = if i == best { 1.0 } else { 0.0 };
    }
    for _ in 0..2 {
        for j in 0..k {
            let other = row_of(s, j);
            let part = dot(row, other, s.n);
            for i in 0..s.n {
                *row.add(i) -= part * *other.add(i);
            }
        }
    }
    let size = length(row, s.n);
    for i in 0..s.n {
        *row.add(i) /= size;
    }
}

/// A power of 2 that brings the largest entry to about 1; NaN where one is not finite.
unsafe fn unit(r: *const f64, count: usize) -> f64 {
    let (mut most, mut rest) = (0.0, 0.0);
    for i in 0..count {
        rest += *r.add(i) * 0.0;
        if modulus(*r.add(i)) > most {
            most = modulus(*r.add(i));
        }
    }
    if rest != 0.0 || most == 0.0 {
        return 1.0 + rest;
    }
    let exponent = 2046 - (most.to_bits() >> 52);
    if exponent == 0 {
        f64::MIN_POSITIVE
    } else {
        f64::from_bits((if exponent < 2045 { exponent } else { 2045 }) << 52)
    }
}

/// r: n·n doubles to read, order: n; s: n to write, u: n·n, vt: n·n, work: as above, which overlap nothing.
#[inline(never)]
pub unsafe fn jacobi_f64(
    r: *const f64,
    order: *const f64,
    s: *mut f64,
    u: *mut f64,
    vt: *mut f64,
    work: *mut f64,
    n: i64,
    cancel: *const i32,
) {
    let n = n as usize;
    let even = (n + 31) / 16 * 16;
    let ld = if even % 64 == 0 { even + 16 } else { even };
    let turns = work.add(n * ld);
    let squares = turns.add(n * ld);
    let state = State { x: work, turns, squares, falling: squares.add(n), n, ld };
    let power = unit(r, n * n);
    let finite = power == power;
    for i in 0..n {
        for j in 0..ld {
            *work.add(i * ld + j) = if j < n { *r.add(i * n + j) * power } else { 0.0 };
            *turns.add(i * ld + j) = if i == j { 1.0 } else { 0.0 };
        }
    }
    if finite {
        let tolerance = EPSILON * root(n as f64);
        for _ in 0..SWEEPS {
            if !sweep(&state, tolerance, cancel) {
                break;
            }
        }
        if cancel.read_volatile() != 0 {
            return;
        }
    }
    sort(&state);
    for i in 0..n {
        *s.add(i) = *squares.add(*state.falling.add(i) as usize) / power;
    }
    if VECTORS == 0 || n == 0 {
        return;
    }
    let least = *s * power * n as f64 * EPSILON;
    for i in 0..n {
        let from = *state.falling.add(i) as usize;
        let row = state.x.add(from * ld);
        let size = *squares.add(from);
        if size <= least {
            complete(&state, i);
        } else {
            for j in 0..n {
                *row.add(j) /= size;
            }
        }
        for j in 0..n {
            *vt.add(i * n + *order.add(j) as usize) = if finite { *row.add(j) } else { power };
            *u.add(j * n + i) = if finite { *turns.add(from * ld + j) } else { power };
        }
    }
}
