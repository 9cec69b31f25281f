/** Nominal types over primitives: a `VarId` cannot stand where a `FnId` is wanted. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
