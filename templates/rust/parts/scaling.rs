// scaling: lengths and units without overflow or underflow on the way. Wants the part `lanes`.
//
// Version     1

/// √(head² + Σx²) over n entries without overflow or underflow on the way; −1 where all of x is 0.
#[inline(never)]
unsafe fn length(head: f64, x: *const f64, n: usize) -> f64 {
    let mut sums = [0.0; WIDTH];
    let mut i = 0;
    while i + WIDTH <= n {
        sums = fused(get(x.add(i)), get(x.add(i)), sums);
        i += WIDTH;
    }
    let (mut sum, mut most) = (total(sums), 0.0);
    while i < n {
        sum += *x.add(i) * *x.add(i);
        i += 1;
    }
    if sum > 1e-270 {
        return root(sum + head * head);
    }
    for i in 0..n {
        if modulus(*x.add(i)) > most {
            most = modulus(*x.add(i));
        }
    }
    if most == 0.0 {
        return -1.0;
    }
    if modulus(head) > most {
        most = modulus(head);
    }
    sum = head / most * (head / most);
    for i in 0..n {
        sum += *x.add(i) / most * (*x.add(i) / most);
    }
    most * root(sum)
}

/// A power of 2 that brings the largest entry to about 1; NaN where one is not finite.
#[inline(never)]
unsafe fn unit(a: *const f64, count: usize) -> f64 {
    let (mut most, mut rest) = (0.0, 0.0);
    for i in 0..count {
        rest += *a.add(i) * 0.0;
        if modulus(*a.add(i)) > most {
            most = modulus(*a.add(i));
        }
    }
    if rest != 0.0 || most == 0.0 {
        return 1.0 + rest;
    }
    let exponent = 2046 - (most.to_bits() >> 52);
    if exponent == 0 {
        return f64::MIN_POSITIVE;
    }
    f64::from_bits((if exponent < 2045 { exponent } else { 2045 }) << 52)
}
