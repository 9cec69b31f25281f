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

#[inline(always)]
fn kleis_stack_address() -> u64 {
  let address: u64;
  #[cfg(target_arch = "x86_64")]
  unsafe { core::arch::asm!("mov {}, rsp", out(reg) address, options(nomem, nostack, preserves_flags)); }
  #[cfg(target_arch = "aarch64")]
  unsafe { core::arch::asm!("mov {}, sp", out(reg) address, options(nomem, nostack, preserves_flags)); }
  #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
  {
    let here = 0u8;
    address = core::hint::black_box(&here) as *const u8 as u64;
  }
  address
}

static KLEIS_NEVER: i32 = 0;

unsafe fn fib_0(ctx: *mut KleisContext, mut n: i64) -> i64 {
  let cancel = (*ctx).cancel;
  if n < 2i64 {
    return n;
  }
  let mut a: i64 = 0i64;
  let mut b: i64 = 0i64;
  let mut x: i64 = 0i64;
  let mut y: i64 = 0i64;
  let mut sum: i64 = 0i64;
  {
    let (result, failed) = n.overflowing_sub(1i64);
    a = result;
    if failed {
      kleis_fail(ctx, 1, 0, 0, 0);
      return 0;
    }
  }
  if kleis_stack_address() < (*ctx).stack_limit {
    kleis_fail(ctx, 5, -1, 0, 0);
    return 0;
  }
  if core::ptr::read_volatile(cancel) != 0 {
    kleis_fail(ctx, 8, -1, 0, 0);
    return 0;
  }
  x = fib_0(ctx, a);
  if (*ctx).status != 0 {
    return 0;
  }
  {
    let (result, failed) = n.overflowing_sub(2i64);
    b = result;
    if failed {
      kleis_fail(ctx, 1, 0, 0, 0);
      return 0;
    }
  }
  y = fib_0(ctx, b);
  if (*ctx).status != 0 {
    return 0;
  }
  {
    let (result, failed) = x.overflowing_add(y);
    sum = result;
    if failed {
      kleis_fail(ctx, 1, 0, 0, 0);
      return 0;
    }
  }
  return sum;
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  let ctx = frame as *mut KleisContext;
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  let given_limit = (*ctx).stack_limit;
  if given_limit == 0 { (*ctx).stack_limit = kleis_stack_address() - (*ctx).stack_bytes; }
  if (*ctx).cancel.is_null() { (*ctx).cancel = &KLEIS_NEVER; }
  let results = fib_0(ctx, *frame.add(9) as i64);
  (*ctx).stack_limit = given_limit;
  if (*ctx).status != 0 {
    return (*ctx).status as i32;
  }
  *frame.add(10) = results as u64;
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
}
