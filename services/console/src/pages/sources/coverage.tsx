import type { GapView as Gap, CountRow as Row } from '@hark/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { coverageQuery, sourcesQuery } from '../../api/coverage.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Plot } from '../../parts/plot/plot.tsx'
import { type Column, Table } from '../../parts/plot/table.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { number } from '../../parts/words/numbers.ts'
import { Notice } from './notice.tsx'
import css from './sources.module.css'

type Count = (typeof Row)['_zod']['output']
type Gaps = (typeof Gap)['_zod']['output'][]

const columns: Column<Count>[] = [
  { name: 'Hour', cell: (r) => <Instant at={r.hour} /> },
  { name: 'Source', cell: (r) => r.source },
  { name: 'Offered', cell: (r) => number(r.offered), number: true },
  { name: '= unmatched', cell: (r) => number(r.unmatched), number: true },
  { name: '+ duplicate', cell: (r) => number(r.duplicate), number: true },
  { name: '+ stored', cell: (r) => number(r.stored), number: true },
  { name: '+ rejected', cell: (r) => number(r.rejected), number: true },
  { name: 'Difference', cell: (r) => r.difference, number: true },
]

/** What every source offered, hour by hour, and the hours nobody can vouch for. */
export function Coverage() {
  const { hours = 48, source } = useSearch({ from: '/sources' })
  const navigate = useNavigate()
  const query = useQuery(coverageQuery(hours, source))
  const sources = useQuery(sourcesQuery)
  const go = (part: { hours?: number; source?: string | undefined }) =>
    void navigate({
      to: '/sources',
      search: {
        tab: 'coverage',
        hours: part.hours ?? hours,
        ...(part.source ? { source: part.source } : {}),
      },
      replace: true,
    })
  return (
    <div className={css.list}>
      <div className={css.head}>
        <NativeSelect
          aria-label="Range"
          value={String(hours)}
          onChange={(event) => go({ hours: Number(event.currentTarget.value), source })}
          data={[
            { value: '24', label: 'Last 24 hours' },
            { value: '48', label: 'Last 48 hours' },
            { value: '168', label: 'Last 7 days' },
            { value: '720', label: 'Last 30 days' },
          ]}
        />
        <NativeSelect
          aria-label="Source"
          value={source ?? ''}
          onChange={(event) => go({ source: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All sources' },
            ...(sources.data?.items ?? []).map((s) => ({ value: s.id, label: s.name })),
          ]}
        />
      </div>
      <Loaded query={query}>
        {({ rows, gaps, notices }) => (
          <>
            {notices.map((notice) => (
              <Notice key={notice.source + notice.kind} notice={notice} source={notice.source} />
            ))}
            <CoveragePlots rows={rows} gaps={gaps} />
            {gaps.length > 0 && <GapTable gaps={gaps} />}
            {rows.length === 0 ? (
              <EmptyState title="Nothing was offered in this range">
                Each hour of a running source has a row here.
              </EmptyState>
            ) : (
              <Table
                label="Counts per hour"
                columns={columns}
                rows={rows.slice(0, 500)}
                id={(r) => r.sourceId + r.hour}
                bad={(r) => r.difference !== 0}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

/** One plot a source: practice and real posts are never added up. */
function CoveragePlots({ rows, gaps }: { rows: Count[]; gaps: Gaps }) {
  const names = [...new Set(rows.map((r) => r.source))].sort()
  return names.map((name) => (
    <CoveragePlot
      key={name}
      source={name}
      rows={rows.filter((r) => r.source === name)}
      gaps={gaps.filter((g) => g.source === name)}
    />
  ))
}

function CoveragePlot({ source, rows, gaps }: { source: string; rows: Count[]; gaps: Gaps }) {
  const shape = JSON.stringify([rows, gaps])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shape stands for rows and gaps, which are filtered anew each time
  const frame = useMemo(() => {
    const hours = [...rows].sort((a, b) => a.hour.localeCompare(b.hour))
    const start = Date.parse(hours[0]?.hour ?? '') / 1000
    const end = Date.parse(hours.at(-1)?.hour ?? '') / 1000 + 3600
    return {
      from: start,
      to: end,
      times: hours.map((r) => Date.parse(r.hour) / 1000),
      lines: [
        { name: 'offered', values: hours.map((r) => r.offered), ink: 'var(--plot-neu)', dash: [5, 3] },
        { name: 'stored (right)', values: hours.map((r) => r.stored), ink: 'var(--plot-1)', right: true },
      ],
      gaps: gaps.map((g) => ({
        from: Date.parse(g.from) / 1000,
        to: g.to ? Date.parse(g.to) / 1000 : end,
        label: g.reason,
      })),
    }
  }, [shape])
  return <Plot label={`${source}: posts per hour`} height={150} {...frame} />
}

const gapColumns: Column<Gaps[number]>[] = [
  { name: 'Gap', cell: (g) => g.source },
  { name: 'From', cell: (g) => <Instant at={g.from} /> },
  { name: 'To', cell: (g) => (g.to ? <Instant at={g.to} /> : 'still open') },
  { name: 'Where', cell: (g) => g.lane || 'whole source' },
  { name: 'Why', cell: (g) => g.reason },
  { name: 'What is done', cell: (g) => g.doing },
]

const GapTable = ({ gaps }: { gaps: Gaps }) => (
  <Table label="Gaps" columns={gapColumns} rows={gaps} id={(g) => g.id} bad={(g) => g.state === 'open'} />
)
