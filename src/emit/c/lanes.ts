/** Operations on vectors (../lanes.ts) by the vector extensions of gcc and clang, written out for the number of lanes. */
import { comparisonSigns, type Lines } from "../text.ts";

const reals: Readonly<Record<string, string>> = {
  add: "a + b",
  sub: "a - b",
  mul: "a * b",
  div: "a / b",
};

/** Of i64, which wraps. */
const integers: Readonly<Record<string, string>> = {
  add: "(I)((U)a + (U)b)",
  sub: "(I)((U)a - (U)b)",
  mul: "(I)((U)a * (U)b)",
  and: "a & b",
  or: "a | b",
  xor: "a ^ b",
};

interface Piece {
  readonly name: string;
  readonly head: string;
  readonly body: string;
}

function result(name: string, type: string, params: string, value: string): Piece {
  return { name, head: `${type} NAME(${params})`, body: `return ${value};` };
}

/** One lane after the other: compilers put it together where there is an instruction for it. */
function eachLane(name: string, params: string, value: string): Piece {
  const body = `F r = {0};\n  for (int l = 0; l < LANES; l++) r[l] = ${value};\n  return r;`;
  return { name, head: `F NAME(${params})`, body };
}

/** `F`, `I`, `U` are the vectors, `LANES` their length, `NAME(` what a piece is called; `X_` begins the names of others. */
const pieces: readonly Piece[] = [
  result("all_f64", "F", "double x", "(F){EACH(x)}"),
  result("all_i64", "I", "i64 x", "(I){EACH(x)}"),
  result("all_bool", "I", "_Bool x", "X_all_i64(-(i64)x)"),
  result("lane", "I", "i64 first", "X_all_i64(first) + (I){NUMBERS}"),
  result("load_f64", "F", "const double *from", "*(const F_at *)from"),
  result("load_i64", "I", "const i64 *from", "*(const I_at *)from"),
  { name: "store_f64", head: "void NAME(double *to, F x)", body: "*(F_at *)to = x;" },
  { name: "store_i64", head: "void NAME(i64 *to, I x)", body: "*(I_at *)to = x;" },
  result("bits_f64", "F", "I a", "(F)a"),
  result("bits_i64", "I", "F a", "(I)a"),
  result("to_f64", "F", "I a", "__builtin_convertvector(a, F)"),
  result("neg_f64", "F", "F a", "-a"),
  result("neg_i64", "I", "I a", "(I)(0 - (U)a)"),
  result("not_i64", "I", "I a", "~a"),
  result("shl", "I", "I a, i64 bits", "(I)((U)a << bits)"),
  result("shr", "I", "I a, i64 bits", "(I)((U)a >> bits)"),
  ...Object.entries(reals).map(([op, value]) => result(`${op}_f64`, "F", "F a, F b", value)),
  ...Object.entries(integers).map(([op, value]) => result(`${op}_i64`, "I", "I a, I b", value)),
  ...Object.entries(comparisonSigns).flatMap(([op, sign]) => [
    result(`${op}_f64`, "I", "F a, F b", `(I)(a ${sign} b)`),
    result(`${op}_i64`, "I", "I a, I b", `(I)(a ${sign} b)`),
  ]),
  result("select_i64", "I", "I mask, I a, I b", "(mask & a) | (~mask & b)"),
  result("select_f64", "F", "I mask, F a, F b", "(F)((mask & (I)a) | (~mask & (I)b))"),
  result("abs_f64", "F", "F a", "(F)((I)a & X_all_i64(0x7fffffffffffffffLL))"),
  result("abs_i64", "I", "I a", "X_select_i64(a < 0, X_neg_i64(a), a)"),
  result("min_i64", "I", "I a, I b", "X_select_i64(a < b, a, b)"),
  result("max_i64", "I", "I a, I b", "X_select_i64(a > b, a, b)"),
  // NaN where either is; of equal ones (zeros) the negative for the minimum, the positive for the maximum.
  result(
    "min_f64",
    "F",
    "F a, F b",
    "X_select_f64((I)(a < b), a, X_select_f64((I)(b < a), b, X_select_f64((I)(a == b), (F)((I)a | (I)b), a + b)))",
  ),
  result(
    "max_f64",
    "F",
    "F a, F b",
    "X_select_f64((I)(a > b), a, X_select_f64((I)(b > a), b, X_select_f64((I)(a == b), (F)((I)a & (I)b), a + b)))",
  ),
  ...["sqrt", "floor", "ceil", "trunc"].map((op) => eachLane(`${op}_f64`, "F a", `__builtin_${op}(a[l])`)),
  eachLane("round_f64", "F a", "__builtin_trunc(a[l] + __builtin_copysign(0x1.fffffffffffffp-2, a[l]))"),
  eachLane("fma_f64", "F a, F b, F c", "__builtin_fma(a[l], b[l], c[l])"),
  {
    name: "any",
    head: "_Bool NAME(I mask)",
    body: "TESTi64 any = 0;\n  for (int l = 0; l < LANES; l++) any |= mask[l];\n  return any != 0;",
  },
];

/** Whether any bit is set, in one instruction: gcc asks eight lanes one by one, a tenth of the time of a loop. */
function test(lanes: number): string {
  if (lanes !== 8) return "";
  const mask = "(long long __attribute__((vector_size(64))))mask";
  return `#if defined __AVX512F__ && !defined __clang__
  return __builtin_ia32_ptestmq512(${mask}, ${mask}, -1) != 0;
#endif
  `;
}

/** The types and the functions that the text uses, for each number of lanes. */
export function cLaneSupport(text: string): Lines {
  return [1, 2, 4, 8].flatMap((lanes) => (text.includes(`kleis_x${lanes}_`) ? supportFor(lanes, text) : []));
}

function supportFor(lanes: number, text: string): Lines {
  const prefix = `kleis_x${lanes}_`;
  const used = new Set<string>();
  let seen = text;
  for (const piece of [...pieces].reverse())
    if (seen.includes(`${prefix}${piece.name}(`)) {
      used.add(piece.name);
      seen += piece.body.replaceAll("X_", prefix);
    }
  const each = (value: (lane: number) => string): string =>
    Array.from({ length: lanes }, (_, lane) => value(lane)).join(", ");
  const spelled = (line: string): string =>
    line
      .replace("TEST", test(lanes))
      .replaceAll("X_", prefix)
      .replace(
        "EACH(x)",
        each(() => "x"),
      )
      .replace("NUMBERS", each(String))
      .replaceAll("LANES", String(lanes))
      .replaceAll(/\b([FIU])(_at)?\b/g, (_, kind: string, at = "") => `${prefix}${vectorNames[kind]}${at}`);
  const vector = (name: string, type: string, more = ""): string =>
    `typedef ${type} ${prefix}${name} __attribute__((vector_size(${lanes * 8})${more}));`;
  return [
    "",
    '#pragma GCC diagnostic ignored "-Wpsabi"',
    vector("f64", "double"),
    vector("i64", "i64"),
    vector("u64", "u64"),
    vector("f64_at", "double", ", aligned(8), may_alias"),
    vector("i64_at", "i64", ", aligned(8), may_alias"),
    ...pieces
      .filter(({ name }) => used.has(name))
      .flatMap(({ name, head, body }) => [
        "",
        `static inline __attribute__((always_inline)) ${spelled(head.replace("NAME", `${prefix}${name}`))} {`,
        ...`  ${spelled(body)}`.split("\n"),
        "}",
      ]),
  ];
}

const vectorNames: Readonly<Record<string, string>> = { F: "f64", I: "i64", U: "u64" };
