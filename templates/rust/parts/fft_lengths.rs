// fft_lengths, a part of fft_f64: which passes a length takes.
//
// Version     1

/// The factor of what remains that a pass takes when the ones before it have taken `s`: vectors want eight or four first.
const fn factor(rest: usize, s: usize) -> usize {
    if KNOWN && rest == 16 && s >= 8 {
        return 16;
    }
    if rest % 8 == 0 {
        return 8;
    }
    if rest % 4 == 0 && s == 1 {
        return 4;
    }
    if KNOWN && rest % 13 == 0 {
        13
    } else if KNOWN && rest % 11 == 0 {
        11
    } else if rest % 7 == 0 {
        7
    } else if rest % 5 == 0 {
        5
    } else if rest % 3 == 0 {
        3
    } else if rest % 4 == 0 {
        4
    } else if rest % 2 == 0 {
        2
    } else {
        1
    }
}

/// The quotient and the remainder of a number that is divided by one that is not 0.
const fn quotient(a: usize, b: usize) -> usize {
    if b == 0 {
        0
    } else {
        a / b
    }
}
const fn remainder(a: usize, b: usize) -> usize {
    a - quotient(a, b) * b
}

/// The product of the primes that passes take, to its 32nd power, is a multiple of n. Code for a length that is not known has
/// fewer of them: it has to have them all.
const fn is_smooth(n: usize) -> bool {
    let mut power = remainder(if KNOWN { 30030 } else { 210 }, n);
    let mut i = 0;
    while i < 5 {
        power = remainder(power * power, n);
        i += 1;
    }
    power == 0
}

/// Numbers that are transformed by passes: the length, or for a convolution a power of two or 5, 6 or 7 eighths of one.
const fn size_of(n: usize) -> usize {
    if is_smooth(n) {
        return n;
    }
    let least = 2 * n - 1;
    let power = least.next_power_of_two();
    let mut eighths = 5;
    while power / 8 * eighths < least {
        eighths += 1;
    }
    power / 8 * eighths
}

const KNOWN: bool = N > 0;
const POINTS: usize = if !KNOWN {
    1
} else if REAL == 1 {
    N / 2
} else {
    N
};
const SMOOTH: bool = is_smooth(POINTS);
const SIZE: usize = size_of(POINTS);

/// What the passes of a known length are: a bit for each radix of each kind, the doubles of their twiddles, the first one's rest.
struct Passes {
    narrow: usize,
    wide: usize,
    last: usize,
    twiddles: usize,
    rest: usize,
}

const fn passes(size: usize) -> Passes {
    let mut made = Passes { narrow: 0, wide: 0, last: 0, twiddles: 0, rest: 0 };
    let (mut rest, mut s) = (size, 1);
    while rest > 1 {
        let radix = factor(rest, s);
        rest /= radix;
        if s == 1 {
            made.rest = rest;
        }
        if s < W {
            made.narrow |= 1 << radix;
            made.twiddles += 2 * (radix - 1) * ((s * rest + W - 1) / W * W);
        } else if rest == 1 {
            made.last |= 1 << radix;
        } else {
            made.wide |= 1 << radix;
            made.twiddles += 2 * (radix - 1) * rest;
        }
        s *= radix;
    }
    made
}

const MADE: Passes = passes(SIZE);
/// The only narrow pass is the first, and all it stores are whole vectors.
const WHOLE: bool = KNOWN && factor(SIZE, 1) % W == 0 && MADE.rest >= W;
