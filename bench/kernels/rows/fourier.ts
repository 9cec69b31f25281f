/** Discrete Fourier transforms of known length, of complex and of real numbers. */
import { type Argument, input, type NativePeer, output, type Peer, type Row } from "../row.ts";

/** Numbers whose transforms are of one size everywhere. */
function noise(n: number, first: number): Argument {
  let state = first;
  return input(n, () => {
    state = (state * 69069 + 1) % 2 ** 32;
    return state / 2 ** 31 - 1;
  });
}

/** As long as the definition is worth waiting for. */
const longestChecked = 1100;

function transform(n: number, kind: "complex" | "real"): Row {
  const isReal = kind === "real";
  const fn = `fft_${kind}`;
  const peer = (name: string, file: string, libraries: readonly string[]): NativePeer => ({
    kind: "native",
    name,
    file,
    symbol: fn,
    defines: { N: n, REAL: Number(isReal) },
    libraries,
  });
  const peers: readonly Peer[] = [
    { ...peer("FFTW, measured", "fftw.c", ["fftw3"]), goal: 0.7 },
    { kind: "python", name: "SciPy", function: `scipy_${fn}`, parameters: [n], goal: 1 },
    ...(n <= longestChecked ? [peer("definition, extended", "dft.c", [])] : []),
  ];
  const element = isReal ? "" : ", ℂ";
  return {
    group: "transforms",
    name: `fft, ${kind}, ${n}`,
    program: `define ${fn}(x : Vector(${n}${element})) : Vector(${n}, ℂ) = fft(x)`,
    fn,
    args: [...[noise(n, 1), noise(n, 7)].slice(0, isReal ? 1 : 2), output(n), output(n)],
    work: { amount: (isReal ? 2.5 : 5) * n * Math.log2(n), unit: "flop" },
    peers,
    tolerance: 1e-14,
  };
}

export const fourierTransforms: readonly Row[] = [
  ...[256, 1000, 1009, 4096, 65536].map((n) => transform(n, "complex")),
  ...[256, 1000, 4096, 65536].map((n) => transform(n, "real")),
];
