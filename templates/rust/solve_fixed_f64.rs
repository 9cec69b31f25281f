//! solve_fixed_f64: a linear system of doubles whose size is known and small, and the determinant of its matrix.
//!
//! Version     2
//! Parameters  (a, b, x, info, cancel): a (n × n) · x (n × r) = b (n × r), row-major and contiguous; b is the identity and not
//!             read where `inverse` is 1 (then r = n); b and x are not touched where r = 0; info[0] is the determinant, info[1] is 1
//!             where a pivot is exactly 0, else 0; x is not written where it is 1
//! Requires    8-byte alignment; x and info overlap nothing
//! Error       (a + d)·x = b with |d| ≤ γ_3n |l| |u|, for the triangular factors of a, barring overflow and underflow. Nothing
//!             is fused or reordered: every bit is the definition's
//! Cancel      never read: sizes that take long are not for this template
//! Method      as in solve_fixed_f64.c: elimination with partial pivoting, a column in one or a few vectors

const N: usize = 5; // hole n: integer 1..16
const R: usize = 1; // hole r: integer 0..16
const INVERSE: usize = 0; // hole inverse: integer 0..1
const LANES: usize = 2; // hole lanes: integer 1..16

/// The vectors that cover a column with the fewest lanes to spare.
const MOSTLY8: bool = LANES >= 8 && (N - 1) % 8 >= 4;
const WIDE4: bool = LANES >= 4 && N > 2;
const WIDTH: usize = if MOSTLY8 {
    8
} else if WIDE4 {
    4
} else {
    2
};
const VECTORS: usize = (N + WIDTH - 1) / WIDTH;
const HEIGHT: usize = VECTORS * WIDTH;
const COLUMNS: usize = N + R;
/// Written out where that is at most some 200 vector operations.
const UNROLLED: bool = N * (N + 2 * R) * VECTORS <= 200;

#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Column {
    at: [f64; HEIGHT],
}

struct State {
    column: [Column; COLUMNS],
    /// The row that stands in each place, and all bits of the lanes whose rows have not been pivots.
    order: [usize; N],
    open: [u64; HEIGHT],
    determinant: f64,
}

/// `width` columns of a row-major matrix, which become vectors.
#[inline(always)]
unsafe fn read(from: *const f64, width: usize, to: *mut Column) {
    for j in 0..width {
        let mut column = Column { at: [0.0; HEIGHT] };
        for i in 0..N {
            column.at[i] = *from.add(i * width + j);
        }
        *to.add(j) = column;
    }
}

macro_rules! written_out {
    ($k:ident in $($step:literal)* => $body:expr) => {
        $( if $step < N { let $k = $step; $body } )*
    };
}

/// Without their signs, doubles are ordered as their bits are; what is no number comes last.
#[inline(always)]
fn key(x: f64) -> u64 {
    x.to_bits() << 1
}

/// Step k of the elimination: false where the matrix is singular.
#[inline(always)]
unsafe fn step(s: &mut State, k: usize) -> bool {
    let columns = s.column.as_mut_ptr();
    let order = s.order.as_mut_ptr();
    let at = (*columns.add(k)).at.as_ptr();
    let mut place = k;
    let mut largest = key(*at.add(*order.add(k)));
    for i in k + 1..N {
        let candidate = key(*at.add(*order.add(i)));
        place = if candidate > largest { i } else { place };
        largest = if candidate > largest { candidate } else { largest };
    }
    let pivot = *order.add(place);
    *order.add(place) = *order.add(k);
    *order.add(k) = pivot;
    let head = *at.add(pivot);
    if head == 0.0 {
        return false;
    }
    s.determinant = if place == k { s.determinant } else { -s.determinant } * head;
    if k == N - 1 {
        return true;
    }
    let mut factors = [0.0; HEIGHT];
    if UNROLLED {
        let current = (*columns.add(k)).at;
        for l in 0..HEIGHT {
            s.open[l] = if l == pivot { 0 } else { s.open[l] };
            factors[l] = current[l] / head;
        }
    } else {
        // Read from memory: a copy of the column would be taken apart here, and divided entry by entry.
        *s.open.as_mut_ptr().add(pivot) = 0;
        for l in 0..HEIGHT {
            factors[l] = *at.add(l) / head;
        }
    }
    for j in k + 1..COLUMNS {
        let column = &mut (*columns.add(j)).at;
        let top = *column.as_ptr().add(pivot);
        for l in 0..HEIGHT {
            column[l] -= f64::from_bits((factors[l] * top).to_bits() & s.open[l]);
        }
    }
    true
}

/// Entry k of each solution; its column times that leaves the right sides.
#[inline(always)]
unsafe fn back(s: &mut State, k: usize, x: *mut f64) {
    let columns = s.column.as_mut_ptr();
    let pivot = *s.order.as_ptr().add(k);
    let current = &(*columns.add(k)).at;
    let head = *current.as_ptr().add(pivot);
    for q in 0..R {
        let right = &mut (*columns.add(N + q)).at;
        let entry = *right.as_ptr().add(pivot) / head;
        *x.add(k * R + q) = entry;
        for l in 0..HEIGHT {
            right[l] -= current[l] * entry;
        }
    }
}

/// a: n·n doubles to read, b: n·r; x: n·r to write, info: 2, which overlap nothing.
#[inline(never)]
pub unsafe fn solve_fixed_f64(a: *const f64, b: *const f64, x: *mut f64, info: *mut f64, _cancel: *const i32) {
    let mut s = State {
        column: [Column { at: [0.0; HEIGHT] }; COLUMNS],
        order: [0; N],
        open: [u64::MAX; HEIGHT],
        determinant: 1.0,
    };
    read(a, N, s.column.as_mut_ptr());
    if INVERSE == 0 {
        read(b, R, s.column.as_mut_ptr().add(N));
    }
    for i in 0..N {
        s.order[i] = i;
        if INVERSE != 0 && i < R {
            (*s.column.as_mut_ptr().add(N + i)).at[i] = 1.0;
        }
    }
    *info = 0.0;
    *info.add(1) = 1.0;
    if UNROLLED {
        written_out!(k in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 => if !step(&mut s, k) { return });
        written_out!(k in 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 => back(&mut s, k, x));
    } else {
        for k in 0..N {
            if !step(&mut s, k) {
                return;
            }
        }
        for k in (0..N).rev() {
            back(&mut s, k, x);
        }
    }
    *info = s.determinant;
    *info.add(1) = 0.0;
}
