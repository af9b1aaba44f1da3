import { Button, NativeSelect } from '@mantine/core'
import { Words } from '../../parts/post-text/words.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { FindWords } from './find-words.tsx'

/** What two of the close reasons need besides themselves. */
export function CloseDetails() {
  const { draft } = useDesk()
  if (draft.closeReason === 'reporter_excluded_causality') return <QuoteField />
  return draft.closeReason === 'duplicate_of_case' ? <DuplicateField /> : null
}

function QuoteField() {
  const { draft, update } = useDesk()
  if (!draft.quote) return <FindWords target="quote" label="Words by which the reporter excluded causality" />
  return (
    <div className={css.settled}>
      <Words text={draft.quote.span.text} quoted />
      <Button variant="subtle" size="compact-sm" onClick={() => update((old) => ({ ...old, quote: null }))}>
        Change
      </Button>
    </div>
  )
}

function DuplicateField() {
  const { c, draft, update } = useDesk()
  return (
    <NativeSelect
      label="Which case says the same"
      value={draft.duplicateOf ?? ''}
      onChange={(event) => {
        const duplicateOf = event.currentTarget.value || null
        update((old) => ({ ...old, duplicateOf }))
      }}
      data={[
        { value: '', label: c.related.length > 0 ? 'Choose' : 'No related case is known' },
        ...c.related.map((r) => ({ value: r.id, label: `${r.number} · ${r.why}` })),
      ]}
    />
  )
}
