import type { ReleaseSummary } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { waitingQuery } from '../../api/responses.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { languageName, platformName } from '../../parts/words/names.ts'
import css from './responses.module.css'

/** Posts PV released for a reply that nobody has drafted yet; the text is on its own page, where reading it is an entry. */
export function Waiting({ product }: { product: string | undefined }) {
  const query = useQuery(waitingQuery)
  return (
    <section className={css.waiting} aria-label="Waiting for a draft">
      <Loaded query={query}>
        {({ items }) => {
          const shown = items.filter((r) => !product || r.product === product)
          return (
            <>
              <h2>
                Waiting for a draft <span className={css.count}>{shown.length}</span>
              </h2>
              {shown.length === 0 && (
                <p className={css.quiet}>
                  Nothing. A PV reviewer releases a post from its case; it appears here until its reply is
                  drafted.
                </p>
              )}
              <div className={css.waitingCards}>
                {shown.map((r) => (
                  <Card key={r.id} release={r} />
                ))}
              </div>
            </>
          )
        }}
      </Loaded>
    </section>
  )
}

function Card({ release: r }: { release: ReleaseSummary }) {
  return (
    <Link to="/releases/$id" params={{ id: r.id }} className={css.card}>
      <span className={css.cardHead}>
        <strong>{r.caseNumber}</strong> {r.product} <PracticeBadge practice={r.practice} />
      </span>
      {r.note && <span>{r.note}</span>}
      <span className={css.quiet}>
        {platformName(r.platform)} · {languageName(r.lang)} · released by {r.releasedBy.printedName}
        {r.masked && ' · text masked until triaged'}
      </span>
      <span className={css.quiet}>
        <Instant at={r.releasedAt} />
      </span>
    </Link>
  )
}
