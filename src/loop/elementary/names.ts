/** The name, in Loop programs and behind `kleis_` in C and Rust, of a function with one program for every tier. */
export const reproducibleName = (name: string): string => `same_${name}`;

/** What it is the program of. */
export const rowOf = (name: string): string => name.slice(reproducibleName("").length);
