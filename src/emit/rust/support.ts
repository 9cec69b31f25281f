/**
 * What emitted Rust leans on: a crate without the standard library, the call's context, failures, the arena, and the
 * operations that `core` lacks. Only the pieces that the text uses are written out.
 */
import { largestArena, statusCode } from "../abi.ts";
import { type FunctionStyle, librarySymbols, reproducibleText } from "../elementary.ts";
import type { LibraryNeeds } from "../needs.ts";
import { type Loader, systemLibraries } from "../system-libraries.ts";
import { bare, type Lines } from "../text.ts";
import { rustExpression, rustScalar } from "./expression.ts";
import { rustLaneSupport } from "./lanes.ts";
import { rustSharing } from "./parallel.ts";
import { turns } from "./turns.ts";

const crate: Lines = [
  "#![no_std]",
  "#![allow(unused, non_upper_case_globals, non_snake_case, clippy::all)]",
  "",
  "#[panic_handler]",
  "fn kleis_panic(_: &core::panic::PanicInfo) -> ! {",
  "  loop {}",
  "}",
];

/** The header of the frame, seen as a structure. */
const context = `
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
}`;

/** A chain of blocks, newest first; an array is cut from the newest, or gets a block of its own. */
const arena = `
#[inline(never)]
unsafe fn kleis_allocate(ctx: *mut KleisContext, bytes: i64) -> *mut u8 {
  let rounded = (bytes + 63) & !63;
  let mut block = (*ctx).arena;
  if block.is_null() || ((*block).end as i64) - ((*block).next as i64) < rounded {
    let room = if rounded > 65536 { rounded } else { 65536 };
    let total = room + if block.is_null() { 0 } else { (*block).total };
    let mut fresh: *mut KleisBlock = core::ptr::null_mut();
    if total > ${largestArena} || posix_memalign(&mut fresh, 64, room as usize + core::mem::size_of::<KleisBlock>()) != 0 {
      kleis_fail(ctx, ${statusCode.memory}, -1, 0, 0);
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
}`;

/** One SSE4.1 or NEON instruction, which LLVM also makes vectors of; elsewhere the C library's function. */
function rounding(name: string, x86: string, feature: string, arm: string): string {
  return `
#[inline(always)]
fn kleis_${name}(x: f64) -> f64 {
  #[cfg(all(target_arch = "x86_64", target_feature = "${feature}"))]
  unsafe {
    use core::arch::x86_64::*;
    return _mm_cvtsd_f64(${x86}(_mm_set1_pd(x)));
  }
  #[cfg(target_arch = "aarch64")]
  unsafe {
    use core::arch::aarch64::*;
    return vget_lane_f64::<0>(${arm}(vdup_n_f64(x)));
  }
  #[cfg(not(any(all(target_arch = "x86_64", target_feature = "${feature}"), target_arch = "aarch64")))]
  unsafe {
    extern "C" {
      fn ${name}(x: f64) -> f64;
    }
    ${name}(x)
  }
}`;
}

/** Pieces by the name that calls for them; a piece may call for an earlier one. */
const pieces: readonly { readonly name: string; readonly text: string }[] = [
  { name: "kleis_sqrt", text: rounding("sqrt", "_mm_sqrt_pd", "sse2", "vsqrt_f64") },
  { name: "kleis_floor", text: rounding("floor", "_mm_floor_pd", "sse4.1", "vrndm_f64") },
  { name: "kleis_ceil", text: rounding("ceil", "_mm_ceil_pd", "sse4.1", "vrndp_f64") },
  {
    name: "kleis_trunc",
    text: rounding(
      "trunc",
      "_mm_round_pd::<{ _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC }>",
      "sse4.1",
      "vrnd_f64",
    ),
  },
  {
    // Halves away from zero: the largest double below 1/2, so that 0.49999999999999994 does not reach 1.
    name: "kleis_round",
    text: `
#[inline(always)]
fn kleis_round(x: f64) -> f64 {
  kleis_trunc(x + 0.49999999999999994f64.copysign(x))
}`,
  },
  {
    name: "kleis_fma",
    text: `
#[inline(always)]
fn kleis_fma(a: f64, b: f64, c: f64) -> f64 {
  #[cfg(all(target_arch = "x86_64", target_feature = "fma"))]
  unsafe {
    use core::arch::x86_64::*;
    return _mm_cvtsd_f64(_mm_fmadd_pd(_mm_set1_pd(a), _mm_set1_pd(b), _mm_set1_pd(c)));
  }
  #[cfg(not(all(target_arch = "x86_64", target_feature = "fma")))]
  unsafe {
    extern "C" {
      fn fma(a: f64, b: f64, c: f64) -> f64;
    }
    fma(a, b, c)
  }
}`,
  },
  {
    // NaN where either is; of equal ones (zeros) the negative.
    name: "kleis_min_f64",
    text: `
#[inline(always)]
fn kleis_min_f64(a: f64, b: f64) -> f64 {
  if a < b { a } else if b < a { b } else if a == b { f64::from_bits(a.to_bits() | b.to_bits()) } else { a + b }
}`,
  },
  {
    name: "kleis_max_f64",
    text: `
#[inline(always)]
fn kleis_max_f64(a: f64, b: f64) -> f64 {
  if a > b { a } else if b > a { b } else if a == b { f64::from_bits(a.to_bits() & b.to_bits()) } else { a + b }
}`,
  },
  {
    name: "kleis_min_i64",
    text: `
#[inline(always)]
fn kleis_min_i64(a: i64, b: i64) -> i64 {
  if a < b { a } else { b }
}`,
  },
  {
    name: "kleis_max_i64",
    text: `
#[inline(always)]
fn kleis_max_i64(a: i64, b: i64) -> i64 {
  if a > b { a } else { b }
}`,
  },
  {
    name: "kleis_div_i64",
    text: `
#[inline(always)]
unsafe fn kleis_div_i64(a: i64, b: i64) -> i64 {
  if b == 0 { core::hint::unreachable_unchecked() }
  a.wrapping_div(b)
}`,
  },
  {
    name: "kleis_rem_i64",
    text: `
#[inline(always)]
unsafe fn kleis_rem_i64(a: i64, b: i64) -> i64 {
  if b == 0 { core::hint::unreachable_unchecked() }
  a.wrapping_rem(b)
}`,
  },
  {
    name: "kleis_pow_i64",
    text: `
#[inline]
fn kleis_pow_i64(base: i64, exponent: i64) -> i64 {
  let (mut power, mut square, mut left) = (1i64, base, exponent as u64);
  while left != 0 {
    if left & 1 != 0 { power = power.wrapping_mul(square); }
    left >>= 1;
    square = square.wrapping_mul(square);
  }
  power
}`,
  },
  {
    // True where the power does not fit; the exponent is not negative.
    name: "kleis_overflowing_pow",
    text: `
#[inline]
fn kleis_overflowing_pow(base: i64, exponent: i64) -> (i64, bool) {
  let (mut power, mut square, mut left, mut failed) = (1i64, base, exponent as u64, false);
  loop {
    if left & 1 != 0 {
      let (product, overflow) = power.overflowing_mul(square);
      power = product;
      failed |= overflow;
    }
    left >>= 1;
    if left == 0 || failed { return (power, failed); }
    let (product, overflow) = square.overflowing_mul(square);
    square = product;
    failed |= overflow;
  }
}`,
  },
  {
    // True where x is no integer of 64 bits.
    name: "kleis_from_f64",
    text: `
#[inline(always)]
fn kleis_from_f64(x: f64) -> (i64, bool) {
  if !(x >= -9223372036854775808.0 && x < 9223372036854775808.0) { return (0, true); }
  let whole = unsafe { x.to_int_unchecked::<i64>() };
  (whole, whole as f64 != x)
}`,
  },
  {
    name: "kleis_stack_address",
    text: `
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
}`,
  },
];

const style: FunctionStyle = {
  expression: rustExpression,
  declaration: (name, type, value) => `let ${name}: ${rustScalar(type)} = ${bare(value)};`,
  head: (name, params) => `#[inline]\nfn ${name}(${params.map((x) => `${x}: f64`).join(", ")}) -> f64`,
};

/** Everything before the program's own functions. `body` is their text. */
export function rustSupport(body: string, needs: LibraryNeeds, loader: Loader): Lines {
  const used = new Set<string>();
  const lanes = rustLaneSupport(body);
  const same = reproducibleText(body, style);
  const turning = same.some((line) => line.includes("kleis_same_turn("));
  let seen = [body, ...lanes, ...same].join("\n");
  for (const piece of [...pieces].reverse())
    if (seen.includes(`${piece.name}(`)) {
      used.add(piece.name);
      seen += piece.text;
    }
  return [
    ...crate,
    ...externals(seen, needs, loader),
    ...(needs.context ? context.split("\n") : []),
    ...(needs.arena ? arena.split("\n") : []),
    ...(needs.shares ? rustSharing.split("\n") : []),
    ...pieces.filter((piece) => used.has(piece.name)).flatMap((piece) => piece.text.split("\n")),
    ...lanes,
    ...(turning ? turns().split("\n") : []),
    ...same,
  ];
}

function externals(text: string, needs: LibraryNeeds, loader: Loader): Lines {
  const functions = librarySymbols(text).map(({ name, arity }) => {
    const params = ["a: f64", "b: f64"].slice(0, arity).join(", ");
    return `  fn ${name}(${params}) -> f64;`;
  });
  const memory = needs.arena
    ? [
        "  fn posix_memalign(to: *mut *mut KleisBlock, alignment: usize, size: usize) -> i32;",
        "  fn free(block: *mut KleisBlock);",
      ]
    : [];
  if (functions.length + memory.length === 0 && needs.threads === undefined) return [];
  const links = systemLibraries(text, loader, needs).map((name) => `#[link(name = "${name}")]`);
  return ["", ...links, 'extern "C" {', ...functions, ...memory, "}"];
}
