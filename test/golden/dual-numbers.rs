#![no_std]
#![allow(unused, non_upper_case_globals, non_snake_case, clippy::all)]

#[panic_handler]
fn kleis_panic(_: &core::panic::PanicInfo) -> ! {
  loop {}
}

#[inline(always)]
unsafe fn derivative_0(mut x: f64) -> f64 {
  let mut t: f64 = x * x;
  let mut t_2: f64 = (x * 1.0f64) + (1.0f64 * x);
  let mut t_3: f64 = (x * t_2) + (1.0f64 * t);
  let mut t_4: f64 = 2.0f64 + (0.0f64 * x);
  let mut t_5: f64 = -t_4;
  let mut t_6: f64 = t_3 + t_5;
  return t_6;
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  let results = derivative_0(f64::from_bits(*frame.add(9)));
  *frame.add(10) = results.to_bits();
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
}
