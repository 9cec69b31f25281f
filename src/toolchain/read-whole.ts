/** All that a file holds. What is no file on a disk, a pipe or a device, may have no end: so much of it is read and no more. */
import * as fs from "node:fs";

/** Bytes: as many as the longest text of V8 has, but for some. */
export const longestText = 2 ** 29 - 24;

const chunk = 2 ** 16;

/** A path, or a descriptor that is open. Throws what the system says, or that this has no end. */
export function readWhole(file: string | number, limit = longestText): Buffer {
  if (isRegular(file)) return fs.readFileSync(file);
  const fd = typeof file === "number" ? file : fs.openSync(file, "r");
  try {
    return readStream(fd, limit);
  } finally {
    if (typeof file !== "number") fs.closeSync(fd);
  }
}

/** The same as text, which has a greatest length. */
export function readWholeText(file: string | number): string {
  try {
    return isRegular(file) ? fs.readFileSync(file, "utf8") : readWhole(file).toString("utf8");
  } catch (problem) {
    if (problem instanceof Error && "code" in problem && problem.code === "ERR_STRING_TOO_LONG")
      throw new Error(`it has more than ${mebibytes(longestText)} of text`);
    throw problem;
  }
}

function isRegular(file: string | number): boolean {
  return (typeof file === "number" ? fs.fstatSync(file) : fs.statSync(file)).isFile();
}

function readStream(fd: number, limit: number): Buffer {
  const parts: Buffer[] = [];
  for (let total = 0; total <= limit; ) {
    const part = Buffer.allocUnsafe(chunk);
    const count = fs.readSync(fd, part);
    if (count === 0) return Buffer.concat(parts, total);
    parts.push(part.subarray(0, count));
    total += count;
  }
  throw new Error(`it is no file, and its first ${mebibytes(limit)} have no end`);
}

export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
