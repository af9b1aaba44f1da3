import type { ImportView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { importsQuery } from '../../../api/imports.ts'
import { Instant } from '../../../parts/clock/instant.tsx'
import { type Column, Table } from '../../../parts/plot/table.tsx'
import { number } from '../../../parts/words/numbers.ts'

const states = {
  open: 'waits for you',
  wanted: 'being imported',
  done: 'imported',
  failed: 'failed',
  dropped: 'discarded',
} as const

const columns: Column<ImportView>[] = [
  {
    name: 'File',
    cell: (i) => (
      <Link to="/sources/import" search={{ id: i.id }}>
        <bdi>{i.fileName}</bdi>
      </Link>
    ),
  },
  { name: 'Programme', cell: (i) => i.programme.name },
  { name: 'State', cell: (i) => states[i.state] },
  { name: 'Stored', cell: (i) => number(i.stored), number: true },
  { name: 'Duplicate', cell: (i) => number(i.duplicate), number: true },
  { name: 'Rejected', cell: (i) => number(i.rejected), number: true },
  { name: 'By', cell: (i) => i.madeBy },
  { name: 'When', cell: (i) => <Instant at={i.madeAt} /> },
]

/** Files brought here before, each with what became of it. */
export function Lately() {
  const { data } = useQuery(importsQuery)
  if (!data || data.items.length === 0) return null
  return (
    <section aria-label="Files brought here lately">
      <h2>Files brought here lately</h2>
      <Table label="Imports" columns={columns} rows={data.items} id={(i) => i.id} />
    </section>
  )
}
