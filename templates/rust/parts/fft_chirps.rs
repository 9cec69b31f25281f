// fft_chirps, a part of fft_f64: Bluestein's chirps exp(−πi j²/n) make a transform a convolution.
//
// Version     1

/// Chirps by j and the transform of the filter, divided by its size, in `table`; work has room for 4·size doubles.
#[cold]
#[inline(never)]
unsafe fn chirped(plan: &Plan, n: usize, size: usize, table: *mut f64, work: *mut f64, cancel: *const i32) {
    for i in 0..2 * size {
        *work.add(i) = 0.0;
    }
    let mut square = 0;
    for j in 0..n {
        if stopped(cancel) {
            return;
        }
        put_root(square, 2 * n, table.add(j), table.add(n + j));
        for at in [j, if j == 0 { 0 } else { size - j }] {
            *work.add(at) = *table.add(j) / size as f64;
            *work.add(size + at) = -*table.add(n + j) / size as f64;
        }
        square = remainder(square + 2 * j + 1, 2 * n);
    }
    run(plan, parts(work, size), parts(table.add(2 * n), size), work.add(2 * size), size, 0.0, cancel);
}

/// z = x · w, n of them.
#[inline(never)]
unsafe fn products(n: usize, x: Parts, w: Parts, z: Parts) {
    let mut i = 0;
    while i + W <= n {
        let (mut re, mut im) = (read(x.re.add(i)), read(x.im.add(i)));
        multiply(&mut re, &mut im, read(w.re.add(i)), read(w.im.add(i)));
        write(z.re.add(i), re);
        write(z.im.add(i), im);
        i += W;
    }
    while i < n {
        let (a, b, c, d) = (*x.re.add(i), *x.im.add(i), *w.re.add(i), *w.im.add(i));
        (*z.re.add(i), *z.im.add(i)) = (a * c - b * d, a * d + b * c);
        i += 1;
    }
}

/// y = the transform of x; work has room for 6·size doubles, of which y may be those from 2·size on.
#[inline(never)]
unsafe fn by_chirps(tables: &Tables, n: usize, x: Parts, y: Parts, work: *mut f64, cancel: *const i32) {
    let size = if KNOWN { SIZE } else { tables.size };
    let (a, b, c) = (parts(work, size), parts(work.add(2 * size), size), parts(work.add(4 * size), size));
    let (chirps, filter) = (parts(tables.chirp, n), parts(tables.chirp.add(2 * n), size));
    products(n, x, chirps, a);
    for i in n..size {
        (*a.re.add(i), *a.im.add(i)) = (0.0, 0.0);
    }
    run(&tables.plan, a, b, c.re, size, 0.0, cancel);
    products(size, b, filter, a);
    // Backwards: parts exchanged on both sides.
    run(&tables.plan, Parts { re: a.im, im: a.re }, Parts { re: c.im, im: c.re }, b.re, size, 0.0, cancel);
    products(n, c, chirps, y);
}
