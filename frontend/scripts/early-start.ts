import type { Plugin } from 'vite'

/** A chunk and what it imports, as addresses. */
function filesOf(bundle: Record<string, { type: string; fileName: string; facadeModuleId?: string | null; imports?: string[] }>, module: string): string[] {
  const start = Object.values(bundle).find((chunk) => chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(module) && !chunk.facadeModuleId.endsWith(`docs${module}`))
  if (!start) throw new Error(`no chunk of ${module}`)
  const found = new Set<string>()
  const walk = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    for (const other of bundle[name]?.imports ?? []) walk(other)
  }
  walk(start.fileName)
  return [...found].map((name) => `/${name}`)
}

/**
 * Tells public/start.js the hashed names of what every page needs after the entry (words of each language, the shell), so
 * that they come with the entry and not one round trip after it.
 */
export function earlyStart(): Plugin {
  return {
    name: 'early-start',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle, path }) {
        if (!bundle || path !== '/index.html') return html
        const chunks = bundle as Parameters<typeof filesOf>[0]
        const entry = new Set(filesOf(chunks, '/index.html'))
        const list = (...modules: string[]) => [...new Set(modules.flatMap((module) => filesOf(chunks, module)))].filter((file) => !entry.has(file)).join(' ')
        const told = `data-zh="${list('/basics.zh.ts', '/app/texts.zh.ts')}" data-en="${list('/basics.en.ts', '/app/texts.en.ts')}" data-shell="${list('/shell/shell.tsx')}"`
        return html.replace('<script src="/start.js">', `<script src="/start.js" ${told}>`)
      },
    },
  }
}
