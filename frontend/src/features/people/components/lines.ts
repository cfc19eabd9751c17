/** A text field with one entry a line, as a list without blanks and doubles. */
export function linesOf(text: string | null | undefined): string[] {
  return [...new Set((text ?? '').split(/[\n,]/).map((line) => line.trim()).filter(Boolean))]
}
