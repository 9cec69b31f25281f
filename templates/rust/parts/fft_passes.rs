// fft_passes, a part of fft_f64: the passes of Stockham's autosort.
//
// Version     1

/// Transforms of `radix` numbers, m · s of them: s neighbours have the same twiddle factors.
#[derive(Clone, Copy)]
struct Step {
    radix: usize,
    m: usize,
    s: usize,
    twiddles: *const f64,
}

/// Real and imaginary parts.
#[derive(Clone, Copy)]
struct Parts {
    re: *mut f64,
    im: *mut f64,
}

/// What the last pass does to results, where a scale is not 0: negligible parts vanish, and the way back divides.
#[inline(always)]
unsafe fn finish(scale: f64, re: *mut V, im: *mut V) {
    if BACK {
        (*re, *im) = (times(*re, all(scale)), times(*im, all(scale)));
        *re = negligible(*re);
    } else {
        *im = negligible(*im);
    }
}

/// Numbers that are no multiple of a vector's: the last vector begins earlier, and what it has in common is the same.
#[inline(always)]
fn start(i: usize, count: usize) -> usize {
    if i + W <= count {
        i
    } else {
        count - W
    }
}

#[inline(always)]
unsafe fn stopped(cancel: *const i32) -> bool {
    cancel.read_volatile() != 0
}

/// s is less than a vector: vectors run on through butterflies of different twiddle factors.
#[inline(never)]
unsafe fn narrow_pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    let (s, total) = if WHOLE { (1, MADE.rest) } else { (step.s, step.m * step.s) };
    let short = !WHOLE && total < W;
    let mut twiddles = step.twiddles;
    let mut i = 0;
    while i < total {
        if stopped(cancel) {
            return;
        }
        let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
        let first = if short { 0 } else { start(i, total) };
        let count = if short { total } else { W };
        if short {
            // By a call of its own: what is written element by element cannot stay in registers.
            (res, ims) = (gathered(x.re, total), gathered(x.im, total));
        }
        let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
        if !short {
            each!(k in 0, R => {
                (*re.add(k), *im.add(k)) = (read(x.re.add(first + total * k)), read(x.im.add(first + total * k)));
            });
        }
        butterfly::<R>(re, im);
        if WHOLE || step.m > 1 {
            each!(j in 1, R => {
                multiply(re.add(j), im.add(j), read(twiddles.add(W * (2 * j - 2))), read(twiddles.add(W * (2 * j - 1))));
            });
        } else if scale != 0.0 {
            each!(j in 0, R => finish(scale, re.add(j), im.add(j)));
        }
        if R % W == 0 && s == 1 && !short {
            let mut j = 0;
            while j + W <= R {
                transpose(re.add(j));
                transpose(im.add(j));
                each!(l in 0, W, 0 1 2 3 4 5 6 7 => {
                    write(y.re.add((first + l) * R + j), *re.add(j + l));
                    write(y.im.add((first + l) * R + j), *im.add(j + l));
                });
                j += W;
            }
        } else if R == 4 && W == 8 && s == 1 && !short {
            interleave(re);
            interleave(im);
            each!(j in 0, 4, 0 1 2 3 => {
                write(y.re.add(4 * first + W * j), *re.add(j));
                write(y.im.add(4 * first + W * j), *im.add(j));
            });
        } else if W > 2 && 2 * s == W && !short {
            let near = R * first;
            let far = near + R * s;
            each!(j in 0, R => {
                write_halves(y.re.add(near + s * j), y.re.add(far + s * j), *re.add(j));
                write_halves(y.im.add(near + s * j), y.im.add(far + s * j), *im.add(j));
            });
        } else if !WHOLE {
            // Copies: what a call is given the address of cannot stay in registers.
            let (held_re, held_im) = (res, ims);
            scatter::<R>(&held_re, &held_im, y, first, count, s);
        }
        twiddles = twiddles.wrapping_add(2 * W * (R - 1));
        i += W;
    }
}

/// Less than a vector for each k.
#[inline(never)]
unsafe fn gathered<const R: usize>(x: *const f64, total: usize) -> [V; R] {
    let mut found = [ZERO; R];
    for k in 0..R {
        for l in 0..total {
            found[k].0[l & (W - 1)] = *x.add(l + total * k);
        }
    }
    found
}

/// Elements one by one to where they belong.
#[inline(never)]
unsafe fn scatter<const R: usize>(re: &[V; R], im: &[V; R], y: Parts, first: usize, count: usize, s: usize) {
    let (re, im) = (re.as_ptr() as *const f64, im.as_ptr() as *const f64);
    let (mut q, mut p) = (remainder(first, s), quotient(first, s));
    for l in 0..count {
        let to = q + s * R * p;
        for j in 0..R {
            *y.re.add(to + s * j) = *re.add(j * W + l);
            *y.im.add(to + s * j) = *im.add(j * W + l);
        }
        q += 1;
        if q == s {
            (q, p) = (0, p + 1);
        }
    }
}

/// s is a vector or more.
#[inline(never)]
unsafe fn wide_pass<const R: usize>(step: &Step, x: Parts, y: Parts, cancel: *const i32) {
    let (s, m) = (step.s, step.m);
    for p in 0..m {
        if stopped(cancel) {
            return;
        }
        let twiddles = step.twiddles.add(2 * (R - 1) * p);
        let (from_re, from_im, to_re, to_im) = (x.re.add(s * p), x.im.add(s * p), y.re.add(R * s * p), y.im.add(R * s * p));
        let mut i = 0;
        while i < s {
            let q = start(i, s);
            let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
            let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
            each!(k in 0, R => {
                (*re.add(k), *im.add(k)) = (read(from_re.add(q + s * m * k)), read(from_im.add(q + s * m * k)));
            });
            butterfly::<R>(re, im);
            each!(j in 1, R => {
                multiply(re.add(j), im.add(j), all(*twiddles.add(2 * j - 2)), all(*twiddles.add(2 * j - 1)));
            });
            each!(j in 0, R => {
                write(to_re.add(q + s * j), *re.add(j));
                write(to_im.add(q + s * j), *im.add(j));
            });
            i += W;
        }
    }
}

/// m is one: there are no twiddle factors.
#[inline(never)]
unsafe fn last_pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    let s = step.s;
    let mut i = 0;
    while i < s {
        if stopped(cancel) {
            return;
        }
        let q = start(i, s);
        let (mut res, mut ims) = ([ZERO; R], [ZERO; R]);
        let (re, im) = (res.as_mut_ptr(), ims.as_mut_ptr());
        each!(k in 0, R => {
            (*re.add(k), *im.add(k)) = (read(x.re.add(q + s * k)), read(x.im.add(q + s * k)));
        });
        butterfly::<R>(re, im);
        if scale != 0.0 {
            each!(j in 0, R => finish(scale, re.add(j), im.add(j)));
        }
        each!(j in 0, R => {
            write(y.re.add(q + s * j), *re.add(j));
            write(y.im.add(q + s * j), *im.add(j));
        });
        i += W;
    }
}

struct Plan {
    count: usize,
    steps: [Step; 40],
}

const fn needed(bits: usize, radix: usize) -> bool {
    if KNOWN {
        bits >> radix & 1 == 1
    } else {
        radix <= 8
    }
}

#[inline(always)]
unsafe fn pass<const R: usize>(step: &Step, x: Parts, y: Parts, scale: f64, cancel: *const i32) {
    if needed(MADE.narrow, R) && step.s < W {
        narrow_pass::<R>(step, x, y, scale, cancel);
    } else if needed(MADE.last, R) && step.m == 1 {
        last_pass::<R>(step, x, y, scale, cancel);
    } else if needed(MADE.wide, R) {
        wide_pass::<R>(step, x, y, cancel);
    }
}

/// y = the transform of x, by way of `other`. A scale of 0 leaves results as they are.
#[inline(never)]
unsafe fn run(plan: &Plan, mut x: Parts, y: Parts, other: *mut f64, size: usize, scale: f64, cancel: *const i32) {
    if plan.count == 0 {
        (*y.re, *y.im) = (*x.re, *x.im);
    }
    for k in 0..plan.count {
        let step = &*plan.steps.as_ptr().add(k);
        let z = if (plan.count - 1 - k) % 2 == 1 { parts(other, size) } else { y };
        macro_rules! by {
            ($($radix:literal)*) => {
                match step.radix {
                    $( $radix => pass::<$radix>(step, x, z, scale, cancel), )*
                    _ => {}
                }
            };
        }
        by!(2 3 4 5 7 8 11 13 16);
        x = z;
    }
}

#[inline(always)]
fn parts(x: *mut f64, size: usize) -> Parts {
    Parts { re: x, im: x.wrapping_add(size) }
}
