#![no_std]
#![allow(unused, non_upper_case_globals, non_snake_case, clippy::all)]

#[panic_handler]
fn kleis_panic(_: &core::panic::PanicInfo) -> ! {
  loop {}
}

#[repr(C)]
struct KleisContext {
  status: i64,
  site: i64,
  detail0: i64,
  detail1: i64,
  cancel: *const i32,
  stack_limit: u64,
  stack_bytes: u64,
  arena: *mut KleisBlock,
  team: *const core::ffi::c_void,
}

#[repr(C, align(64))]
struct KleisBlock {
  older: *mut KleisBlock,
  next: *mut u8,
  end: *mut u8,
  /// Bytes of this block and all older ones.
  total: i64,
}

#[cold]
#[inline(never)]
unsafe fn kleis_fail(ctx: *mut KleisContext, status: i64, site: i64, detail0: i64, detail1: i64) {
  (*ctx).status = status;
  (*ctx).site = site;
  (*ctx).detail0 = detail0;
  (*ctx).detail1 = detail1;
}

static KLEIS_NEVER: i32 = 0;

#[inline(always)]
unsafe fn sum_0(ctx: *mut KleisContext, mut n: i64, mut xs: *mut i64, mut xs_n: i64) -> i64 {
  let cancel = (*ctx).cancel;
  let mut sum: i64 = 0i64;
  let mut bad_0 = 0i64;
  let mut bad_1 = 0i64;
  let (mut i_strip, i_to): (i64, i64) = (0i64, n);
  'after_i: while i_strip < i_to {
    let i_end = if i_to.wrapping_sub(i_strip) as u64 > 4096 { i_strip + 4096 } else { i_to };
    for i in i_strip..i_end {
      if (*xs.offset(i as isize)) == 0i64 {
        break 'after_i;
      }
      {
        let (lhs, rhs): (i64, i64) = (sum, (*xs.offset(i as isize)));
        let result = lhs.wrapping_add(rhs);
        bad_0 |= (lhs ^ result) & (rhs ^ result);
        sum = result;
      }
      bad_1 |= -((!((*xs.offset(i as isize)) != 13i64)) as i64);
    }
    i_strip = i_end;
    if i_strip < i_to && core::ptr::read_volatile(cancel) != 0 {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0;
    }
  }
  if bad_0 < 0 {
    kleis_fail(ctx, 1, 0, 0, 0);
    return 0;
  }
  if bad_1 < 0 {
    kleis_fail(ctx, 6, 1, 0, 0);
    return 0;
  }
  return sum;
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  let ctx = frame as *mut KleisContext;
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  if (*ctx).cancel.is_null() { (*ctx).cancel = &KLEIS_NEVER; }
  let results = sum_0(ctx, *frame.add(9) as i64, *frame.add(10) as *mut i64, (*frame.add(9) as i64));
  if (*ctx).status != 0 {
    return (*ctx).status as i32;
  }
  *frame.add(11) = results as u64;
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
}
