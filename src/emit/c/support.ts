/**
 * What emitted C leans on: types, the call's context, failures, the arena, and arithmetic that C leaves open. Nothing is
 * included, so a library compiles as fast as its own text; only the pieces that the text uses are written out.
 */
import { largestArena, statusCode } from "../abi.ts";
import { type FunctionStyle, librarySymbols, reproducibleText } from "../elementary.ts";
import type { LibraryNeeds } from "../needs.ts";
import { bare, type Lines } from "../text.ts";
import { cExpression, cScalar } from "./expression.ts";
import { cLaneSupport } from "./lanes.ts";
import { cSharing } from "./parallel.ts";
import { turns } from "./turns.ts";

/** Warnings that only say that a program has a name it does not use. */
const pragmas: Lines = [
  '#pragma GCC diagnostic ignored "-Wunused-variable"',
  '#pragma GCC diagnostic ignored "-Wunused-parameter"',
  '#pragma GCC diagnostic ignored "-Wunused-function"',
  '#pragma GCC diagnostic ignored "-Wunused-but-set-variable"',
  '#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"',
];

export const cTypes: Lines = [
  "typedef __INT64_TYPE__ i64;",
  "typedef __INT32_TYPE__ i32;",
  "typedef __UINT64_TYPE__ u64;",
  "typedef __UINT8_TYPE__ u8;",
];

/** The header of the frame, seen as a structure. */
const context = `
struct kleis_context {
  i64 status, site, detail0, detail1;
  const volatile i32 *cancel;
  u64 stack_limit, stack_bytes;
  struct kleis_block *arena;
  const void *team;
};

static __attribute__((cold, noinline)) void kleis_fail(struct kleis_context *ctx, i64 status, i64 site, i64 detail0,
                                                       i64 detail1) {
  ctx->status = status;
  ctx->site = site;
  ctx->detail0 = detail0;
  ctx->detail1 = detail1;
}`;

/** A chain of blocks, newest first; an array is cut from the newest, or gets a block of its own. */
const arena = `
struct kleis_block {
  struct kleis_block *older;
  char *next, *end;
  // Bytes of this block and all older ones.
  i64 total;
} __attribute__((aligned(64)));

static __attribute__((noinline, malloc)) void *kleis_allocate(struct kleis_context *ctx, i64 bytes) {
  const i64 rounded = (bytes + 63) & ~(i64)63;
  struct kleis_block *block = ctx->arena;
  if (!block || block->end - block->next < rounded) {
    const i64 room = rounded > 65536 ? rounded : 65536;
    const i64 total = room + (block ? block->total : 0);
    void *fresh;
    if (total > ${largestArena} || posix_memalign(&fresh, 64, (u64)room + sizeof(struct kleis_block))) {
      kleis_fail(ctx, ${statusCode.memory}, -1, 0, 0);
      return 0;
    }
    block = fresh;
    block->older = ctx->arena;
    block->next = (char *)(block + 1);
    block->end = block->next + room;
    block->total = total;
    ctx->arena = block;
  }
  void *array = block->next;
  block->next += rounded;
  return array;
}

struct kleis_mark {
  struct kleis_block *block;
  char *next;
};

static inline struct kleis_mark kleis_mark(struct kleis_context *ctx) {
  return (struct kleis_mark){ctx->arena, ctx->arena ? ctx->arena->next : 0};
}

static void kleis_return_to(struct kleis_context *ctx, struct kleis_mark mark) {
  while (ctx->arena != mark.block) {
    struct kleis_block *older = ctx->arena->older;
    free(ctx->arena);
    ctx->arena = older;
  }
  if (mark.block) mark.block->next = mark.next;
}

static void kleis_free_arena(struct kleis_context *ctx) {
  kleis_return_to(ctx, (struct kleis_mark){0, 0});
}`;

const stack = `
static inline __attribute__((always_inline)) u64 kleis_stack_address(void) {
#if defined __x86_64__
  register u64 address __asm__("rsp");
  __asm__("" : "+r"(address));
  return address;
#else
  return (u64)__builtin_frame_address(0);
#endif
}`;

/** Pieces by the name that calls for them; a piece may call for an earlier one. */
const pieces: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: "kleis_bits",
    text: `
static inline u64 kleis_bits(double x) {
  u64 bits;
  __builtin_memcpy(&bits, &x, 8);
  return bits;
}`,
  },
  {
    name: "kleis_double",
    text: `
static inline double kleis_double(u64 bits) {
  double x;
  __builtin_memcpy(&x, &bits, 8);
  return x;
}`,
  },
  {
    // NaN where either is; of equal ones (zeros) the negative.
    name: "kleis_min_f64",
    text: `
static inline double kleis_min_f64(double a, double b) {
  return a < b ? a : b < a ? b : a == b ? kleis_double(kleis_bits(a) | kleis_bits(b)) : a + b;
}`,
  },
  {
    name: "kleis_max_f64",
    text: `
static inline double kleis_max_f64(double a, double b) {
  return a > b ? a : b > a ? b : a == b ? kleis_double(kleis_bits(a) & kleis_bits(b)) : a + b;
}`,
  },
  {
    name: "kleis_min_i64",
    text: `
static inline i64 kleis_min_i64(i64 a, i64 b) { return a < b ? a : b; }`,
  },
  {
    name: "kleis_max_i64",
    text: `
static inline i64 kleis_max_i64(i64 a, i64 b) { return a > b ? a : b; }`,
  },
  {
    name: "kleis_abs_i64",
    text: `
static inline i64 kleis_abs_i64(i64 a) { return a < 0 ? -a : a; }`,
  },
  {
    // Halves away from zero: the largest double below 1/2, so that 0.49999999999999994 does not reach 1.
    name: "kleis_round",
    text: `
static inline double kleis_round(double x) {
  return __builtin_trunc(x + __builtin_copysign(0x1.fffffffffffffp-2, x));
}`,
  },
  {
    name: "kleis_pow_i64",
    text: `
static inline i64 kleis_pow_i64(i64 base, i64 exponent) {
  u64 power = 1, square = (u64)base;
  for (u64 left = (u64)exponent; left; left >>= 1, square *= square)
    if (left & 1) power *= square;
  return (i64)power;
}`,
  },
  {
    // True where the power does not fit; the exponent is not negative.
    name: "kleis_pow_overflow",
    text: `
static inline _Bool kleis_pow_overflow(i64 base, i64 exponent, i64 *result) {
  i64 power = 1, square = base;
  for (;;) {
    if (exponent & 1 && __builtin_mul_overflow(power, square, &power)) return 1;
    exponent >>= 1;
    if (!exponent) break;
    if (__builtin_mul_overflow(square, square, &square)) return 1;
  }
  *result = power;
  return 0;
}`,
  },
  {
    // True where x is no integer of 64 bits.
    name: "kleis_from_f64",
    text: `
static inline _Bool kleis_from_f64(double x, i64 *result) {
  if (!(x >= -0x1p63 && x < 0x1p63)) return 1;
  const i64 whole = (i64)x;
  *result = whole;
  return (double)whole != x;
}`,
  },
];

const style: FunctionStyle = {
  expression: cExpression,
  declaration: (name, type, value) => `const ${cScalar(type)} ${name} = ${bare(value)};`,
  head: (name, params) => `static inline double ${name}(${params.map((x) => `double ${x}`).join(", ")})`,
};

/** Everything before the program's own functions. `body` is their text. */
export function cSupport(body: string, needs: LibraryNeeds): Lines {
  const used = new Set<string>();
  const same = reproducibleText(body, style);
  const turning = same.some((line) => line.includes("kleis_same_turn("));
  let seen = [body, ...same, ...(turning ? ["kleis_bits( kleis_double("] : [])].join("\n");
  for (const piece of [...pieces].reverse())
    if (seen.includes(`${piece.name}(`)) {
      used.add(piece.name);
      seen += piece.text;
    }
  const externals = librarySymbols(seen).map(
    ({ name, arity }) => `double ${name}(${Array(arity).fill("double").join(", ")});`,
  );
  const memory = needs.arena
    ? ["int posix_memalign(void **, __SIZE_TYPE__, __SIZE_TYPE__);", "void free(void *);"]
    : [];
  return [
    ...pragmas,
    "",
    ...cTypes,
    ...(externals.length + memory.length === 0 ? [] : ["", ...externals, ...memory]),
    ...(needs.context ? context.split("\n") : []),
    ...(needs.arena ? arena.split("\n") : []),
    ...(needs.stack ? stack.split("\n") : []),
    ...(needs.shares ? cSharing.split("\n") : []),
    ...pieces.filter((piece) => used.has(piece.name)).flatMap((piece) => piece.text.split("\n")),
    ...(turning ? turns().split("\n") : []),
    ...same,
    ...cLaneSupport(body),
  ];
}
