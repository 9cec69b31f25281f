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
unsafe fn covered_0(ctx: *mut KleisContext, mut shapes: i64, mut shapes_2: *mut i64, mut shapes_2_n: i64, mut shapes_3: *mut f64, mut shapes_3_n: i64, mut shapes_4: *mut f64, mut shapes_4_n: i64) -> f64 {
  let cancel = (*ctx).cancel;
  let mut acc: f64 = 0.0f64;
  let (mut i_strip, i_to): (i64, i64) = (0i64, shapes);
  while i_strip < i_to {
    let i_end = if i_to.wrapping_sub(i_strip) as u64 > 4096 { i_strip + 4096 } else { i_to };
    for i in i_strip..i_end {
      let mut t: f64 = acc;
      let mut t_2: i64 = *shapes_2.offset(i as isize);
      let mut t_3: f64 = *shapes_3.offset(i as isize);
      let mut t_4: f64 = *shapes_4.offset(i as isize);
      let mut r: f64 = 0.0f64;
      if t_2 == 0i64 {
        r = 0.0f64;
      } else if t_2 == 1i64 {
        r = (3.0f64 * t_3) * t_3;
      } else {
        r = t_3 * t_4;
      }
      acc = t + r;
    }
    i_strip = i_end;
    if i_strip < i_to && core::ptr::read_volatile(cancel) != 0 {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0.0;
    }
  }
  return acc;
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  let ctx = frame as *mut KleisContext;
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  if (*ctx).cancel.is_null() { (*ctx).cancel = &KLEIS_NEVER; }
  let results = covered_0(ctx, *frame.add(9) as i64, *frame.add(10) as *mut i64, (*frame.add(9) as i64), *frame.add(11) as *mut f64, (*frame.add(9) as i64), *frame.add(12) as *mut f64, (*frame.add(9) as i64));
  if (*ctx).status != 0 {
    return (*ctx).status as i32;
  }
  *frame.add(13) = results.to_bits();
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
}
