/** Copies of whole arrays in C. */
import { braced, type Lines } from "../text.ts";

/**
 * What `from` points to is hidden from the compiler: GCC 12 makes a copy of constants {c, c, 0, 0}
 * with AVX-512 a broadcast of c.
 */
export function copyArray(to: string, from: string, count: string, size: string): Lines {
  return braced(`if (${count})`, [
    `__asm__ volatile("" : : "r"(${from}) : "memory");`,
    `__builtin_memcpy(${to}, ${from}, (u64)${count} * ${size});`,
  ]);
}
