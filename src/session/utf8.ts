import { isUtf8 } from "node:buffer";

export interface InvalidByte {
  /** From 1. */
  readonly line: number;
  readonly byte: number;
}

/** The first byte that begins no UTF-8 character, and its line; undefined where all of it is UTF-8. */
export function firstInvalid(bytes: Uint8Array): InvalidByte | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // A line feed is part of no longer character, so each line is UTF-8 or not by itself.
  for (let line = 1, start = 0; start < buffer.length; line++) {
    const feed = buffer.indexOf(0x0a, start);
    const end = feed < 0 ? buffer.length : feed;
    const part = buffer.subarray(start, end);
    if (!isUtf8(part)) return { line, byte: part[firstReplaced(part)] ?? 0 };
    start = end + 1;
  }
  return undefined;
}

/** Decoding and encoding again keeps everything up to the first byte that is replaced. */
function firstReplaced(line: Buffer): number {
  const again = Buffer.from(line.toString("utf8"), "utf8");
  return line.findIndex((byte, index) => byte !== again[index]);
}
