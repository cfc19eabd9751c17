/** Where the house is opened by http (an office without a certificate) browsers offer no navigator.clipboard. */
export async function toClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', fill, { capture: true, once: true })
  const copied = document.execCommand('copy')
  document.removeEventListener('copy', fill, { capture: true })
  if (!copied) throw new Error('the browser does not copy')
}
