import type { CountRow as Row } from '@hark/contract'
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
import css from './sources.module.css'

type Count = (typeof Row)['_zod']['output']
type Gaps = { source: string; from: string; to: string | null; reason: string; state: string; id: string }[]

const columns: Column<Count>[] = [
  { name: 'Hour', cell: (r) => <Instant at={r.hour} /> },
  { name: 'Source', cell: (r) => r.source },
  { name: 'Offered', cell: (r) => r.offered, number: true },
  { name: '= unmatched', cell: (r) => r.unmatched, number: true },
  { name: '+ duplicate', cell: (r) => r.duplicate, number: true },
  { name: '+ stored', cell: (r) => r.stored, number: true },
  { name: '+ rejected', cell: (r) => r.rejected, number: true },
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
        {({ rows, gaps }) =>
          rows.length === 0 ? (
            <EmptyState title="Nothing was offered in this range">
              Each hour of a running source has a row here.
            </EmptyState>
          ) : (
            <>
              <CoveragePlot rows={rows} gaps={gaps} />
              {gaps.length > 0 && <GapTable gaps={gaps} />}
              <Table
                label="Counts per hour"
                columns={columns}
                rows={rows.slice(0, 500)}
                id={(r) => r.sourceId + r.hour}
                bad={(r) => r.difference !== 0}
              />
            </>
          )
        }
      </Loaded>
    </div>
  )
}

function CoveragePlot({ rows, gaps }: { rows: Count[]; gaps: Gaps }) {
  const frame = useMemo(() => {
    const hours = [...new Set(rows.map((r) => r.hour))].sort()
    const sum = (key: 'offered' | 'stored') =>
      hours.map((h) => rows.filter((r) => r.hour === h).reduce((all, r) => all + r[key], 0))
    const end = Date.parse(hours.at(-1) ?? '') / 1000 + 3600
    return {
      times: hours.map((h) => Date.parse(h) / 1000),
      lines: [
        { name: 'offered', values: sum('offered'), ink: 'var(--plot-neu)', dash: [5, 3] },
        { name: 'stored', values: sum('stored'), ink: 'var(--plot-1)' },
      ],
      gaps: gaps.map((g) => ({
        from: Date.parse(g.from) / 1000,
        to: g.to ? Date.parse(g.to) / 1000 : end,
        label: g.reason,
      })),
    }
  }, [rows, gaps])
  return <Plot label="Posts per hour" {...frame} />
}

const gapColumns: Column<Gaps[number]>[] = [
  { name: 'Gap', cell: (g) => g.source },
  { name: 'From', cell: (g) => <Instant at={g.from} /> },
  { name: 'To', cell: (g) => (g.to ? <Instant at={g.to} /> : 'still open') },
  { name: 'Why', cell: (g) => g.reason },
  { name: 'State', cell: (g) => g.state },
]

const GapTable = ({ gaps }: { gaps: Gaps }) => (
  <Table label="Gaps" columns={gapColumns} rows={gaps} id={(g) => g.id} bad={(g) => g.state === 'open'} />
)
