import type { EntryView } from '@hark/contract'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { entriesQuery } from '../../api/audit.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { ErrorState } from '../../parts/state/error-state.tsx'
import { Pending } from '../../parts/state/pending.tsx'
import { wordsOf } from '../../parts/words/names.ts'
import css from './audit.module.css'
import { type AuditSearch, dayEnd, dayStart } from './search.ts'

/** The ledger, newest first; every entry opens to its exact bytes. */
export function Entries() {
  const search = useSearch({ from: '/audit' })
  const { tab: _, from, to, ...filters } = search
  const query = useInfiniteQuery(
    entriesQuery({ ...filters, from: from ? dayStart(from) : undefined, to: to ? dayEnd(to) : undefined }),
  )
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <EntryFilters actions={query.data?.pages[0]?.actions ?? []} />
      {query.isError && <ErrorState error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Pending rows={10} />}
      {query.data && items.length === 0 && (
        <EmptyState title="No entry matches">
          Clear a filter; everything that happens in Hark is an entry.
        </EmptyState>
      )}
      <ol className={css.entries}>
        {items.map((entry) => (
          <Entry key={entry.entryId} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void query.fetchNextPage()}
          loading={query.isFetchingNextPage}
        >
          Earlier entries
        </Button>
      )}
    </>
  )
}

function EntryFilters({ actions }: { actions: string[] }) {
  const search = useSearch({ from: '/audit' })
  const navigate = useNavigate()
  const set = (part: Partial<Record<keyof AuditSearch, string | undefined>>) =>
    void navigate({ to: '/audit', search: { ...search, ...part } as AuditSearch, replace: true })
  const on = (key: keyof AuditSearch) => (event: { currentTarget: { value: string } }) =>
    set({ [key]: event.currentTarget.value || undefined })
  return (
    <div className={css.filters}>
      <NativeSelect
        label="What"
        value={search.action ?? ''}
        onChange={on('action')}
        data={[{ value: '', label: 'Anything' }, ...actions.map((a) => ({ value: a, label: wordsOf(a) }))]}
      />
      <TextInput label="Who" defaultValue={search.actor ?? ''} onBlur={on('actor')} placeholder="user name" />
      <TextInput
        label="Object"
        defaultValue={search.objectId ?? ''}
        onBlur={on('objectId')}
        placeholder="id"
      />
      <TextInput type="date" label="From" value={search.from ?? ''} onChange={on('from')} />
      <TextInput type="date" label="To" value={search.to ?? ''} onChange={on('to')} />
    </div>
  )
}

function Entry({ entry: e }: { entry: EntryView }) {
  return (
    <li className={css.entry}>
      <span className={css.quiet}>
        <Instant at={e.at} />
      </span>
      <span>
        <strong>{wordsOf(e.action)}</strong> · {e.actor}
        {e.actorKind === 'service' && ' (service)'} ·{' '}
        {e.objectType === 'case' ? (
          <Link to="/audit/cases/$id" params={{ id: e.objectId }}>
            case
          </Link>
        ) : (
          wordsOf(e.objectType).toLowerCase()
        )}{' '}
        <code>{e.objectId.slice(0, 8)}</code>
        {e.why && (
          <>
            : <Words text={e.why} />
          </>
        )}
        <details>
          <summary>Exact record</summary>
          <dl className={css.leaf}>
            <dt>entry</dt>
            <dd>
              <code>{e.entryId}</code>
            </dd>
            <dt>leaf</dt>
            <dd>
              <code>{e.leafHash ?? 'being sequenced'}</code>
            </dd>
          </dl>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre className={css.body} tabIndex={0}>
            {e.body}
          </pre>
        </details>
      </span>
      <span className={css.quiet}>{e.leafIndex === null ? '–' : `№ ${e.leafIndex}`}</span>
    </li>
  )
}
