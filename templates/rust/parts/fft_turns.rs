// fft_turns, a part of fft_f64: twiddle factors and the plan of a length.
//
// Version     1

/// exp(−2πi k/n), 0 ≤ k < n ≤ 2³⁶, to 0.6 units in the last place: within an eighth of a circle of an axis, the angle in two parts.
#[cold]
#[inline(never)]
fn root(k: usize, n: usize) -> (f64, f64) {
    const UNIT: f64 = 67108864.0;
    let quarter = quotient(8 * k + n, 2 * n);
    let (negative, rest) = if 4 * k < quarter * n { (-1.0, quarter * n - 4 * k) } else { (1.0, 4 * k - quarter * n) };
    let high = quotient(rest * 67108864, n);
    let (q, r) = (high as f64 / UNIT * negative, (rest * 67108864 - high * n) as f64 / (n as f64 * UNIT) * negative);
    let (exact, small) = (q * 1.5707963109016418, q * 1.5893254773528196e-08 + r * 1.5707963267948966);
    let x = exact + small;
    let y = exact - x + small;
    let z = x * x;
    let h = 0.5 * z;
    let w = 1.0 - h;
    let (mut s, mut c) = (1.0 / 355687428096000.0, -1.0 / 6402373705728000.0);
    s = s * z - 1.0 / 1307674368000.0;
    s = s * z + 1.0 / 6227020800.0;
    s = s * z - 1.0 / 39916800.0;
    s = s * z + 1.0 / 362880.0;
    s = s * z - 1.0 / 5040.0;
    s = s * z + 1.0 / 120.0;
    s = s * z - 1.0 / 6.0;
    c = c * z + 1.0 / 20922789888000.0;
    c = c * z - 1.0 / 87178291200.0;
    c = c * z + 1.0 / 479001600.0;
    c = c * z - 1.0 / 3628800.0;
    c = c * z + 1.0 / 40320.0;
    c = c * z - 1.0 / 720.0;
    c = c * z + 1.0 / 24.0;
    s = x + (x * z * s + y * w);
    c = w + (1.0 - w - h + (z * z * c - x * y));
    let (along, across) = if quarter & 1 == 1 { (s, c) } else { (c, s) };
    (
        if (quarter + 1) & 2 == 2 { -along } else { along },
        if quarter & 2 == 2 { across } else { -across },
    )
}

#[inline(always)]
unsafe fn put_root(k: usize, n: usize, re: *mut f64, im: *mut f64) {
    (*re, *im) = root(k, n);
}

/// The steps of a length, with their twiddles; returns where those end.
#[cold]
#[inline(never)]
unsafe fn planned(plan: *mut Plan, size: usize, mut twiddles: *mut f64, cancel: *const i32) -> *mut f64 {
    let (mut rest, mut s, mut count) = (size, 1, 0);
    while rest > 1 {
        let radix = factor(rest, s);
        let m = quotient(rest, radix);
        let total = m * s;
        *(*plan).steps.as_mut_ptr().add(count) = Step { radix, m, s, twiddles };
        count += 1;
        if s < W {
            let mut i = 0;
            while i < total && !stopped(cancel) {
                let first = if total < W { 0 } else { start(i, total) };
                for j in 1..radix {
                    for l in 0..W {
                        put_root(remainder(quotient(first + l, s), m) * j, m * radix, twiddles.add(l), twiddles.add(W + l));
                    }
                    twiddles = twiddles.add(2 * W);
                }
                i += W;
            }
        } else if m > 1 {
            for p in 0..m {
                if stopped(cancel) {
                    break;
                }
                for j in 1..radix {
                    put_root(p * j, m * radix, twiddles, twiddles.add(1));
                    twiddles = twiddles.add(2);
                }
            }
        }
        s *= radix;
        rest = m;
    }
    (*plan).count = count;
    twiddles
}
