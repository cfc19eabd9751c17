import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { ApiError, session } from '@/shared/api'
import { allows } from '@/shared/api/session'

export const rootRoute = createRootRoute()

/** Everything behind the login. Features hang their pages here: `createRoute({getParentRoute: () => shellRoute, …})`. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    if (session.state === 'unknown' || session.state === 'unreachable') await session.start()
    if (session.state === 'unreachable') throw new ApiError({ status: 0, code: 'no_answer' })
    if (session.state !== 'in') throw redirect({ to: '/login' as '/', search: { from: location.href } as never, replace: true })
    // Nothing is permitted before: straight to where it is set up.
    if (session.account?.second_factor === 'required' && location.pathname !== '/account') throw redirect({ to: '/account' as '/', replace: true })
  },
})

/** `beforeLoad: needs('orders.read')`: shows "you may not" in place of a page that would only be refused. */
export function needs(permission: string | readonly string[]): () => void {
  return () => {
    if (allows(session.account?.permissions ?? [], permission)) return
    throw new ApiError({ status: 403, code: 'forbidden', detail: [permission].flat().join(' / ') })
  }
}

/**
 * `component: page(() => import('./pages/desk'), 'Desk', texts)`: the page's code and its words come together, also ahead of time
 * (a link under the mouse, the first page of a visit).
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a module of components with whatever else it exports
export function page<Module extends Record<string, any>, Name extends keyof Module & string>(code: () => Promise<Module>, name: Name, texts: { load: () => Promise<void> }) {
  return lazyRouteComponent(async () => (await Promise.all([code(), texts.load()]))[0], name)
}
