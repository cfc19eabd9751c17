/** What this browser keeps, null where it keeps nothing of that name, undefined where it may keep nothing at all. */
export function stored(name: string): string | null | undefined {
  try {
    return localStorage.getItem(name)
  } catch {
    return undefined
  }
}

/** Keeps it, or with null forgets it; a browser that stores nothing has it for this visit only. */
export function store(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name)
    else localStorage.setItem(name, value)
  } catch {
    // Only this visit then.
  }
}
