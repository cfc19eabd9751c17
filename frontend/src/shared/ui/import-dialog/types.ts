/** One wrong cell, in both languages. */
export interface ImportMistake {
  row: number
  column?: string | null
  code: string
  detail_zh: string
  detail_en: string
}

export interface ImportReport {
  rows: number
  errors: readonly ImportMistake[]
  /** How many rows are new or different, where the service tells. */
  changed?: number
}

export interface ImportDialogProps {
  title: string
  hint: string
  /** Address of the template, "/api/catalog/v1/sku-imports/template". */
  template: string
  send: (file: File, check: boolean) => Promise<ImportReport>
  onClose: () => void
}
