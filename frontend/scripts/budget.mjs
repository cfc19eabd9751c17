// Fails when a page loads more than its budget (kB of gzip). A page is what the browser fetches for it: the entry, the
// chunks of its modules with all they import, and the texts of one language.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const DIST = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', DIST), 'utf8'))

const ENTRY = ['index.html', 'src/shared/i18n/basics.zh.ts', 'src/app/texts.zh.ts']
const SHELL = [...ENTRY, 'src/app/shell/shell.tsx']
/** A page that does not exist yet has no budget to break; its line stands ready. */
const PAGES = [
  { name: 'login', budget: 140, modules: [...ENTRY, 'src/app/login/login.tsx'] },
  { name: 'shell and home before charts', budget: 170, modules: [...SHELL, 'src/app/home/home.tsx'] },
  { name: 'order desk', budget: 330, modules: [...SHELL, 'src/features/orders/texts.zh.ts', 'src/features/orders/pages/desk.tsx'] },
  { name: 'accounts', budget: 330, modules: [...SHELL, 'src/features/people/texts.zh.ts', 'src/features/people/pages/accounts.tsx'] },
  { name: 'chart chunk', budget: 200, modules: ['src/shared/ui/chart/picture.tsx'], without: 'index.html' },
]
const CSS_BUDGET = 15

const sizes = new Map()
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length)
  return sizes.get(file)
}

function filesOf(module, found = new Set(), seen = new Set()) {
  const chunk = manifest[module]
  if (!chunk || seen.has(module)) return found
  seen.add(module)
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const other of chunk.imports ?? []) filesOf(other, found, seen)
  return found
}

/** Chunks that import each other in a circle would run before what they need is there. */
function circles() {
  const found = []
  const done = new Set()
  const walk = (name, path) => {
    const at = path.indexOf(name)
    if (at >= 0) return found.push([...path.slice(at), name].join(' → '))
    if (done.has(name)) return
    for (const other of manifest[name]?.imports ?? []) walk(other, [...path, name])
    done.add(name)
  }
  for (const name of Object.keys(manifest)) walk(name, [])
  return found
}

const kb = (bytes) => Math.round(bytes / 100) / 10
let broken = false
for (const page of PAGES) {
  if (page.modules.some((module) => !manifest[module])) {
    console.log(`  –      ${page.name}: not built`)
    if (!['order desk', 'chart chunk'].includes(page.name)) broken = true
    continue
  }
  const files = new Set(page.modules.flatMap((module) => [...filesOf(module)]))
  if (page.without) for (const file of filesOf(page.without)) files.delete(file)
  const js = [...files].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + size(file), 0)
  const css = [...files].filter((file) => file.endsWith('.css')).reduce((sum, file) => sum + size(file), 0)
  const over = kb(js) > page.budget || kb(css) > CSS_BUDGET
  broken ||= over
  console.log(`  ${over ? 'OVER  ' : 'ok    '} ${page.name}: ${kb(js)} of ${page.budget} kB JS, ${kb(css)} of ${CSS_BUDGET} kB CSS`)
  if (over || process.argv.includes('--files')) for (const file of [...files].toSorted((a, b) => size(b) - size(a))) console.log(`           ${String(kb(size(file))).padStart(6)} ${file}`)
}
for (const circle of circles()) {
  broken = true
  console.error(`  chunks in a circle: ${circle} (scripts/chunks.ts)`)
}
if (broken) {
  console.error('The build is not fit to be shipped (frontend/README.md, Budget).')
  process.exit(1)
}
