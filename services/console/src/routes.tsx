import { handoffStates } from '@hark/contract'
import { mayDo, type Permission } from '@hark/domain'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import { useSession } from './api/session.ts'
import { auditSearch } from './pages/audit/search.ts'
import { listeningSearch } from './pages/listening/search.ts'
import { queueSearch } from './pages/queue/search.ts'
import { sourcesSearch } from './pages/sources/search.ts'
import { areas } from './parts/shell/areas.ts'
import { Page } from './parts/shell/page.tsx'
import { Shell } from './parts/shell/shell.tsx'
import { ErrorState } from './parts/state/error-state.tsx'
import { Pending } from './parts/state/pending.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage })

const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: queueSearch,
  staticData: { needs: 'queue.read' },
  component: lazyRouteComponent(() => import('./pages/queue/queue-page.tsx'), 'QueuePage'),
})
const caseRoute = createRoute({
  getParentRoute: () => root,
  path: '/cases/$id',
  validateSearch: (raw: Record<string, unknown>): { work?: boolean } =>
    raw.work === true ? { work: true } : {},
  staticData: { needs: 'queue.read' },
  component: lazyRouteComponent(() => import('./pages/case/case-page.tsx'), 'CasePage'),
})
const signing = createRoute({
  getParentRoute: () => root,
  path: '/signing',
  staticData: { needs: 'case.sign' },
  component: lazyRouteComponent(() => import('./pages/signing/signing-page.tsx'), 'SigningPage'),
})
const responses = createRoute({
  getParentRoute: () => root,
  path: '/responses',
  validateSearch: (raw: Record<string, unknown>): { product?: string } =>
    typeof raw.product === 'string' ? { product: raw.product } : {},
  staticData: { needs: 'response.read' },
  component: lazyRouteComponent(() => import('./pages/responses/responses-page.tsx'), 'ResponsesPage'),
})
const response = createRoute({
  getParentRoute: () => root,
  path: '/responses/$id',
  staticData: { needs: 'response.read' },
  component: lazyRouteComponent(() => import('./pages/responses/response-page.tsx'), 'ResponsePage'),
})
const release = createRoute({
  getParentRoute: () => root,
  path: '/releases/$id',
  staticData: { needs: 'response.draft' },
  component: lazyRouteComponent(() => import('./pages/responses/release-page.tsx'), 'ReleasePage'),
})
const listening = createRoute({
  getParentRoute: () => root,
  path: '/listening',
  validateSearch: listeningSearch,
  staticData: { needs: 'listening.read' },
  component: lazyRouteComponent(() => import('./pages/listening/listening-page.tsx'), 'ListeningPage'),
})
type HandoffSearch = { state?: (typeof handoffStates)[number] }
const handoffs = createRoute({
  getParentRoute: () => root,
  path: '/handoffs',
  validateSearch: (raw: Record<string, unknown>): HandoffSearch =>
    handoffStates.includes(raw.state as never) ? { state: raw.state as never } : {},
  staticData: { needs: 'handoff.read' },
  component: lazyRouteComponent(() => import('./pages/handoffs/handoffs-page.tsx'), 'HandoffsPage'),
})
const quality = createRoute({
  getParentRoute: () => root,
  path: '/quality',
  staticData: { needs: 'quality.read' },
  component: lazyRouteComponent(() => import('./pages/quality/quality-page.tsx'), 'QualityPage'),
})
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  validateSearch: sourcesSearch,
  staticData: { needs: 'sources.read' },
  component: lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage'),
})
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
const addSource = createRoute({
  getParentRoute: () => root,
  path: '/sources/new',
  validateSearch: (raw: Record<string, unknown>): { programme?: string; platform?: string } => {
    const [programme, platform] = [text(raw.programme), text(raw.platform)]
    return { ...(programme && { programme }), ...(platform && { platform }) }
  },
  staticData: { needs: 'sources.change' },
  component: lazyRouteComponent(() => import('./pages/sources/add/add-source-page.tsx'), 'AddSourcePage'),
})
const importFile = createRoute({
  getParentRoute: () => root,
  path: '/sources/import',
  validateSearch: (raw: Record<string, unknown>): { id?: string; programme?: string } => {
    const [id, programme] = [text(raw.id), text(raw.programme)]
    return { ...(id && { id }), ...(programme && { programme }) }
  },
  staticData: { needs: 'sources.change' },
  component: lazyRouteComponent(() => import('./pages/sources/import/import-page.tsx'), 'ImportPage'),
})
const purpose = createRoute({
  getParentRoute: () => root,
  path: '/programmes/$id/purpose',
  validateSearch: (raw: Record<string, unknown>): { next?: 'source' } =>
    raw.next === 'source' ? { next: 'source' } : {},
  staticData: { needs: 'programme.change' },
  component: lazyRouteComponent(() => import('./pages/sources/purpose-page.tsx'), 'PurposePage'),
})
const programme = createRoute({
  getParentRoute: () => root,
  path: '/programmes/new',
  staticData: { needs: 'programme.change' },
  component: lazyRouteComponent(() => import('./pages/sources/programme-page.tsx'), 'ProgrammePage'),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearch,
  staticData: { needs: 'audit.read' },
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
})
const auditCase = createRoute({
  getParentRoute: () => root,
  path: '/audit/cases/$id',
  staticData: { needs: 'queue.read' },
  component: lazyRouteComponent(() => import('./pages/audit/case-print-page.tsx'), 'CasePrintPage'),
})
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  staticData: { needs: 'people.read' },
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    queue,
    caseRoute,
    signing,
    responses,
    response,
    release,
    listening,
    handoffs,
    quality,
    sources,
    addSource,
    importFile,
    programme,
    purpose,
    audit,
    auditCase,
    people,
    account,
  ]),
  defaultPendingComponent: () => <Pending />,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  defaultPreload: 'intent',
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** The permission the page's first request needs; nothing where anyone signed in may look. */
    needs?: Permission
  }
}

/** The first page the person's roles open. */
function Home() {
  const { roles } = useSession().person
  const first = areas.find((area) => mayDo(roles, area.needs))
  return <Navigate to={first?.to ?? '/account'} replace />
}

function NoSuchPage() {
  return (
    <Page title="There is no such page">
      The address may be mistyped. <Link to="/">Go to your first page</Link>.
    </Page>
  )
}
