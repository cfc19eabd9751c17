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
  /src\/shared\/i18n\/(index|language|common)\.ts$/,
  /src\/shared\/lib\/(theme|search|routes)\.ts$/,
  /src\/shared\/ui\/(button|popover|page|states|toast)\.tsx$/,
  /vite\/(preload-helper|modulepreload-polyfill)/,
]
const inSignedIn = [/node_modules\/(@tanstack\/(react-query|query-core)|lucide-react)\//, /src\/shared\/api\/(query-client|query-keys)\.ts$/, /src\/shared\/lib\/(keys|time|money)\.ts$/, /src\/shared\/ui\/(values|stat|chip)\.tsx$/]
const GRID_ICONS = 'arrow-up|arrow-down|columns-3|pin|pin-off|refresh-cw|sliders-horizontal|star|trash|plus|ellipsis|download|file-up|upload|copy|check|chevron-down|chevron-right|arrow-left'
const inGrid = [/src\/shared\/ui\/grid\//, /src\/shared\/api\/preferences\.ts$/, new RegExp(`node_modules/lucide-react/dist/esm/icons/(${GRID_ICONS})\\.mjs$`), /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\//]
const inClient = [/src\/shared\/api\/gen\//, /src\/shared\/api\/(client-config|results)\.ts$/]

// A group may only need groups above it: chunks that import each other run before what they need is there (seen: icons that
// were undefined; the budget script looks for it). And no module that is imported lazily may stand in a group: rolldown 1.2
// then loses its namespace (seen with shell.tsx).
const any = (patterns: RegExp[]) => (id: string) => !id.endsWith('.css') && patterns.some((pattern) => pattern.test(id))

export const chunkGroups = [
  { name: 'start', priority: 40, test: any(inStart) },
  { name: 'client', priority: 35, test: any(inClient) },
  { name: 'grid', priority: 30, test: any(inGrid) },
  { name: 'signed-in', priority: 20, test: any(inSignedIn) },
]
