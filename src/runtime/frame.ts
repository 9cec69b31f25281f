/**
 * The block of memory one call of a kernel uses: the frame of abi.ts, and behind it room for small arrays, so that a call with
 * small arguments touches no other memory and asks for no address.
 *
 * Guarantee: every buffer whose address was written into the frame is kept in hand until `reset`.
 */
import { CompilerBug } from "../base/outcome.ts";
import { frameHeader } from "../emit/abi.ts";
import { noText } from "../loop/layout.ts";
import type { ElementScalar } from "../loop/loop.ts";
import { memoryOf } from "./memory.ts";
import type { Native } from "./native.ts";

/** Arrays up to this size are copied rather than passed in place: copying takes less than finding an address (3 µs). */
const roomBytes = 16 * 1024;

export type Elements = Float64Array | BigInt64Array | Uint8Array;

export class Frame {
  readonly address: number;
  readonly #native: Native;
  readonly #block: ArrayBuffer;
  readonly #integers: BigInt64Array;
  readonly #reals: Float64Array;
  readonly #halves: Uint32Array;
  readonly #roomStart: number;
  #roomUsed = 0;
  #inHand: ArrayBufferLike[] = [];
  /** Texts by their numbers: those of the program, then those of this call's arguments. */
  readonly #texts: string[];
  readonly #textNumbers: Map<string, number>;
  readonly #ownTexts: number;

  constructor(native: Native, words: number, texts: readonly string[] = []) {
    this.#native = native;
    this.#texts = [...texts];
    this.#textNumbers = new Map(texts.map((text, number) => [text, number]));
    this.#ownTexts = texts.length;
    this.#roomStart = words * 8;
    this.#block = new ArrayBuffer(this.#roomStart + roomBytes);
    this.#integers = new BigInt64Array(this.#block);
    this.#reals = new Float64Array(this.#block);
    this.#halves = new Uint32Array(this.#block);
    this.address = native.addressOf(this.#block);
  }

  /** Ready for the next call. */
  reset(cancelAddress: number, stackBytes: number, team = 0): void {
    this.#roomUsed = 0;
    this.#inHand = [];
    for (const text of this.#texts.splice(this.#ownTexts)) this.#textNumbers.delete(text);
    this.#halves.fill(0, 0, frameHeader.size * 2);
    this.setAddress(frameHeader.cancel, cancelAddress);
    this.setAddress(frameHeader.stackBytes, stackBytes);
    this.setAddress(frameHeader.team, team);
  }

  setReal(word: number, value: number): void {
    this.#reals[word] = value;
  }
  real(word: number): number {
    return this.#reals[word] ?? 0;
  }
  setInteger(word: number, value: bigint): void {
    this.#integers[word] = value;
  }
  integer(word: number): bigint {
    return this.#integers[word] ?? 0n;
  }
  /** The number that stands for this text until the next call. */
  textNumber(text: string): bigint {
    const known = this.#textNumbers.get(text) ?? this.#texts.push(text) - 1;
    this.#textNumbers.set(text, known);
    return BigInt(known);
  }
  text(number: bigint): string {
    if (number === noText) return "";
    const text = this.#texts[Number(number)];
    if (text === undefined) throw new CompilerBug(`a kernel gave text ${number}, which nobody had`);
    return text;
  }
  /** Addresses and sizes are below 2^53. */
  setAddress(word: number, value: number): void {
    this.#halves[2 * word] = value >>> 0;
    this.#halves[2 * word + 1] = Math.floor(value / 2 ** 32);
  }
  size(word: number): number {
    return (this.#halves[2 * word] ?? 0) + (this.#halves[2 * word + 1] ?? 0) * 2 ** 32;
  }

  /** A fresh array whose address stands in `word`. */
  allocate(word: number, element: ElementScalar, length: number): Elements {
    const bytes = length * elementBytes(element);
    if (this.#fits(bytes)) return elementsOver(element, this.#block, this.#takeRoom(word, bytes), length);
    const buffer = new ArrayBuffer(bytes);
    this.#pass(word, buffer, 0);
    return elementsOver(element, buffer, 0, length);
  }

  /** Lets the kernel read `items[start .. start+length)` where they lie, or a copy where that is cheaper. */
  passReals(word: number, items: Float64Array, start: number, length: number): void {
    if (this.#fits(length * 8)) {
      const target = this.#takeRoom(word, length * 8) / 8;
      for (let i = 0; i < length; i += 1) this.#reals[target + i] = items[start + i] ?? 0;
      return;
    }
    const { buffer, offset } = memoryOf(items, start + length);
    this.#pass(word, buffer, offset + start * 8);
  }

  /** As `passReals`, for all of an array of integers. */
  passIntegers(word: number, items: BigInt64Array): void {
    const bytes = items.length * 8;
    if (this.#fits(bytes)) this.#integers.set(items, this.#takeRoom(word, bytes) / 8);
    else this.#pass(word, items.buffer, items.byteOffset);
  }

  /** Lets the kernel write `length` elements where `items` lie. */
  passTarget(word: number, items: Elements, length: number): void {
    const { buffer, offset } = memoryOf(items, length);
    this.#pass(word, buffer, offset);
  }

  /** An array of this frame's, to keep beyond the next call: memory that the frame uses again is copied. */
  detach(elements: Elements): Elements {
    return elements.buffer === this.#block ? elements.slice() : elements;
  }

  /** Takes over an array that the kernel left in its own memory. */
  fetch(word: number, element: ElementScalar, length: number): Elements {
    const buffer = new ArrayBuffer(length * elementBytes(element));
    this.#native.copyFrom(this.size(word), buffer);
    return elementsOver(element, buffer, 0, length);
  }

  #fits(bytes: number): boolean {
    return this.#roomUsed + bytes <= roomBytes;
  }

  /** Where in the block the bytes lie; their address stands in `word`. */
  #takeRoom(word: number, bytes: number): number {
    const offset = this.#roomStart + this.#roomUsed;
    this.#roomUsed += Math.ceil(bytes / 8) * 8;
    this.setAddress(word, this.address + offset);
    return offset;
  }

  #pass(word: number, buffer: ArrayBufferLike, offset: number): void {
    this.#inHand.push(buffer);
    this.setAddress(word, this.#native.addressOf(buffer) + offset);
  }
}

function elementBytes(element: ElementScalar): number {
  return element === "bool" ? 1 : 8;
}

function elementsOver(element: ElementScalar, buffer: ArrayBuffer, offset: number, length: number): Elements {
  switch (element) {
    case "f64":
      return new Float64Array(buffer, offset, length);
    case "i64":
      return new BigInt64Array(buffer, offset, length);
    case "bool":
      return new Uint8Array(buffer, offset, length);
  }
}
