/**
 * Query keys begin with the noun that live notices name, so that a change finds its queries:
 * `keysOf('order').list(search)`, `keysOf('order').one(id)`, `keysOf('order').other('counts')`.
 */
export function keysOf<Noun extends string>(noun: Noun) {
  return {
    all: [noun] as const,
    list: (search?: unknown) => [noun, 'list', search ?? {}] as const,
    one: (id: string, ...part: string[]) => [noun, 'one', id, ...part] as const,
    other: (name: string, ...part: unknown[]) => [noun, name, ...part] as const,
  }
}
