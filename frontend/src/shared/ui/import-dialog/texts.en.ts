import type { Shape } from '@/shared/i18n'
import type zh from './texts.zh'

const en: Shape<typeof zh> = {
  check: 'Checking',
  run: 'Import',
  checked_one: '{{number}} row, nothing wrong: ready to import.',
  checked_other: '{{number}} rows, nothing wrong: ready to import.',
  changes_one: '{{number}} of them is new or different.',
  changes_other: '{{number}} of them are new or different.',
  bad_one: '{{number}} mistake, nothing was imported. Mend it and upload again.',
  bad_other: '{{number}} mistakes, nothing was imported. Mend them and upload again.',
  done_one: '{{number}} row imported',
  done_other: '{{number}} rows imported',
  row: 'Row',
  column: 'Column',
  what: 'What is wrong',
  template: 'Download template',
  file: 'Drop a file here, or choose one',
  close: 'Close',
  again: 'Another file',
}

export default en
