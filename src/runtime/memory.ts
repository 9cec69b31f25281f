/**
 * Where the numbers of a typed array lie, as the host knows it. Properties do not decide that: a subclass may say another length, a
 * buffer may have been resized or transferred since it was asked for. Native code reads and writes nothing else.
 */
import { CompilerBug } from "../base/outcome.ts";

type TypedArray = Float64Array | BigInt64Array | Uint8Array;

export interface Memory {
  readonly buffer: ArrayBufferLike;
  /** In bytes. */
  readonly offset: number;
}

const lengthOf = getter<number>("length");
const offsetOf = getter<number>("byteOffset");
const bufferOf = getter<ArrayBufferLike>("buffer");

/** The memory of at least `length` elements. Throws `RangeError` where there are fewer, and `TypeError` for what is no array. */
export function memoryOf(array: TypedArray, length: number): Memory {
  const actual = lengthOf.call(array);
  if (actual < length)
    throw new RangeError(
      `an array of ${length} elements has ${actual}: its memory was resized or transferred`,
    );
  return { buffer: bufferOf.call(array), offset: offsetOf.call(array) };
}

/** Without the properties that a program may have given it: an array of another class is copied. */
export function plainReals(array: Float64Array): Float64Array {
  return Object.getPrototypeOf(array) === Float64Array.prototype ? array : new Float64Array(array);
}

function getter<T>(name: "length" | "byteOffset" | "buffer"): () => T {
  const shared: unknown = Object.getPrototypeOf(Float64Array.prototype);
  const get = Object.getOwnPropertyDescriptor(shared, name)?.get;
  if (get === undefined) throw new CompilerBug(`typed arrays have no ${name}`);
  return get as () => T; // the language's own
}
