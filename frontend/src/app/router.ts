import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute, shellRoute } from '@/shared/lib/routes'
import { searchOf, text } from '@/shared/lib/search'
import { featureRoutes } from './feature-routes'
import { Broken, BrokenShell, Missing } from './outside'

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: searchOf({ from: text }),
  component: lazyRouteComponent(() => import('./login/login'), 'Login'),
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home/home'), 'Home'),
})

const missingRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: Missing })

const shell = shellRoute.update({ component: lazyRouteComponent(() => import('./shell/shell'), 'Shell'), errorComponent: BrokenShell })

const routeTree = rootRoute.addChildren([loginRoute, shell.addChildren([homeRoute, ...featureRoutes, missingRoute])])

export function makeRouter() {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: Broken,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
