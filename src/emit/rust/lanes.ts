/** Operations on vectors (../lanes.ts) as arrays, one lane after the other: LLVM keeps them in vector registers. */
import { comparisonSigns, type Lines } from "../text.ts";

interface Piece {
  readonly name: string;
  readonly params: string;
  readonly result: string;
  readonly body: string;
}

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "-",
  mul: "*",
  div: "/",
  and: "&",
  or: "|",
  xor: "^",
};

/** `value` of lane `l` for each. */
function eachLane(name: string, params: string, result: "F" | "I", value: string): Piece {
  const zero = result === "F" ? "0.0" : "0";
  const body = `let mut r = ${result}([${zero}; LANES]);\n  let mut l = 0;\n  while l < LANES {\n    r.0[l] = ${value};\n    l += 1;\n  }\n  r`;
  return { name, params, result, body };
}

function onReals(op: string): Piece {
  return eachLane(`${op}_f64`, "a: F, b: F", "F", `a.0[l] ${infix[op]} b.0[l]`);
}

function onBits(op: string): Piece {
  return eachLane(`${op}_i64`, "a: I, b: I", "I", `a.0[l] ${infix[op]} b.0[l]`);
}

function onIntegers(op: string): Piece {
  return eachLane(`${op}_i64`, "a: I, b: I", "I", `a.0[l].wrapping_${op}(b.0[l])`);
}

function comparison(op: string, sign: string, kind: "F" | "I"): Piece {
  const name = `${op}_${kind === "F" ? "f64" : "i64"}`;
  return eachLane(name, `a: ${kind}, b: ${kind}`, "I", `-((a.0[l] ${sign} b.0[l]) as i64)`);
}

/** Two or four lanes at a time, where x86 has an instruction for it. */
function rounding(op: string, two: string, four: string, feature: string): Piece {
  const body = `let mut r = F([0.0; LANES]);
  let mut l = 0;
  #[cfg(all(target_arch = "x86_64", target_feature = "avx"))]
  unsafe {
    use core::arch::x86_64::*;
    while l + 4 <= LANES {
      _mm256_storeu_pd(r.0.as_mut_ptr().add(l), ${four}(_mm256_loadu_pd(a.0.as_ptr().add(l))));
      l += 4;
    }
  }
  #[cfg(all(target_arch = "x86_64", target_feature = "${feature}"))]
  unsafe {
    use core::arch::x86_64::*;
    while l + 2 <= LANES {
      _mm_storeu_pd(r.0.as_mut_ptr().add(l), ${two}(_mm_loadu_pd(a.0.as_ptr().add(l))));
      l += 2;
    }
  }
  while l < LANES {
    r.0[l] = kleis_${op}(a.0[l]);
    l += 1;
  }
  r`;
  return { name: `${op}_f64`, params: "a: F", result: "F", body };
}

const toZero = "_MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC";

/** `F` and `I` are the vectors, `LANES` their length. */
const pieces: readonly Piece[] = [
  { name: "all_f64", params: "x: f64", result: "F", body: "F([x; LANES])" },
  { name: "all_i64", params: "x: i64", result: "I", body: "I([x; LANES])" },
  { name: "all_bool", params: "x: bool", result: "I", body: "I([-(x as i64); LANES])" },
  eachLane("lane", "first: i64", "I", "first + l as i64"),
  {
    name: "load_f64",
    params: "from: *const f64",
    result: "F",
    body: "unsafe { (from as *const F).read_unaligned() }",
  },
  {
    name: "load_i64",
    params: "from: *const i64",
    result: "I",
    body: "unsafe { (from as *const I).read_unaligned() }",
  },
  {
    name: "store_f64",
    params: "to: *mut f64, x: F",
    result: "()",
    body: "unsafe { (to as *mut F).write_unaligned(x) }",
  },
  {
    name: "store_i64",
    params: "to: *mut i64, x: I",
    result: "()",
    body: "unsafe { (to as *mut I).write_unaligned(x) }",
  },
  eachLane("bits_f64", "a: I", "F", "f64::from_bits(a.0[l] as u64)"),
  eachLane("bits_i64", "a: F", "I", "a.0[l].to_bits() as i64"),
  eachLane("to_f64", "a: I", "F", "a.0[l] as f64"),
  eachLane("neg_f64", "a: F", "F", "-a.0[l]"),
  eachLane("neg_i64", "a: I", "I", "a.0[l].wrapping_neg()"),
  eachLane("not_i64", "a: I", "I", "!a.0[l]"),
  eachLane("shl", "a: I, bits: i64", "I", "((a.0[l] as u64) << bits) as i64"),
  eachLane("shr", "a: I, bits: i64", "I", "((a.0[l] as u64) >> bits) as i64"),
  ...["add", "sub", "mul", "div"].map(onReals),
  ...["add", "sub", "mul"].map(onIntegers),
  ...["and", "or", "xor"].map(onBits),
  ...Object.entries(comparisonSigns).flatMap(([op, sign]) => [
    comparison(op, sign, "F"),
    comparison(op, sign, "I"),
  ]),
  eachLane("select_i64", "mask: I, a: I, b: I", "I", "if mask.0[l] != 0 { a.0[l] } else { b.0[l] }"),
  eachLane("select_f64", "mask: I, a: F, b: F", "F", "if mask.0[l] != 0 { a.0[l] } else { b.0[l] }"),
  eachLane("abs_f64", "a: F", "F", "f64::from_bits(a.0[l].to_bits() & 0x7fffffffffffffff)"),
  eachLane("abs_i64", "a: I", "I", "a.0[l].wrapping_abs()"),
  ...["min", "max"].flatMap((op) => [
    eachLane(`${op}_i64`, "a: I, b: I", "I", `kleis_${op}_i64(a.0[l], b.0[l])`),
    eachLane(`${op}_f64`, "a: F, b: F", "F", `kleis_${op}_f64(a.0[l], b.0[l])`),
  ]),
  rounding("sqrt", "_mm_sqrt_pd", "_mm256_sqrt_pd", "sse2"),
  rounding("floor", "_mm_floor_pd", "_mm256_floor_pd", "sse4.1"),
  rounding("ceil", "_mm_ceil_pd", "_mm256_ceil_pd", "sse4.1"),
  rounding("trunc", `_mm_round_pd::<{ ${toZero} }>`, `_mm256_round_pd::<{ ${toZero} }>`, "sse4.1"),
  eachLane("round_f64", "a: F", "F", "kleis_round(a.0[l])"),
  eachLane("fma_f64", "a: F, b: F, c: F", "F", "kleis_fma(a.0[l], b.0[l], c.0[l])"),
  {
    name: "any",
    params: "mask: I",
    result: "bool",
    body: "let mut any = 0;\n  let mut l = 0;\n  while l < LANES {\n    any |= mask.0[l];\n    l += 1;\n  }\n  any != 0",
  },
];

/** The types and the functions that the text uses, for each number of lanes. */
export function rustLaneSupport(text: string): Lines {
  return [1, 2, 4, 8].flatMap((lanes) => (text.includes(`kleis_x${lanes}_`) ? supportFor(lanes, text) : []));
}

function supportFor(lanes: number, text: string): Lines {
  const prefix = `kleis_x${lanes}_`;
  const spelled = (line: string): string =>
    line
      .replaceAll("LANES", String(lanes))
      .replaceAll(/\b[FI]\b/g, (kind) => `${prefix}${kind === "F" ? "f64" : "i64"}`);
  const vector = (name: string): Lines => [
    "",
    "#[derive(Clone, Copy)]",
    `#[repr(C, align(${lanes * 8}))]`,
    `struct ${prefix}${name}([${name}; ${lanes}]);`,
  ];
  return [
    ...vector("f64"),
    ...vector("i64"),
    ...pieces
      .filter(({ name }) => text.includes(`${prefix}${name}(`))
      .flatMap(({ name, params, result, body }) => [
        "",
        "#[inline(always)]",
        `fn ${prefix}${name}(${spelled(params)}) -> ${spelled(result)} {`,
        ...`  ${spelled(body)}`.split("\n"),
        "}",
      ]),
  ];
}
