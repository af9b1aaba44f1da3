import type { QueuePage } from '@hark/contract'
import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { languageName, marketName } from '../../parts/words/names.ts'
import css from './queue.module.css'
import type { QueueSearch } from './search.ts'

type Props = {
  head: QueuePage | undefined
  search: QueueSearch
  change: (part: Partial<QueueSearch>) => void
}
const none = undefined as unknown as string

export function Filters({ head, search, change }: Props) {
  const box = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search.search ?? '')
  useEffect(() => {
    if (!search.find) return
    box.current?.focus()
    change({ find: undefined as unknown as boolean })
  }, [search.find, change])
  useEffect(() => {
    if (typed === (search.search ?? '')) return
    const timer = setTimeout(() => change({ search: typed || none, case: none }), 250)
    return () => clearTimeout(timer)
  }, [typed, search.search, change])
  return (
    <search className={css.filters}>
      <TextInput
        ref={box}
        className={css.search}
        aria-label="Search number or words"
        placeholder="Search number or words  /"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      {head?.both && (
        <NativeSelect
          className={css.choice}
          aria-label="Posts"
          value={search.posts ?? head.posts}
          onChange={(event) =>
            change({ posts: event.currentTarget.value as 'real' | 'practice', case: none })
          }
          data={[
            { value: 'real', label: 'Real posts' },
            { value: 'practice', label: 'Practice posts' },
          ]}
        />
      )}
      <NativeSelect
        className={css.choice}
        aria-label="Product"
        value={search.product ?? ''}
        onChange={(event) => change({ product: event.currentTarget.value || none, case: none })}
        data={[{ value: '', label: 'Any product' }, ...(head?.products ?? [])]}
      />
      <NativeSelect
        className={css.choice}
        aria-label="Language"
        value={search.lang ?? ''}
        onChange={(event) => change({ lang: event.currentTarget.value || none, case: none })}
        data={[
          { value: '', label: 'Any language' },
          ...(head?.langs ?? []).map((lang) => ({ value: lang, label: languageName(lang) })),
        ]}
      />
      {(head?.markets.length ?? 0) > 1 && (
        <NativeSelect
          className={css.choice}
          aria-label="Market"
          value={search.market ?? ''}
          onChange={(event) => change({ market: event.currentTarget.value || none, case: none })}
          data={[
            { value: '', label: 'Any market' },
            ...(head?.markets ?? []).map((market) => ({ value: market, label: marketName(market) })),
          ]}
        />
      )}
      <NativeSelect
        className={css.choice}
        aria-label="Received"
        value={search.age ?? ''}
        onChange={(event) =>
          change({ age: (event.currentTarget.value || none) as QueueSearch['age'] & string, case: none })
        }
        data={[
          { value: '', label: 'Any age' },
          { value: 'hour', label: 'Last hour' },
          { value: 'day', label: 'Last 24 hours' },
          { value: 'three_days', label: '1 to 3 days ago' },
          { value: 'older', label: 'Older' },
        ]}
      />
    </search>
  )
}
