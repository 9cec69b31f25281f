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

type KleisPart = unsafe extern "C" fn(*mut core::ffi::c_void, i64, *mut f64);

#[repr(C)]
struct KleisTeam {
  run: unsafe extern "C" fn(*const KleisTeam, KleisPart, *mut core::ffi::c_void, i64),
  threads: i64,
}

/// The range from `next` up to `to` is left to do; a part is `step` of it.
#[repr(C)]
struct KleisTask {
  ctx: *mut KleisContext,
  next: core::sync::atomic::AtomicI64,
  to: i64,
  step: i64,
  failed: core::sync::atomic::AtomicI32,
}

unsafe fn kleis_take(task: *const KleisTask) -> Option<(i64, i64)> {
  use core::sync::atomic::Ordering::Relaxed;
  let first = (*task).next.fetch_add((*task).step, Relaxed);
  if first >= (*task).to || (*task).failed.load(Relaxed) != 0 {
    return None;
  }
  Some((first, if (*task).to - first > (*task).step { first + (*task).step } else { (*task).to }))
}

/// Turns in a part. It follows from their number, not from that of the threads: so do the bits of the results.
#[inline(always)]
fn kleis_step(count: i64, cost: i64) -> i64 {
  if count * cost < 2097152 {
    return count;
  }
  let share = (count + 63) / 64;
  let least = 32768 / cost + 1;
  let step = if share > least { share } else { least };
  if step > 64 { (step + 63) & !63 } else { step }
}

/// False where there is only one part, and where one failed.
#[inline(never)]
unsafe fn kleis_share(ctx: *mut KleisContext, part: KleisPart, task: *mut KleisTask, from: i64, to: i64, step: i64) -> bool {
  let team = (*ctx).team as *const KleisTeam;
  if step >= to - from {
    return false;
  }
  let parts = (to - from + step - 1) / step;
  (*task).ctx = ctx;
  (*task).next = core::sync::atomic::AtomicI64::new(from);
  (*task).to = to;
  (*task).step = step;
  let threads = (*team).threads;
  ((*team).run)(team, part, task as *mut core::ffi::c_void, if parts < threads { parts } else { threads });
  (*task).failed.load(core::sync::atomic::Ordering::Relaxed) == 0
}

#[inline(always)]
fn kleis_min_i64(a: i64, b: i64) -> i64 {
  if a < b { a } else { b }
}

#[inline(always)]
fn kleis_max_i64(a: i64, b: i64) -> i64 {
  if a > b { a } else { b }
}

#[inline(always)]
unsafe fn kleis_div_i64(a: i64, b: i64) -> i64 {
  if b == 0 { core::hint::unreachable_unchecked() }
  a.wrapping_div(b)
}

#[derive(Clone, Copy)]
#[repr(C, align(32))]
struct kleis_x4_f64([f64; 4]);

#[derive(Clone, Copy)]
#[repr(C, align(32))]
struct kleis_x4_i64([i64; 4]);

#[inline(always)]
fn kleis_x4_all_f64(x: f64) -> kleis_x4_f64 {
  kleis_x4_f64([x; 4])
}

#[inline(always)]
fn kleis_x4_all_i64(x: i64) -> kleis_x4_i64 {
  kleis_x4_i64([x; 4])
}

#[inline(always)]
fn kleis_x4_all_bool(x: bool) -> kleis_x4_i64 {
  kleis_x4_i64([-(x as i64); 4])
}

#[inline(always)]
fn kleis_x4_lane(first: i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = first + l as i64;
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_load_f64(from: *const f64) -> kleis_x4_f64 {
  unsafe { (from as *const kleis_x4_f64).read_unaligned() }
}

#[inline(always)]
fn kleis_x4_store_f64(to: *mut f64, x: kleis_x4_f64) -> () {
  unsafe { (to as *mut kleis_x4_f64).write_unaligned(x) }
}

#[inline(always)]
fn kleis_x4_store_i64(to: *mut i64, x: kleis_x4_i64) -> () {
  unsafe { (to as *mut kleis_x4_i64).write_unaligned(x) }
}

#[inline(always)]
fn kleis_x4_not_i64(a: kleis_x4_i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = !a.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_add_f64(a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_f64 {
  let mut r = kleis_x4_f64([0.0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = a.0[l] + b.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_sub_f64(a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_f64 {
  let mut r = kleis_x4_f64([0.0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = a.0[l] - b.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_div_f64(a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_f64 {
  let mut r = kleis_x4_f64([0.0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = a.0[l] / b.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_and_i64(a: kleis_x4_i64, b: kleis_x4_i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = a.0[l] & b.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_or_i64(a: kleis_x4_i64, b: kleis_x4_i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = a.0[l] | b.0[l];
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_ne_f64(a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = -((a.0[l] != b.0[l]) as i64);
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_lt_i64(a: kleis_x4_i64, b: kleis_x4_i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = -((a.0[l] < b.0[l]) as i64);
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_le_f64(a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = -((a.0[l] <= b.0[l]) as i64);
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_select_i64(mask: kleis_x4_i64, a: kleis_x4_i64, b: kleis_x4_i64) -> kleis_x4_i64 {
  let mut r = kleis_x4_i64([0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = if mask.0[l] != 0 { a.0[l] } else { b.0[l] };
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_select_f64(mask: kleis_x4_i64, a: kleis_x4_f64, b: kleis_x4_f64) -> kleis_x4_f64 {
  let mut r = kleis_x4_f64([0.0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = if mask.0[l] != 0 { a.0[l] } else { b.0[l] };
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_abs_f64(a: kleis_x4_f64) -> kleis_x4_f64 {
  let mut r = kleis_x4_f64([0.0; 4]);
  let mut l = 0;
  while l < 4 {
    r.0[l] = f64::from_bits(a.0[l].to_bits() & 0x7fffffffffffffff);
    l += 1;
  }
  r
}

#[inline(always)]
fn kleis_x4_any(mask: kleis_x4_i64) -> bool {
  let mut any = 0;
  let mut l = 0;
  while l < 4 {
    any |= mask.0[l];
    l += 1;
  }
  any != 0
}

static KLEIS_NEVER: i32 = 0;

unsafe fn root_1(ctx: *mut KleisContext, mut a: f64, mut x: f64) -> f64 {
  let cancel = (*ctx).cancel;
  let mut x_2: f64 = x;
  loop {
    if core::ptr::read_volatile(cancel) != 0 {
      kleis_fail(ctx, 8, -1, 0, 0);
      return 0.0;
    }
    let mut d: f64 = x_2;
    if !(d != 0.0f64) {
      kleis_fail(ctx, 2, 0, 0, 0);
      return 0.0;
    }
    let mut t: f64 = (x_2 + (a / d)) / 2.0f64;
    if (t - x_2).abs() <= 1e-9f64 {
      return t;
    } else {
      x_2 = t;
      continue;
    }
  }
}

#[inline(always)]
unsafe fn roots_0(ctx: *mut KleisContext, mut xs: i64, mut xs_2: *mut f64, mut xs_2_n: i64) -> (i64, *mut f64, i64) {
  let cancel = (*ctx).cancel;
  let mut a_n = xs;
  let mut a = kleis_allocate(ctx, a_n * core::mem::size_of::<f64>() as i64) as *mut f64;
  if a.is_null() { return (0, core::ptr::null_mut(), 0); }
  {
    let (kleis_from, kleis_to): (i64, i64) = (0i64, xs);
    let kleis_parts = kleis_step(kleis_to - kleis_from, 210);
    if (*ctx).team.is_null() || !kleis_share(ctx, roots_turns_2_part, &mut roots_turns_2_task(core::mem::zeroed(), xs_2, xs_2_n, a, a_n).0, kleis_from, kleis_to, kleis_parts) {
      let mut kleis_first = kleis_from;
      while kleis_first < kleis_to && (*ctx).status == 0 {
        roots_turns_2(ctx, kleis_first, if kleis_to - kleis_first > kleis_parts { kleis_first + kleis_parts } else { kleis_to }, xs_2, xs_2_n, a, a_n);
        kleis_first += kleis_parts;
      }
    }
    if (*ctx).status != 0 {
      return (0, core::ptr::null_mut(), 0);
    }
  }
  return (xs, a, a_n);
}

#[inline(never)]
unsafe fn roots_turns_2(ctx: *mut KleisContext, mut first: i64, mut last: i64, mut xs: *mut f64, mut xs_n: i64, mut a: *mut f64, mut a_n: i64) {
  let cancel = (*ctx).cancel;
  let mut t_lanes_data = core::mem::MaybeUninit::<[f64; 8]>::uninit();
  let mut t_lanes: *mut f64 = t_lanes_data.as_mut_ptr() as *mut f64;
  let mut t_lanes_n: i64 = 8i64;
  for lane in 0i64..8i64 {
    *t_lanes.offset(lane as isize) = 0.0f64;
  }
  let mut r_lanes_data = core::mem::MaybeUninit::<[f64; 8]>::uninit();
  let mut r_lanes: *mut f64 = r_lanes_data.as_mut_ptr() as *mut f64;
  let mut r_lanes_n: i64 = 8i64;
  for lane_2 in 0i64..8i64 {
    *r_lanes.offset(lane_2 as isize) = 0.0f64;
  }
  let mut troubled_lanes_data = core::mem::MaybeUninit::<[i64; 8]>::uninit();
  let mut troubled_lanes: *mut i64 = troubled_lanes_data.as_mut_ptr() as *mut i64;
  let mut troubled_lanes_n: i64 = 8i64;
  for lane_3 in 0i64..8i64 {
    *troubled_lanes.offset(lane_3 as isize) = 0i64;
  }
  let mut from: i64 = first;
  let mut to: i64 = last;
  for strip in 0i64..kleis_div_i64(kleis_max_i64(to, from).wrapping_sub(from).wrapping_add(7i64), 8i64) {
    if core::ptr::read_volatile(cancel) != 0 {
      kleis_fail(ctx, 8, -1, 0, 0);
      return;
    }
    let mut first_2: i64 = from.wrapping_add(strip.wrapping_mul(8i64));
    let mut count: i64 = kleis_min_i64(8i64, to.wrapping_sub(first_2));
    for lane_4 in 0i64..count {
      let mut i: i64 = first_2.wrapping_add(lane_4);
      let mut t: f64 = *xs.offset(i as isize);
      *t_lanes.offset(lane_4 as isize) = t;
    }
    {
      let mut lane_5_lanes0: kleis_x4_i64 = kleis_x4_lane(0);
      let mut lane_5_lanes1: kleis_x4_i64 = kleis_x4_lane(4);
      let mut active_lanes0: kleis_x4_i64 = kleis_x4_lt_i64(lane_5_lanes0, kleis_x4_all_i64(count));
      let mut active_lanes1: kleis_x4_i64 = kleis_x4_lt_i64(lane_5_lanes1, kleis_x4_all_i64(count));
      let mut t_2_lanes0: kleis_x4_f64 = kleis_x4_load_f64(t_lanes);
      let mut t_2_lanes1: kleis_x4_f64 = kleis_x4_load_f64(t_lanes.add(4));
      let mut troubled_lanes0: kleis_x4_i64 = kleis_x4_all_bool(false);
      let mut troubled_lanes1: kleis_x4_i64 = kleis_x4_all_bool(false);
      let mut r_lanes0: kleis_x4_f64 = kleis_x4_all_f64(0.0f64);
      let mut r_lanes1: kleis_x4_f64 = kleis_x4_all_f64(0.0f64);
      let mut a_2_lanes0: kleis_x4_f64 = t_2_lanes0;
      let mut a_2_lanes1: kleis_x4_f64 = t_2_lanes1;
      let mut x_lanes0: kleis_x4_f64 = kleis_x4_all_f64(1.0f64);
      let mut x_lanes1: kleis_x4_f64 = kleis_x4_all_f64(1.0f64);
      let mut x_2_lanes0: kleis_x4_f64 = x_lanes0;
      let mut x_2_lanes1: kleis_x4_f64 = x_lanes1;
      let mut active_2_lanes0: kleis_x4_i64 = active_lanes0;
      let mut active_2_lanes1: kleis_x4_i64 = active_lanes1;
      while kleis_x4_any(kleis_x4_or_i64(active_2_lanes0, active_2_lanes1)) {
        if core::ptr::read_volatile(cancel) != 0 {
          kleis_fail(ctx, 8, -1, 0, 0);
          return;
        }
        let mut d_lanes0: kleis_x4_f64 = x_2_lanes0;
        let mut d_lanes1: kleis_x4_f64 = x_2_lanes1;
        let mut failed_lanes0: kleis_x4_i64 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(kleis_x4_ne_f64(d_lanes0, kleis_x4_all_f64(0.0f64))));
        let mut failed_lanes1: kleis_x4_i64 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(kleis_x4_ne_f64(d_lanes1, kleis_x4_all_f64(0.0f64))));
        troubled_lanes0 = kleis_x4_or_i64(troubled_lanes0, failed_lanes0);
        troubled_lanes1 = kleis_x4_or_i64(troubled_lanes1, failed_lanes1);
        active_2_lanes0 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(failed_lanes0));
        active_2_lanes1 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(failed_lanes1));
        active_lanes0 = kleis_x4_and_i64(active_lanes0, kleis_x4_not_i64(failed_lanes0));
        active_lanes1 = kleis_x4_and_i64(active_lanes1, kleis_x4_not_i64(failed_lanes1));
        let mut t_3_lanes0: kleis_x4_f64 = kleis_x4_div_f64(kleis_x4_add_f64(x_2_lanes0, kleis_x4_div_f64(a_2_lanes0, d_lanes0)), kleis_x4_all_f64(2.0f64));
        let mut t_3_lanes1: kleis_x4_f64 = kleis_x4_div_f64(kleis_x4_add_f64(x_2_lanes1, kleis_x4_div_f64(a_2_lanes1, d_lanes1)), kleis_x4_all_f64(2.0f64));
        let mut holds_lanes0: kleis_x4_i64 = kleis_x4_le_f64(kleis_x4_abs_f64(kleis_x4_sub_f64(t_3_lanes0, x_2_lanes0)), kleis_x4_all_f64(1e-9f64));
        let mut holds_lanes1: kleis_x4_i64 = kleis_x4_le_f64(kleis_x4_abs_f64(kleis_x4_sub_f64(t_3_lanes1, x_2_lanes1)), kleis_x4_all_f64(1e-9f64));
        let mut here_2_lanes0: kleis_x4_i64 = kleis_x4_and_i64(active_2_lanes0, holds_lanes0);
        let mut here_2_lanes1: kleis_x4_i64 = kleis_x4_and_i64(active_2_lanes1, holds_lanes1);
        r_lanes0 = kleis_x4_select_f64(here_2_lanes0, t_3_lanes0, r_lanes0);
        r_lanes1 = kleis_x4_select_f64(here_2_lanes1, t_3_lanes1, r_lanes1);
        active_2_lanes0 = kleis_x4_and_i64(active_2_lanes0, kleis_x4_not_i64(here_2_lanes0));
        active_2_lanes1 = kleis_x4_and_i64(active_2_lanes1, kleis_x4_not_i64(here_2_lanes1));
        x_2_lanes0 = t_3_lanes0;
        x_2_lanes1 = t_3_lanes1;
      }
      kleis_x4_store_f64(r_lanes, r_lanes0);
      kleis_x4_store_f64(r_lanes.add(4), r_lanes1);
      kleis_x4_store_i64(troubled_lanes, kleis_x4_select_i64(troubled_lanes0, kleis_x4_all_i64(1i64), kleis_x4_all_i64(0i64)));
      kleis_x4_store_i64(troubled_lanes.add(4), kleis_x4_select_i64(troubled_lanes1, kleis_x4_all_i64(1i64), kleis_x4_all_i64(0i64)));
    }
    for lane_6 in 0i64..count {
      if core::ptr::read_volatile(cancel) != 0 {
        kleis_fail(ctx, 8, -1, 0, 0);
        return;
      }
      let mut i_2: i64 = first_2.wrapping_add(lane_6);
      let mut t_4: f64 = *xs.offset(i_2 as isize);
      let mut r_2: f64 = 0.0f64;
      if (*troubled_lanes.offset(lane_6 as isize)) != 0i64 {
        r_2 = root_1(ctx, t_4, 1.0f64);
        if (*ctx).status != 0 {
          return;
        }
      } else {
        r_2 = *r_lanes.offset(lane_6 as isize);
      }
      *a.offset(i_2 as isize) = r_2;
    }
  }
  return;
}
#[repr(C)]
struct roots_turns_2_task(KleisTask, *mut f64, i64, *mut f64, i64);

unsafe extern "C" fn roots_turns_2_part(given: *mut core::ffi::c_void, part: i64, scratch: *mut f64) {
  let task = given as *mut roots_turns_2_task;
  let mut own: KleisContext = core::mem::zeroed();
  own.cancel = (*(*task).0.ctx).cancel;
  while let Some((first, last)) = kleis_take(&(*task).0) {
    roots_turns_2(&mut own, first, last, (*task).1, (*task).2, (*task).3, (*task).4);
    kleis_free_arena(&mut own);
    if own.status != 0 { (*task).0.failed.store(1, core::sync::atomic::Ordering::Relaxed); }
  }
}

#[no_mangle]
pub unsafe extern "C" fn kleis_kernel(frame: *mut u64) -> i32 {
  let ctx = frame as *mut KleisContext;
  *frame.add(0) = 0;
  *frame.add(7) = 0;
  if (*ctx).cancel.is_null() { (*ctx).cancel = &KLEIS_NEVER; }
  let results = roots_0(ctx, *frame.add(9) as i64, *frame.add(10) as *mut f64, (*frame.add(9) as i64));
  if (*ctx).status != 0 {
    kleis_free_arena(ctx);
    return (*ctx).status as i32;
  }
  *frame.add(11) = results.0 as u64;
  *frame.add(12) = results.1 as u64;
  0
}

#[no_mangle]
pub unsafe extern "C" fn kleis_release(frame: *mut u64) {
  kleis_free_arena(frame as *mut KleisContext);
}
