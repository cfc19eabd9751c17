import { apiFetch } from './fetch'

/** How long a saved file's address lives: long enough for the browser to begin. */
const LIFE_MS = 60_000

function nameIn(header: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)/i.exec(header ?? '')?.[1]
}

/** A file that needs the token, fetched here and saved by the browser under the name the server gives it. */
export async function saveFile(url: string, fallback: string): Promise<void> {
  const answer = await apiFetch(url)
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = nameIn(answer.headers.get('Content-Disposition')) ?? fallback
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), LIFE_MS)
}
