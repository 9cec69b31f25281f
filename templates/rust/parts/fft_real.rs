// fft_real, a part of fft_f64: real numbers, of which two neighbours make up one complex one.
//
// Version     1

#[inline(never)]
unsafe fn split(n: usize, x: *const f64, z: Parts) {
    let mut j = 0;
    if W == 4 || W == 8 {
        while j + W <= n {
            let (a, b) = alternate(read(x.add(2 * j)), read(x.add(2 * j + W)));
            // Of eight: 0 8 2 10 4 12 6 14 and so on, where 0 2 4 6 8 10 12 14 is wanted.
            write(z.re.add(j), in_order(a));
            write(z.im.add(j), in_order(b));
            j += W;
        }
    }
    while j < n {
        (*z.re.add(j), *z.im.add(j)) = (*x.add(2 * j), *x.add(2 * j + 1));
        j += 1;
    }
}

/// Elements at even places, then those at odd ones.
#[inline(always)]
fn in_order(x: V) -> V {
    #[cfg(all(target_arch = "x86_64", target_feature = "avx512f"))]
    if W == 8 {
        use core::arch::x86_64::*;
        return unsafe { transmute_copy(&_mm512_permutexvar_pd(_mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0), transmute_copy(&x))) };
    }
    taken!(x, x, |l: usize| l * 2 % W + l * 2 / W)
}

/// `count` numbers on from x, or back from it: as many as a vector has, or fewer one by one.
#[inline(always)]
unsafe fn get(back: bool, x: *const f64, count: usize) -> V {
    if count == W {
        return if back { reversed(read(x.sub(W - 1))) } else { read(x) };
    }
    let mut to = ZERO;
    for l in 0..count {
        to.0[l] = if back { *x.sub(l) } else { *x.add(l) };
    }
    to
}

#[inline(always)]
unsafe fn put(back: bool, x: *mut f64, count: usize, from: V) {
    if count == W {
        if back {
            write(x.sub(W - 1), reversed(from));
        } else {
            write(x, from);
        }
        return;
    }
    for l in 0..count {
        *(if back { x.sub(l) } else { x.add(l) }) = from.0[l];
    }
}

/// Results k, 2n − k, n − k and n + k of `count` neighbours; w = exp(−2πi k/2n).
#[inline(always)]
unsafe fn halves_at(k: usize, count: usize, n: usize, z: Parts, w: Parts, out: Parts, scale: f64) {
    let (ar, ai) = (get(false, z.re.add(k), count), get(false, z.im.add(k), count));
    let (br, bi) = (get(true, z.re.add(n - k), count), get(true, z.im.add(n - k), count));
    let half = all(0.5 * scale);
    let sign = if BACK { all(-0.5 * scale) } else { half };
    let (er, ei) = (plus(ar, br), minus(ai, bi));
    let (mut tr, mut ti) = (plus(ai, bi), minus(br, ar));
    multiply(&mut tr, &mut ti, get(false, w.re.add(k), count), get(false, w.im.add(k), count));
    let p = negligible(times(plus(ei, ti), sign));
    let q = negligible(times(minus(ti, ei), sign));
    let (a, b) = (times(plus(er, tr), half), times(minus(er, tr), half));
    put(false, out.re.add(k), count, a);
    put(false, out.im.add(k), count, p);
    put(true, out.re.add(2 * n - k), count, a);
    put(true, out.im.add(2 * n - k), count, minus(ZERO, p));
    put(true, out.re.add(n - k), count, b);
    put(true, out.im.add(n - k), count, q);
    put(false, out.re.add(n + k), count, b);
    put(false, out.im.add(n + k), count, minus(ZERO, q));
}

/// From the transform of z that of the 2n real numbers.
#[inline(never)]
unsafe fn halves(n: usize, z: Parts, w: Parts, out: Parts, scale: f64, cancel: *const i32) {
    let (count, middle) = ((n - 1) / 2, n / 2);
    (*out.re, *out.im) = ((*z.re + *z.im) * scale, 0.0);
    (*out.re.add(n), *out.im.add(n)) = ((*z.re - *z.im) * scale, 0.0);
    if n % 2 == 0 {
        let part = chop(*z.im.add(middle) * if BACK { scale } else { -scale });
        let real = *z.re.add(middle) * scale;
        (*out.re.add(middle), *out.im.add(middle)) = (real, part);
        (*out.re.add(n + middle), *out.im.add(n + middle)) = (real, 0.0 - part);
    }
    if count < W {
        halves_at(1, count, n, z, w, out, scale);
        return;
    }
    let mut i = 0;
    while i < count {
        if stopped(cancel) {
            return;
        }
        halves_at(1 + start(i, count), W, n, z, w, out, scale);
        i += W;
    }
}

#[inline(always)]
fn chop(x: f64) -> f64 {
    if x < 1e-14 && x > -1e-14 {
        0.0
    } else {
        x
    }
}
