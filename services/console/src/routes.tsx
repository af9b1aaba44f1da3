import { mayDo, type Permission, whyNot } from '@hark/domain'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  Navigate,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from './api/session.ts'
import { auditSearch } from './pages/audit/search.ts'
import { listeningSearch } from './pages/listening/search.ts'
import { queueSearch } from './pages/queue/search.ts'
import { sourcesSearch } from './pages/sources/search.ts'
import { areas } from './parts/shell/areas.ts'
import { Shell } from './parts/shell/shell.tsx'
import { EmptyState } from './parts/state/empty-state.tsx'
import { ErrorState } from './parts/state/error-state.tsx'
import { Pending } from './parts/state/pending.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NoSuchPage })
/** A page fetched when first visited, shown to whom its first request would not refuse. */
function Guarded({ needs, children }: { needs: Permission; children: ReactNode }) {
  const refused = whyNot(useSession().person.roles, needs)
  return refused ? <EmptyState title="This page is not open to you">{refused}</EmptyState> : children
}

const QueuePage = lazyRouteComponent(() => import('./pages/queue/queue-page.tsx'), 'QueuePage')
const CasePage = lazyRouteComponent(() => import('./pages/case/case-page.tsx'), 'CasePage')
const SigningPage = lazyRouteComponent(() => import('./pages/signing/signing-page.tsx'), 'SigningPage')
const ResponsesPage = lazyRouteComponent(
  () => import('./pages/responses/responses-page.tsx'),
  'ResponsesPage',
)
const ResponsePage = lazyRouteComponent(() => import('./pages/responses/response-page.tsx'), 'ResponsePage')
const ListeningPage = lazyRouteComponent(
  () => import('./pages/listening/listening-page.tsx'),
  'ListeningPage',
)
const HandoffsPage = lazyRouteComponent(() => import('./pages/handoffs/handoffs-page.tsx'), 'HandoffsPage')
const SourcesPage = lazyRouteComponent(() => import('./pages/sources/sources-page.tsx'), 'SourcesPage')
const ProgrammePage = lazyRouteComponent(() => import('./pages/sources/programme-page.tsx'), 'ProgrammePage')
const AuditPage = lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage')
const CasePrintPage = lazyRouteComponent(() => import('./pages/audit/case-print-page.tsx'), 'CasePrintPage')
const PeoplePage = lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage')
const home = createRoute({ getParentRoute: () => root, path: '/', component: Home })
const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: queueSearch,
  component: () => (
    <Guarded needs="queue.read">
      <QueuePage />
    </Guarded>
  ),
})
const caseRoute = createRoute({
  getParentRoute: () => root,
  path: '/cases/$id',
  validateSearch: (raw: Record<string, unknown>): { work?: boolean } =>
    raw.work === true ? { work: true } : {},
  component: () => (
    <Guarded needs="queue.read">
      <CasePage />
    </Guarded>
  ),
})
const signing = createRoute({
  getParentRoute: () => root,
  path: '/signing',
  component: () => (
    <Guarded needs="case.sign">
      <SigningPage />
    </Guarded>
  ),
})
const responses = createRoute({
  getParentRoute: () => root,
  path: '/responses',
  validateSearch: (raw: Record<string, unknown>): { product?: string } =>
    typeof raw.product === 'string' ? { product: raw.product } : {},
  component: () => (
    <Guarded needs="response.read">
      <ResponsesPage />
    </Guarded>
  ),
})
const response = createRoute({
  getParentRoute: () => root,
  path: '/responses/$id',
  component: () => (
    <Guarded needs="response.read">
      <ResponsePage />
    </Guarded>
  ),
})
const listening = createRoute({
  getParentRoute: () => root,
  path: '/listening',
  validateSearch: listeningSearch,
  component: () => (
    <Guarded needs="listening.read">
      <ListeningPage />
    </Guarded>
  ),
})
const handoffStates = ['pending', 'sent', 'acked', 'failed'] as const
type HandoffSearch = { state?: (typeof handoffStates)[number] }
const handoffs = createRoute({
  getParentRoute: () => root,
  path: '/handoffs',
  validateSearch: (raw: Record<string, unknown>): HandoffSearch =>
    handoffStates.includes(raw.state as never) ? { state: raw.state as never } : {},
  component: () => (
    <Guarded needs="handoff.read">
      <HandoffsPage />
    </Guarded>
  ),
})
const sources = createRoute({
  getParentRoute: () => root,
  path: '/sources',
  validateSearch: sourcesSearch,
  component: () => (
    <Guarded needs="sources.read">
      <SourcesPage />
    </Guarded>
  ),
})
const programme = createRoute({
  getParentRoute: () => root,
  path: '/programmes/new',
  component: () => (
    <Guarded needs="programme.change">
      <ProgrammePage />
    </Guarded>
  ),
})
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: auditSearch,
  component: () => (
    <Guarded needs="audit.read">
      <AuditPage />
    </Guarded>
  ),
})
const auditCase = createRoute({
  getParentRoute: () => root,
  path: '/audit/cases/$id',
  component: () => (
    <Guarded needs="queue.read">
      <CasePrintPage />
    </Guarded>
  ),
})
const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  component: () => (
    <Guarded needs="people.read">
      <PeoplePage />
    </Guarded>
  ),
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
    listening,
    handoffs,
    sources,
    programme,
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
}

/** The first page the person's roles open. */
function Home() {
  const { roles } = useSession().person
  const first = areas.find((area) => mayDo(roles, area.needs))
  return <Navigate to={first?.to ?? '/account'} replace />
}

function NoSuchPage() {
  return (
    <EmptyState title="There is no such page">
      The address may be mistyped. <Link to="/">Go to your first page</Link>.
    </EmptyState>
  )
}
