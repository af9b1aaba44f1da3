import type { ListeningView } from '@hark/contract'
import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { listeningQuery } from '../../api/listening.ts'
import { BarList } from '../../parts/plot/bar-list.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { languageName, platformName } from '../../parts/words/names.ts'
import css from './listening.module.css'
import { ListeningPosts } from './listening-posts.tsx'
import { SentimentPlot, VolumePlot } from './plots.tsx'
import { type ListeningSearch, rangeOf, ranges } from './search.ts'
import { ShareTable } from './share-table.tsx'

/** What is said, for communications: volume, tone, words. Nothing can be posted from here. */
export function ListeningPage() {
  const search = useSearch({ from: '/listening' })
  const navigate = useNavigate()
  const [opened] = useState(() => Date.now())
  const { at, sentiment, days, ...filters } = search
  const query = useQuery(listeningQuery({ ...filters, ...rangeOf(days, opened) }))
  const change = (part: Partial<Record<keyof ListeningSearch, unknown>>) =>
    void navigate({ to: '/listening', search: { ...search, ...part } as ListeningSearch, replace: true })
  const toggle = (key: 'product' | 'lang' | 'platform') => (value: string) =>
    change({ [key]: search[key] === value ? undefined : value, at: undefined })
  return (
    <Page
      title="Listening"
      actions={
        <SegmentedControl
          aria-label="Range"
          value={String(days ?? '')}
          onChange={(value) => change({ days: value === '' ? undefined : Number(value), at: undefined })}
          data={[
            { value: '', label: 'Latest' },
            ...ranges.map((r) => ({ value: String(r.days), label: r.name })),
          ]}
        />
      }
    >
      <Chosen search={search} change={change} />
      <Loaded query={query}>
        {(view) =>
          view.total === 0 ? (
            <EmptyState title="Nothing was heard in this range">
              Posts that name a product of a programme appear here. Widen the range, or look at sources and
              coverage.
            </EmptyState>
          ) : (
            <div className={css.grid}>
              <p className={css.total}>
                <strong>{view.total.toLocaleString('en-GB')}</strong> posts{' '}
                <PracticeBadge practice={view.practice} />
              </p>
              <VolumePlot view={view} onPoint={(point) => change({ at: point, sentiment: undefined })} />
              <SentimentPlot view={view} onPoint={(point) => change({ at: point })} />
              <ShareTable view={view} chosen={search.product ?? null} onChoose={toggle('product')} />
              <Lists view={view} search={search} toggle={toggle} />
              <ListeningPosts
                filters={{ ...filters, ...rangeOf(days, opened) }}
                at={at ?? null}
                bucket={view.bucket}
                sentiment={sentiment}
                onSentiment={(value) => change({ sentiment: value })}
                onClear={() => change({ at: undefined })}
              />
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

type ListsProps = {
  view: ListeningView
  search: ListeningSearch
  toggle: (key: 'product' | 'lang' | 'platform') => (value: string) => void
}

function Lists({ view, search, toggle }: ListsProps) {
  return (
    <div className={css.lists}>
      <BarList
        label="Terms, and their change"
        items={view.terms.map((t) => ({
          id: t.term,
          name: <Words text={t.term} />,
          value: t.posts,
          note: `${t.posts} ${change(t.posts, t.before)}`,
        }))}
      />
      <BarList
        label="Languages"
        onChoose={toggle('lang')}
        items={view.languages.map((l) => ({
          id: l.lang,
          name: languageName(l.lang),
          value: l.posts,
          note: String(l.posts),
          on: search.lang === l.lang,
        }))}
      />
      <BarList
        label="Platforms"
        onChoose={toggle('platform')}
        items={view.platforms.map((p) => ({
          id: p.platform,
          name: platformName(p.platform),
          value: p.posts,
          note: String(p.posts),
          on: search.platform === p.platform,
        }))}
      />
    </div>
  )
}

/** "▲ 12", "▼ 3", "new": against the range before. */
function change(now: number, before: number): string {
  if (before === 0) return 'new'
  if (now === before) return '='
  return now > before ? `▲ ${now - before}` : `▼ ${before - now}`
}

type ChosenProps = {
  search: ListeningSearch
  change: (part: Partial<Record<keyof ListeningSearch, unknown>>) => void
}

function Chosen({ search, change }: ChosenProps) {
  const chosen = (['product', 'lang', 'platform'] as const).filter((key) => search[key])
  if (chosen.length === 0) return null
  return (
    <div className={css.chosen}>
      {chosen.map((key) => (
        <Button
          key={key}
          variant="default"
          size="compact-sm"
          onClick={() => change({ [key]: undefined })}
          aria-label={`Remove the filter ${search[key]}`}
        >
          {key === 'lang' ? languageName(search.lang ?? '') : search[key]} ✕
        </Button>
      ))}
    </div>
  )
}
