/** Matrices made from matrices by putting entries, rows and columns elsewhere. */
import type { Primitive } from "./primitive.ts";

export const rearranging: readonly Primitive[] = [];
