// fft_butterflies, a part of fft_f64: butterflies, the transform of a few vectors in place.
//
// Version     1

/// Times wr + i·wi.
#[inline(always)]
unsafe fn multiply(re: *mut V, im: *mut V, wr: V, wi: V) {
    let (a, b) = (*re, *im);
    *re = less(a, wr, times(b, wi));
    *im = fused(a, wi, times(b, wr));
}

/// Times exp(−2πi k/16).
#[inline(always)]
unsafe fn twiddle16(k: usize, re: *mut V, im: *mut V) {
    const C: f64 = 0.9238795325112867;
    const S: f64 = 0.3826834323650898;
    const H: f64 = 0.7071067811865476;
    let (c, s) = match k {
        1 => (C, S),
        2 => (H, H),
        3 => (S, C),
        6 => (-H, H),
        9 => (-C, -S),
        _ => (0.0, 1.0),
    };
    if k == 4 {
        (*re, *im) = (*im, negative(*re));
    } else {
        multiply(re, im, all(c), all(-s));
    }
}

/// Of the vectors at 0, by, 2·by and 3·by.
#[inline(always)]
unsafe fn four(by: usize, re: *mut V, im: *mut V) {
    let (p, q, r, s) = (*re, *re.add(by), *re.add(2 * by), *re.add(3 * by));
    let (t, u, v, w) = (*im, *im.add(by), *im.add(2 * by), *im.add(3 * by));
    let (ar, ai, br, bi) = (plus(p, r), plus(t, v), minus(p, r), minus(t, v));
    let (cr, ci, dr, di) = (plus(q, s), plus(u, w), minus(q, s), minus(u, w));
    (*re, *im) = (plus(ar, cr), plus(ai, ci));
    (*re.add(by), *im.add(by)) = (plus(br, di), minus(bi, dr));
    (*re.add(2 * by), *im.add(2 * by)) = (minus(ar, cr), minus(ai, ci));
    (*re.add(3 * by), *im.add(3 * by)) = (minus(br, di), plus(bi, dr));
}

#[inline(always)]
unsafe fn eight(re: *mut V, im: *mut V) {
    let (h, minus_h) = (all(0.7071067811865476), all(-0.7071067811865476));
    four(2, re, im);
    four(2, re.add(1), im.add(1));
    let (ar, ai, br, bi) = (*re.add(1), *im.add(1), *im.add(5), *re.add(5));
    let (cr, ci) = (plus(*re.add(3), *im.add(3)), minus(*im.add(3), *re.add(3)));
    let (dr, di) = (minus(*im.add(7), *re.add(7)), plus(*re.add(7), *im.add(7)));
    let (er, ei) = ([*re, *re.add(2), *re.add(4), *re.add(6)], [*im, *im.add(2), *im.add(4), *im.add(6)]);
    (*re, *im, *re.add(4), *im.add(4)) = (plus(er[0], ar), plus(ei[0], ai), minus(er[0], ar), minus(ei[0], ai));
    (*re.add(1), *im.add(1)) = (fused(h, cr, er[1]), fused(h, ci, ei[1]));
    (*re.add(5), *im.add(5)) = (fused(minus_h, cr, er[1]), fused(minus_h, ci, ei[1]));
    (*re.add(2), *im.add(2), *re.add(6), *im.add(6)) = (plus(er[2], br), minus(ei[2], bi), minus(er[2], br), plus(ei[2], bi));
    (*re.add(3), *im.add(3)) = (fused(h, dr, er[3]), fused(minus_h, di, ei[3]));
    (*re.add(7), *im.add(7)) = (fused(minus_h, dr, er[3]), fused(h, di, ei[3]));
}

#[inline(always)]
unsafe fn sixteen(re: *mut V, im: *mut V) {
    each!(i in 0, 4, 0 1 2 3 => four(4, re.add(i), im.add(i)));
    each!(k in 1, 4, 0 1 2 3 => each!(i in 1, 4, 0 1 2 3 => twiddle16(i * k, re.add(4 * k + i), im.add(4 * k + i))));
    each!(k in 0, 4, 0 1 2 3 => four(1, re.add(4 * k), im.add(4 * k)));
    each!(k in 0, 4, 0 1 2 3 => each!(l in 0, k, 0 1 2 3 => {
        core::ptr::swap(re.add(4 * k + l), re.add(4 * l + k));
        core::ptr::swap(im.add(4 * k + l), im.add(4 * l + k));
    }));
}

const COSINES: [[f64; 7]; 5] = [
    [1.0, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 0.30901699437494745, -0.8090169943749475, 0.0, 0.0, 0.0, 0.0],
    [1.0, 0.6234898018587335, -0.2225209339563144, -0.9009688679024191, 0.0, 0.0, 0.0],
    [1.0, 0.8412535328311812, 0.41541501300188644, -0.14231483827328514, -0.6548607339452851, -0.9594929736144974, 0.0],
    [
        1.0,
        0.8854560256532099,
        0.5680647467311558,
        0.12053668025532305,
        -0.3546048870425356,
        -0.7485107481711011,
        -0.970941817426052,
    ],
];
const SINES: [[f64; 7]; 5] = [
    [0.0, 0.8660254037844386, 0.0, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.9510565162951535, 0.5877852522924731, 0.0, 0.0, 0.0, 0.0],
    [0.0, 0.7818314824680298, 0.9749279121818236, 0.4338837391175581, 0.0, 0.0, 0.0],
    [0.0, 0.5406408174555976, 0.9096319953545183, 0.9898214418809327, 0.7557495743542583, 0.28173255684142967, 0.0],
    [
        0.0,
        0.46472317204376856,
        0.8229838658936564,
        0.992708874098054,
        0.9350162426854148,
        0.6631226582407952,
        0.23931566428755777,
    ],
];

/// An odd number: sums and differences of the vectors that are as far from the first on either side.
#[inline(always)]
unsafe fn odd<const R: usize>(re: *mut V, im: *mut V) {
    let half = R / 2;
    let row = if R <= 7 { half - 1 } else { half - 2 };
    let (zr, zi) = (*re, *im);
    let (mut sr, mut si, mut dr, mut di) = ([ZERO; 6], [ZERO; 6], [ZERO; 6], [ZERO; 6]);
    each!(k in 0, half, 0 1 2 3 4 5 => {
        let (a, b, c, d) = (*re.add(k + 1), *re.add(R - 1 - k), *im.add(k + 1), *im.add(R - 1 - k));
        (sr[k], dr[k], si[k], di[k]) = (plus(a, b), minus(a, b), plus(c, d), minus(c, d));
        (*re, *im) = (plus(*re, sr[k]), plus(*im, si[k]));
    });
    each!(j in 1, half + 1, 1 2 3 4 5 6 => {
        let (mut ar, mut ai, mut br, mut bi) = (zr, zi, ZERO, ZERO);
        each!(k in 0, half, 0 1 2 3 4 5 => {
            let angle = j * (k + 1) % R;
            let back = R - angle < angle;
            let (c, s) = if back { (COSINES[row][R - angle], -SINES[row][R - angle]) } else { (COSINES[row][angle], SINES[row][angle]) };
            (ar, ai) = (fused(all(c), sr[k], ar), fused(all(c), si[k], ai));
            (br, bi) = (fused(all(s), dr[k], br), fused(all(s), di[k], bi));
        });
        (*re.add(j), *im.add(j)) = (plus(ar, bi), minus(ai, br));
        (*re.add(R - j), *im.add(R - j)) = (minus(ar, bi), plus(ai, br));
    });
}

#[inline(always)]
unsafe fn butterfly<const R: usize>(re: *mut V, im: *mut V) {
    if R == 16 {
        sixteen(re, im);
    } else if R == 8 {
        eight(re, im);
    } else if R == 4 {
        four(1, re, im);
    } else if R == 2 {
        (*re, *re.add(1)) = (plus(*re, *re.add(1)), minus(*re, *re.add(1)));
        (*im, *im.add(1)) = (plus(*im, *im.add(1)), minus(*im, *im.add(1)));
    } else {
        odd::<R>(re, im);
    }
}
