/** Native discrete Fourier transforms: the template `fft_f64`, for one length where it is known. */
import { layoutFor } from "../../loop/activation.ts";
import {
  allocateFor,
  arrayOf,
  type BufferedArray,
  bufferArray,
  fromStart,
  sizeOf,
} from "../../loop/arrays.ts";
import { knownTransform } from "../../loop/budget.ts";
import { conform } from "../../loop/convert.ts";
import { add, compare, constIndex, index, mul } from "../../loop/expr.ts";
import type { Layout } from "../../loop/layout.ts";
import type { LoopExpr, Operand } from "../../loop/loop.ts";
import type { LoopBuilder, Lowered, LoweredArray, Lowering } from "../../loop/lowering.ts";
import { failures } from "../failures.ts";
import { isSmooth } from "./fourier-transform.ts";

const nothing: Lowered = { kind: "unit" };
const realNumber: Layout = { kind: "scalar", scalar: "f64" };

export function lowerFourier(inverse: boolean): Lowering {
  return ({ args: [xs = nothing], result, build }) => {
    const list = arrayOf(build, xs);
    const layout = layoutFor(build, result);
    if (layout.kind !== "array" || layout.element.kind !== "complex")
      return build.unsupported("transforms of these numbers");
    const length = build.atom(sizeOf(list));
    build.check(compare("gt", length, index(0)), "domain", failures.emptyList.text);
    const known = constIndex(length) ?? 0;
    const n = known <= knownTransform.longest ? known : 0;
    // Two neighbours make up one complex number: only where there is nothing left over.
    const isReal = list.layout.element.kind !== "complex" && n > 0 && n % 2 === 0;
    const { re, im } = partsOf(build, list, isReal ? realNumber : { kind: "complex" });
    const out = allocateFor(build, layout, length);
    const [outRe, outIm] = out;
    if (outRe === undefined || outIm === undefined) throw new Error("a complex list lies in two buffers");
    // Products that are joined with sums have other bits than the evaluator's.
    if (build.fixedOrder) return build.unsupported("Fourier transforms under --reproducible");
    const work = build.allocate(
      "work",
      "f64",
      n === 0 ? unknownRoom(build, length) : index(knownRoom(n, isReal)),
    );
    const operands = [re, im, outRe, outIm, work].map((id): Operand => ({ kind: "array", id }));
    const holes = { n, inverse: inverse ? 1 : 0, real: isReal ? 1 : 0 };
    const soon = n > 0 && n <= knownTransform.soon ? n * knownTransform.operations : undefined;
    build.template("fft_f64", holes, [...operands, { kind: "scalar", value: length }], soon);
    return bufferArray(layout, [length], out);
  };
}

interface Parts {
  readonly re: BufferedArray["buffers"][number];
  readonly im: BufferedArray["buffers"][number];
}

/** The numbers in memory, real and imaginary parts apart; real ones stand for both. */
function partsOf(build: LoopBuilder, list: LoweredArray, element: Layout): Parts {
  const stored = fromStart(build, arrayOf(build, conform(build, list, { ...list.layout, element })));
  const [re, im = re] = stored.buffers;
  if (re === undefined || im === undefined) throw new Error("numbers lie in a buffer");
  return { re, im };
}

/** Doubles that the template works in (templates/c/fft_f64.c), for a length that is known. */
function knownRoom(n: number, isReal: boolean): number {
  const points = isReal ? n / 2 : n;
  return isSmooth(points) ? 2 * points : 16 * points + 1024;
}

function unknownRoom(build: LoopBuilder, length: LoopExpr): LoopExpr {
  return build.atom(add(mul(length, index(32)), index(2048)));
}
