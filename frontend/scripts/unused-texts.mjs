// Names texts that no code says. A key counts as used where its whole path stands in the source, or where the path is put
// together (`error.${kind}`) and its beginning stands there. Runs on the Chinese texts: the compiler holds the English ones to them.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const SRC = fileURLToPath(new URL('../src/', import.meta.url))

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return name === 'gen' ? [] : filesUnder(path)
    return /\.tsx?$/.test(name) ? [path] : []
  })
}

/** "desk.title" for every sentence; a plural form counts under its stem. */
function keysOf(node, prefix = '') {
  return node.properties.flatMap((property) => {
    const name = prefix + property.name.text
    if (ts.isObjectLiteralExpression(property.initializer)) return keysOf(property.initializer, `${name}.`)
    return [name.replace(/_(one|other)$/, '')]
  })
}

function textsIn(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  let found = []
  source.forEachChild((node) => {
    if (!ts.isVariableStatement(node)) return
    const value = node.declarationList.declarations[0]?.initializer
    const object = value && (ts.isAsExpression(value) ? value.expression : value)
    if (object && ts.isObjectLiteralExpression(object)) found = keysOf(object)
  })
  return found
}

const files = filesUnder(SRC)
const isTexts = (file) => /(texts|basics)\.(zh|en)\.ts$/.test(file)
const code = files.filter((file) => !isTexts(file)).map((file) => ({ file, text: readFileSync(file, 'utf8') }))
let unused = 0
for (const file of files.filter((one) => one.endsWith('.zh.ts'))) {
  // The shared words may be said anywhere; a feature's only inside it.
  const home = file.endsWith('basics.zh.ts') ? SRC : dirname(file)
  const own = code.filter((one) => one.file.startsWith(home)).map((one) => one.text).join('\n')
  for (const key of textsIn(file)) {
    const whole = [`'${key}'`, `"${key}"`, `\`${key}\``].some((quoted) => own.includes(quoted))
    const parts = key.split('.')
    const built = parts.some((_, at) => own.includes(`\`${parts.slice(0, at).map((part) => `${part}.`).join('')}\${`) && at > 0)
    if (whole || built) continue
    unused += 1
    console.error(`${relative(SRC, file)}: nobody says "${key}"`)
  }
}
if (unused > 0) process.exit(1)
