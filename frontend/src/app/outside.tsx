import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { ApiError } from '@/shared/api'
import { Button, EmptyState, ErrorPanel, Page } from '@/shared/ui'
import { RolesIcon, SearchIcon } from '@/shared/ui/icons'
import { texts } from './texts'

/** The names of the permissions are not in every page's bundle. */
const ForbiddenAdvice = lazy(() => import('./forbidden-advice'))

export function Missing() {
  const t = texts.use()
  return (
    <Page title={t('missing.title')} width="narrow">
      <EmptyState
        icon={SearchIcon}
        title={t('missing.title')}
        action={
          <Link to="/" className="dz-button" data-kind="primary">
            {t('missing.home')}
          </Link>
        }
      >
        {t('missing.advice')}
      </EmptyState>
    </Page>
  )
}

/** What stands in place of a page that could not be opened: forbidden, a lost line, a broken chunk after an update. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = texts.use()
  const router = useRouter()
  if (error instanceof ApiError && error.status === 403) {
    return (
      <Page title={t('forbidden.title')} width="narrow">
        <EmptyState icon={RolesIcon} title={t('forbidden.title')}>
          <Suspense fallback={error.detail}>
            <ForbiddenAdvice codes={error.detail.split(' / ')} />
          </Suspense>
        </EmptyState>
      </Page>
    )
  }
  const again = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title={t('broken.title')} width="narrow">
      <ErrorPanel
        error={error}
        onRetry={again}
        action={
          <Button size="small" onClick={() => window.location.reload()}>
            {t('broken.reload')}
          </Button>
        }
      />
    </Page>
  )
}

/** The same where not even the shell could be opened. */
export function BrokenShell(props: ErrorComponentProps) {
  return (
    <main>
      <Broken {...props} />
    </main>
  )
}
