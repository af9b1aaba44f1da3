import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { entriesQuery } from '../../api/audit.ts'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { ErrorState } from '../../parts/state/error-state.tsx'
import { Pending } from '../../parts/state/pending.tsx'
import { wordsOf } from '../../parts/words/names.ts'
import css from './audit.module.css'
import { Entry } from './entry.tsx'
import { type AuditSearch, dayEnd, dayStart } from './search.ts'
import { TextFilter } from './text-filter.tsx'

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
      <TextFilter
        label="Who"
        placeholder="user name"
        value={search.actor ?? ''}
        onApply={(actor) => set({ actor: actor || undefined })}
      />
      <TextFilter
        label="Object"
        placeholder="id"
        value={search.objectId ?? ''}
        onApply={(objectId) => set({ objectId: objectId || undefined })}
      />
      <TextInput type="date" label="From" value={search.from ?? ''} onChange={on('from')} />
      <TextInput type="date" label="To" value={search.to ?? ''} onChange={on('to')} />
    </div>
  )
}
