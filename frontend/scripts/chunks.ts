import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Which modules come together. Over plain HTTP/1.1 a browser loads six files at once, so thirty small chunks cost five round
 * trips; but what only signed-in people need must not weigh on the login page. So: what the login needs, what every signed-in
 * page needs, the grid, the generated client. The rest is split by page.
 */
const LOGIN_ICONS = 'Icon|createLucideIcon|defaultAttributes|context|shared/.*|icons/(triangle-exclamation-point|circle-x|circle-check|info|inbox|languages|sun|moon|x|search|shield-check|boxes|scan-barcode|package-check)'

const inStart = [
  /node_modules\/(react|react-dom|scheduler|i18next|use-sync-external-store)\//,
  /node_modules\/@tanstack\/(react-router|router-core|history|store|react-store)\//,
  new RegExp(`node_modules/lucide-react/dist/esm/(${LOGIN_ICONS})\\.(m?js)$`),
  /src\/shared\/api\/(errors|session|context|fetch|idempotency|profile)\.tsx?$/,
  /src\/shared\/i18n\/(index|language|basics)\.ts$/,
  /src\/shared\/lib\/(theme|search|routes)\.ts$/,
  /src\/shared\/ui\/(button|popover|page|states|toast)\.tsx$/,
  /vite\/(preload-helper|modulepreload-polyfill)/,
]
const inSignedIn = [/node_modules\/(@tanstack\/(react-query|query-core)|lucide-react)\//, /src\/shared\/api\/(query-client|query-keys)\.ts$/, /src\/shared\/lib\/(keys|time|money)\.ts$/, /src\/shared\/ui\/(values|stat|chip|work)\.tsx$/]
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** "HistoryIcon" in shared/ui/icons.ts is lucide's History, which its index finds in the file "rotate-ccw-clock". */
function iconFiles(): Map<string, string> {
  const index = readFileSync(here('../node_modules/lucide-react/dist/esm/lucide-react.mjs'), 'utf8')
  const files = new Map([...index.matchAll(/export \{([^}]*)\} from '\.\/icons\/([a-z0-9-]+)\.mjs'/g)].flatMap(([, names = '', file = '']) => [...names.matchAll(/default as (\w+)/g)].map(([, name = '']) => [name, file] as const)))
  const list = readFileSync(here('../src/shared/ui/icons.ts'), 'utf8')
  return new Map([...list.matchAll(/(\w+) as (\w+Icon)\b/g)].map(([, lucide = '', own = '']) => [own, files.get(lucide) ?? '']))
}

/** What the navigation and the work at home show: said in the feature.ts of each feature, the shell and `Work`. The other icons belong to pages, which have the grid. */
function navigationIcons(): Set<string> {
  const files = iconFiles()
  const folders = ['../src/features', '../src/app'].flatMap((root) => readdirSync(here(root)).map((name) => here(`${root}/${name}/feature.ts`)))
  const sources = [...folders.filter((path) => existsSync(path)), ...['app/shell/nav.tsx', 'app/shell/top-bar.tsx', 'app/shell/palette.ts', 'shared/ui/work.tsx'].map((name) => here(`../src/${name}`))]
  const said = sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\b\w+Icon\b/g)].map(([name]) => files.get(name)))
  return new Set(said.filter((name) => name !== undefined))
}

const lucideFile = /node_modules\/lucide-react\/dist\/esm\/icons\/([a-z0-9-]+)\.mjs$/
const inNavigation = navigationIcons()
const isPageIcon = (id: string) => {
  const name = lucideFile.exec(id)?.[1]
  return name !== undefined && !inNavigation.has(name)
}
const inGrid = [/src\/shared\/ui\/grid\//, /src\/shared\/api\/preferences\.ts$/, /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\//]
const inClient = [/src\/shared\/api\/gen\//, /src\/shared\/api\/(client-config|results)\.ts$/]

// A group may only need groups above it: chunks that import each other run before what they need is there (seen: icons that
// were undefined; the budget script looks for it). And no module that is imported lazily may stand in a group: rolldown 1.2
// then loses its namespace (seen with shell.tsx).
const any = (patterns: RegExp[]) => (id: string) => !id.endsWith('.css') && patterns.some((pattern) => pattern.test(id))

export const chunkGroups = [
  { name: 'start', priority: 40, test: any(inStart) },
  { name: 'client', priority: 35, test: any(inClient) },
  { name: 'grid', priority: 30, test: (id: string) => any(inGrid)(id) || isPageIcon(id) },
  { name: 'signed-in', priority: 20, test: any(inSignedIn) },
]
