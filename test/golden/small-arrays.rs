#![no_std]
#![allow(unused, non_upper_case_globals, non_snake_case, clippy::all)]

#[panic_handler]
fn kleis_panic(_: &core::panic::PanicInfo) -> ! {
  loop {}
}

extern "C" {
  fn posix_memalign(to: *mut *mut KleisBlock, alignment: usize, size: usize) -> i32;
  fn free(block: *mut KleisBlock);
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

#[inline(never)]
unsafe fn kleis_allocate(ctx: *mut KleisContext, bytes: i64) -> *mut u8 {
  let rounded = (bytes + 63) & !63;
  let mut block = (*ctx).arena;
  if block.is_null() || ((*block).end as i64) - ((*block).next as i64) < rounded {
    let room = if rounded > 65536 { rounded } else { 65536 };
    let total = room + if block.is_null() { 0 } else { (*block).total };
    let mut fresh: *mut KleisBlock = core::ptr::null_mut();
    if total > 8589934592 || posix_memalign(&mut fresh, 64, room as usize + core::mem::size_of::<KleisBlock>()) != 0 {
      kleis_fail(ctx, 9, -1, 0, 0);
      return core::ptr::null_mut();
    }
    block = fresh;
    (*block).older = (*ctx).arena;
    (*block).next = block.add(1) as *mut u8;
    (*block).end = (*block).next.offset(room as isize);
    (*block).total = total;
    (*ctx).arena = block;
  }
  let array = (*block).next;
  (*block).next = array.offset(rounded as isize);
  array
}

#[derive(Clone, Copy)]
struct KleisMark {
  block: *mut KleisBlock,
  next: *mut u8,
}

#[inline(always)]
unsafe fn kleis_mark(ctx: *mut KleisContext) -> KleisMark {
  let block = (*ctx).arena;
  KleisMark { block, next: if block.is_null() { core::ptr::null_mut() } else { (*block).next } }
}

unsafe fn kleis_return_to(ctx: *mut KleisContext, mark: KleisMark) {
  while (*ctx).arena != mark.block {
    let older = (*(*ctx).arena).older;
    free((*ctx).arena);
    (*ctx).arena = older;
  }
  if !mark.block.is_null() {
    (*mark.block).next = mark.next;
  }
}

unsafe fn kleis_free_arena(ctx: *mut KleisContext) {
  kleis_return_to(ctx, KleisMark { block: core::ptr::null_mut(), next: core::ptr::null_mut() });
}

#[inline(always)]
unsafe fn main_0(ctx: *mut KleisContext, mut x: f64) -> (f64, f64) {
  let mut xs_data = core::mem::MaybeUninit::<[f64; 4]>::uninit();
  let mut xs: *mut f64 = xs_data.as_mut_ptr() as *mut f64;
  let mut xs_n: i64 = 4i64;
  for i in 0i64..4i64 {
    *xs.offset(i as isize) = (x + (i as f64));
  }
  let mut s: f64 = 0.0f64;
  let mut p: f64 = 0.0f64;
  (s, p) = moments_1(xs, xs_n);
  return (s, p);
}

unsafe fn moments_1(mut xs: *mut f64, mut xs_n: i64) -> (f64, f64) {
  let mut s: f64 = 0.0f64;
  let mut p: f64 = 1.0f64;
  for i in 0i64..4i64 {
    s = s + (*xs.offset(i as isize));
    p = p * (*xs.offset(i as isize));
  }
  return (s, p);
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  let ctx = frame as *mut KleisContext;
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  let results = main_0(ctx, f64::from_bits(*frame.add(9)));
  if (*ctx).status != 0 {
    kleis_free_arena(ctx);
    return (*ctx).status as i32;
  }
  *frame.add(10) = results.0.to_bits();
  *frame.add(11) = results.1.to_bits();
  kleis_free_arena(ctx);
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
  kleis_free_arena(frame as *mut KleisContext);
}
