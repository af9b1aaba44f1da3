import type { SourceView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { sourcesQuery } from '../../api/coverage.ts'
import { useWhyNot } from '../../api/session.ts'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Source } from './source-card.tsx'
import css from './sources.module.css'

export function SourceList() {
  const query = useQuery(sourcesQuery)
  const mayNot = useWhyNot('sources.change')
  const navigate = useNavigate()
  return (
    <div className={css.list}>
      <div className={css.head}>
        <ReasonedButton why={mayNot} onClick={() => void navigate({ to: '/sources/new' })}>
          Add a source…
        </ReasonedButton>
        <ReasonedButton
          variant="default"
          why={mayNot}
          onClick={() => void navigate({ to: '/sources/import' })}
        >
          Import a file…
        </ReasonedButton>
      </div>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No source yet">
              Write a{' '}
              <Link to="/sources" search={{ tab: 'programmes' }}>
                programme
              </Link>
              , then add a source to it, or <Link to="/sources/import">import a file</Link>.
            </EmptyState>
          ) : (
            <Sources items={items} />
          )
        }
      </Loaded>
    </div>
  )
}

/** Those that listen or could; the ended ones apart, at hand and out of the way. */
function Sources({ items }: { items: SourceView[] }) {
  const ended = items.filter((source) => source.state === 'ended')
  const standing = items.filter((source) => source.state !== 'ended')
  const head = useRef<HTMLElement>(null)
  const before = useRef(ended.length)
  useEffect(() => {
    // The button that ended a source went there with it.
    if (ended.length > before.current && document.activeElement === document.body) head.current?.focus()
    before.current = ended.length
  }, [ended.length])
  return (
    <>
      {standing.length === 0 && (
        <EmptyState title="No source listens">Every source that was added has been ended.</EmptyState>
      )}
      {standing.map((source) => (
        <Source key={source.id} source={source} />
      ))}
      {ended.length > 0 && (
        <details>
          <summary ref={head} className={css.ended}>
            Ended ({ended.length})
          </summary>
          <div className={css.list}>
            {ended.map((source) => (
              <Source key={source.id} source={source} />
            ))}
          </div>
        </details>
      )}
    </>
  )
}
