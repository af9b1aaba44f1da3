import { type EntryView, routes } from '@hark/contract'
import { TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { checkpointQuery, exportsQuery } from '../../api/audit.ts'
import { urlOf } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './audit.module.css'
import { referenceOf } from './reference.ts'
import { dayEnd, dayStart } from './search.ts'

/** One bundle of a period. The browser downloads it as it streams: no size limit here. */
export function ExportPanel() {
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [product, setProduct] = useState('')
  const mayNot = useWhyNot('audit.export')
  const exports = useQuery(exportsQuery)
  const client = useQueryClient()
  const checkpoint = useQuery(checkpointQuery)
  const nothing = checkpoint.data === null ? 'Nothing is in the ledger yet.' : null
  const why =
    mayNot ??
    nothing ??
    (from && to ? (from > to ? 'The period ends before it starts.' : null) : 'Choose the period.')
  const download = () => {
    const link = document.createElement('a')
    link.href = urlOf(routes.audit.exportBundle.path, {}, { from: dayStart(from), to: dayEnd(to), product })
    link.download = `hark-${from}-${to}.tar`
    link.click()
    setTimeout(() => void client.invalidateQueries({ queryKey: ['audit'] }), 2000)
  }
  return (
    <div className={css.panels}>
      <section className={css.panel} aria-label="Export a period">
        <h2>Export a period</h2>
        <p>
          One tar file: line listing (CSV), records, signatures, proofs, checkpoint, manifest with counts and
          hashes.
        </p>
        <div className={css.filters}>
          <TextInput
            type="date"
            label="From"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="To, that day included"
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <TextInput
            label="Product (if one)"
            value={product}
            onChange={(event) => setProduct(event.currentTarget.value)}
          />
        </div>
        <div>
          <ReasonedButton why={why} onClick={download}>
            Download bundle
          </ReasonedButton>
        </div>
      </section>
      <section className={css.panel} aria-label="Earlier exports">
        <h2>Who exported what</h2>
        <Loaded query={exports}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="Nothing was exported yet">
                Each export is an entry, and stands here.
              </EmptyState>
            ) : (
              <ol className={css.exports}>
                {items.map((entry) => (
                  <Exported key={entry.entryId} entry={entry} />
                ))}
              </ol>
            )
          }
        </Loaded>
      </section>
    </div>
  )
}

/** Who, when, and what was asked for, as it was recorded. */
function Exported({ entry }: { entry: EntryView }) {
  const { from, to, product, size } = referenceOf(entry)
  return (
    <li>
      <strong>{entry.actor}</strong>, <Instant at={entry.at} />
      <br />
      <span className={css.quiet}>
        from <Instant at={from ?? null} /> to <Instant at={to ?? null} />
        {product && ` · ${product}`} · with the ledger of {size} entries
      </span>
    </li>
  )
}
