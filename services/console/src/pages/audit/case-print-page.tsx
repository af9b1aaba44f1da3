import { clockNames } from '@hark/domain'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { caseQuery, historyQuery } from '../../api/cases.ts'
import { PostCard } from '../../parts/case/post-card.tsx'
import { Timeline } from '../../parts/case/timeline.tsx'
import { instantText } from '../../parts/clock/due-text.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { Concluded } from '../../parts/sign/concluded.tsx'
import { SignatureLine } from '../../parts/sign/signature-line.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import css from './audit.module.css'

const awareness = [
  ['postedAt', 'Dated by its author'],
  ['ingestedAt', 'Received'],
  ['flaggedAt', 'Flagged'],
  ['firstViewedAt', 'First seen by a person'],
  ['vendorAwareAt', 'Known to a vendor'],
  ['pvReceivedAt', 'Received by safety'],
] as const

/** Everything about one case on one page that prints. */
export function CasePrintPage() {
  const { id } = useParams({ from: '/audit/cases/$id' })
  const query = useQuery(caseQuery(id))
  const history = useQuery(historyQuery(id))
  return (
    <Page
      title={query.data ? `${query.data.number} · ${query.data.product}` : 'Case'}
      actions={
        <span className={css.noPrint}>
          <Link to="/cases/$id" params={{ id }} search={{}}>
            Open the case
          </Link>{' '}
          <Button variant="default" onClick={() => window.print()}>
            Print
          </Button>
        </span>
      }
    >
      <Loaded query={query}>
        {(c) => (
          <div className={css.print}>
            <p>
              <PracticeBadge practice={c.practice} /> {c.state} · patient {c.patient} · {c.programme.name} ·
              reports go to {c.programme.receivingEntity} ({c.programme.receivingZone})
            </p>
            <h2>Awareness and clocks</h2>
            <dl className={css.leaf}>
              {awareness.map(([key, name]) => (
                <div key={key}>
                  <dt>{name}</dt>
                  <dd>
                    <Instant at={c.awareness[key]} zone={c.programme.receivingZone} />
                  </dd>
                </div>
              ))}
              {c.clocks.map((clock) => (
                <div key={clock.kind}>
                  <dt>{clockNames[clock.kind]}</dt>
                  <dd>
                    day 0 {clock.day0} from {clock.anchor}, due {instantText(clock.dueAt, clock.zone)} (
                    {instantText(clock.dueAt, 'UTC')}), {clock.state}
                    {clock.reason && `: ${clock.reason}`}
                  </dd>
                </div>
              ))}
            </dl>
            <h2>Posts</h2>
            {c.postList.map((post) => (
              <PostCard key={post.id} post={post} />
            ))}
            <h2>Decision</h2>
            {c.decision ? <Concluded decision={c.decision} /> : <p>None yet.</p>}
            {c.decision?.signature && <SignatureLine signature={c.decision.signature} />}
            {c.decision && (
              <p className={css.quiet}>
                content <code>{c.decision.contentSha256}</code>
              </p>
            )}
            <h2>History</h2>
            <Loaded query={history}>{({ items }) => <Timeline items={items} />}</Loaded>
          </div>
        )}
      </Loaded>
    </Page>
  )
}
