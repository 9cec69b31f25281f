//! fft_f64: the discrete Fourier transform of a list of complex numbers of any length, forward or backward.
//!
//! Version     1
//! Parameters  (re, im, out_re, out_im, work, length, cancel): out[k] = Σ_j in[j]·exp(∓2πi jk/n), divided by n where `inverse` is 1.
//!             `n` is the length where it is known, else 0 and `length` is it. im is not read where `real` is 1: then n is known and
//!             even. work has room for 2n doubles, 16n + 1024 where a prime factor of n is above 13 (for real numbers of half their
//!             length), 32n + 2048 where n is not known. Imaginary parts below 1e-14 become 0, and everything becomes NaN where a
//!             number that goes in is not finite
//! Requires    8-byte alignment; out_re, out_im and work overlap nothing; length ≥ 1
//! Error       ‖out − exact‖ ≤ 2 u log2(n) ‖exact‖ in the 2-norm, barring overflow and underflow (Higham 2002, §24.1);
//!             multiply-adds are fused where the target has them
//! Cancel      read before every butterfly; what has been written is undefined when it was found set
//! Method      as in fft_f64.c: Stockham's autosort in mixed radix, Bluestein's convolution where a prime factor is above 13

use core::mem::{transmute_copy, MaybeUninit};
use core::sync::atomic::{AtomicI32, Ordering};

const N: usize = 1000; // hole n: integer 0..16777216
const INVERSE: usize = 0; // hole inverse: integer 0..1
const REAL: usize = 0; // hole real: integer 0..1
const LANES: usize = 2; // hole lanes: integer 1..16

const W: usize = if LANES >= 8 {
    8
} else if LANES >= 4 {
    4
} else {
    2
};
const BACK: bool = INVERSE == 1;

include!("parts/fft_lengths.rs");
include!("parts/fft_vectors.rs");
include!("parts/fft_butterflies.rs");
include!("parts/fft_passes.rs");
include!("parts/fft_turns.rs");
include!("parts/fft_chirps.rs");
include!("parts/fft_real.rs");

struct Tables {
    size: usize,
    smooth: bool,
    real: *mut f64,
    chirp: *mut f64,
    plan: Plan,
}

/// Everything that depends on the length alone.
#[cold]
#[inline(never)]
unsafe fn prepare(tables: *mut Tables, n: usize, room: *mut f64, work: *mut f64, cancel: *const i32) {
    (*tables).smooth = if KNOWN { SMOOTH } else { is_smooth(n) };
    (*tables).size = if KNOWN { SIZE } else { size_of(n) };
    let size = (*tables).size;
    let mut room = planned(&mut (*tables).plan, size, room, cancel);
    (*tables).real = room;
    if REAL == 1 {
        for k in 0..=n / 2 {
            put_root(k, 2 * n, room.add(k), room.add(n / 2 + 1 + k));
        }
        room = room.add(2 * (n / 2 + 1));
    }
    (*tables).chirp = room;
    if if KNOWN { !SMOOTH } else { !(*tables).smooth } {
        chirped(&(*tables).plan, n, size, room, work, cancel);
    }
}

const REAL_TWIDDLES: usize = if REAL == 1 { 2 * (POINTS / 2 + 1) } else { 0 };
const CHIRP_ROOM: usize = if SMOOTH { 0 } else { 2 * (POINTS + SIZE) };

#[repr(align(64))]
struct Room(MaybeUninit<[f64; MADE.twiddles + REAL_TWIDDLES + CHIRP_ROOM + 1]>);

static mut ROOM: Room = Room(MaybeUninit::uninit());
static mut SHARED: MaybeUninit<Tables> = MaybeUninit::uninit();
/// 0: not begun, 1: some call makes the tables, 2: they are there.
static STATE: AtomicI32 = AtomicI32::new(0);

/// The tables of a known length, made by the first call; the others wait for it. None where the call was cancelled.
#[inline(always)]
unsafe fn known_tables(work: *mut f64, cancel: *const i32) -> Option<&'static Tables> {
    let shared = core::ptr::addr_of_mut!(SHARED) as *mut Tables;
    while STATE.load(Ordering::Acquire) != 2 {
        if STATE.compare_exchange(0, 1, Ordering::Acquire, Ordering::Relaxed).is_ok() {
            prepare(shared, POINTS, core::ptr::addr_of_mut!(ROOM.0) as *mut f64, work, cancel);
            STATE.store(if stopped(cancel) { 0 } else { 2 }, Ordering::Release);
        }
        if stopped(cancel) {
            return None;
        }
    }
    Some(&*shared)
}

#[inline(always)]
fn is_finite(x: f64) -> bool {
    x.to_bits() >> 52 & 2047 != 2047
}

/// The first result is the sum: it shows whether a number was not finite.
#[inline(always)]
unsafe fn spread(re: *const f64, im: *const f64, out: Parts, n: usize) {
    if is_finite(*out.re) && is_finite(*out.im) {
        return;
    }
    let mut j = 0;
    while j < n && is_finite(*re.add(j)) && (REAL == 1 || is_finite(*im.add(j))) {
        j += 1;
    }
    if j < n {
        for k in 0..n {
            (*out.re.add(k), *out.im.add(k)) = (f64::NAN, f64::NAN);
        }
    }
}

/// re, im: n doubles to read; out_re, out_im: n to write, work: as many as the header says, which overlap nothing.
#[inline(never)]
pub unsafe fn fft_f64(
    re: *const f64,
    im: *const f64,
    out_re: *mut f64,
    out_im: *mut f64,
    work: *mut f64,
    length: i64,
    cancel: *const i32,
) {
    let n = if KNOWN { N } else { length as usize };
    let mut own: MaybeUninit<Tables> = MaybeUninit::uninit();
    let tables = if KNOWN {
        match known_tables(work, cancel) {
            Some(tables) => tables,
            None => return,
        }
    } else {
        prepare(own.as_mut_ptr(), n, work.add(18 * n + 1024), work, cancel);
        &*own.as_ptr()
    };
    if stopped(cancel) {
        return;
    }
    let smooth = if KNOWN { SMOOTH } else { tables.smooth };
    let size = if KNOWN { SIZE } else { tables.size };
    let scale = if BACK { 1.0 / n as f64 } else { 1.0 };
    let out = Parts { re: out_re, im: out_im };
    if REAL == 1 {
        // The results' own places hold what comes before them.
        let (x, z) = (parts(out_re, POINTS), parts(if SMOOTH { work } else { work.add(2 * size) }, size));
        split(POINTS, re, x);
        if SMOOTH {
            run(&tables.plan, x, z, out_im, size, 0.0, cancel);
        } else {
            by_chirps(tables, POINTS, x, z, work, cancel);
        }
        halves(POINTS, z, parts(tables.real, POINTS / 2 + 1), out, scale, cancel);
    } else {
        let (mut x, mut y) = (Parts { re: re as *mut f64, im: im as *mut f64 }, out);
        if BACK {
            (x, y) = (Parts { re: x.im, im: x.re }, Parts { re: y.im, im: y.re });
        }
        if smooth {
            run(&tables.plan, x, y, work, size, scale, cancel);
        } else {
            by_chirps(tables, n, x, y, work, cancel);
        }
        if !smooth || n == 1 {
            for k in 0..n {
                (*out_re.add(k), *out_im.add(k)) = (*out_re.add(k) * scale, chop(*out_im.add(k) * scale));
            }
        }
    }
    spread(re, im, out, n);
}
