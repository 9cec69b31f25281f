/** An optional property: absent where the grammar matched nothing. */
export function given<Key extends string, T>(key: Key, value: T | null): { readonly [K in Key]?: T } {
  return value === null ? {} : ({ [key]: value } as { readonly [K in Key]?: T });
}
