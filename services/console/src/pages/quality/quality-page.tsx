import type { SampledProgramme, SampleView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { samplesQuery } from '../../api/quality.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { counted, number } from '../../parts/words/numbers.ts'
import { Newest } from './newest.tsx'
import css from './quality.module.css'
import { SampleTable } from './sample-table.tsx'
import { percent } from './shares.ts'

/** What detection missed, estimated from samples of what it did not flag. */
export function QualityPage() {
  const query = useQuery(samplesQuery)
  return (
    <Page title="Quality">
      <h2>What was missed</h2>
      <p className={css.lead}>
        Every flag is read by a person. Of what was not flagged, some posts are drawn at random from each
        closed period and read blind; what is found among them says how much detection misses.
      </p>
      <Loaded query={query}>
        {({ programmes, items, recallTarget }) => (
          <div className={css.programmes}>
            {programmes.map((p) => (
              <Sampled
                key={p.id}
                programme={p}
                samples={items.filter((s) => s.programmeId === p.id)}
                target={recallTarget}
              />
            ))}
            {programmes.length === 0 && (
              <EmptyState title="No programme listens yet">
                Each programme has its samples here. Set one up under{' '}
                <Link to="/sources">sources and coverage</Link>.
              </EmptyState>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  )
}

type Props = { programme: SampledProgramme; samples: SampleView[]; target: number }

function Sampled({ programme, samples, target }: Props) {
  const [newest] = samples
  return (
    <section className={css.programme} aria-label={programme.name}>
      <h3 className={css.name}>
        {programme.name} <PracticeBadge practice={programme.practice} />
      </h3>
      {newest ? (
        <>
          <Due samples={samples} programme={programme} />
          <SampleTable samples={samples} target={target} />
          <Newest sample={newest} target={target} />
        </>
      ) : (
        <EmptyState title="No sample has been drawn yet">
          The first is drawn when the period that runs now has ended, <Instant at={programme.nextDraw} />, if
          it brought posts that were not flagged. A sample without a miss then shows, with{' '}
          {percent(programme.shows.confidence)} confidence, that no more than{' '}
          {percent(programme.shows.elusion)} of them should have been.
        </EmptyState>
      )}
    </section>
  )
}

function Due({ samples, programme }: Omit<Props, 'target'>) {
  const pending = samples.reduce((sum, s) => sum + s.pending, 0)
  return (
    <p>
      {pending === 0 ? (
        'Every sampled post is read.'
      ) : (
        <>
          <strong>{number(pending)}</strong> {counted(pending, 'sampled post').replace(/^\S+ /, '')} to read:{' '}
          <Link
            to="/queue"
            search={{ lane: 'sample', ...(programme.practice ? { posts: 'practice' as const } : {}) }}
          >
            open the lane Samples
          </Link>
          .
        </>
      )}{' '}
      The next is drawn <Instant at={programme.nextDraw} />.
    </p>
  )
}
