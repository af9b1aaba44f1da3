import type { DecisionView } from '@hark/contract'
import { type CloseReason, closeReasons, signAtOnce } from '@hark/domain'
import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useKeys } from '../../keys/use-keys.ts'
import { SignDialog } from '../../parts/sign/sign-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Card } from './card.tsx'
import css from './case-page.module.css'
import { Decided } from './decided.tsx'
import { useDesk } from './desk.ts'
import { decide, whyNotConclude } from './draft.ts'
import { FindWords } from './find-words.tsx'
import { useConclude } from './use-conclude.ts'
import type { Saved } from './use-draft.ts'
import { useNeighbours } from './use-neighbours.ts'

const reasons = Object.keys(closeReasons) as CloseReason[]
const savedWords: Record<Saved, string> = {
  nothing: '',
  saving: 'saving …',
  saved: 'draft saved',
  here: 'kept in this browser; the server has not got it yet',
}

/** Forward or close, valid now or not: two separate conclusions, made with 1–9. */
export function VerdictCard({ saved, onConcluded }: { saved: Saved; onConcluded: () => void }) {
  const { c, draft, texts, update, readOnly } = useDesk()
  const [toSign, setToSign] = useState<DecisionView | null>(null)
  const { next, go } = useNeighbours(c.id)
  const goOn = () => go(next, true)
  const conclude = useConclude((decision, atOnce) => {
    onConcluded()
    if (atOnce) setToSign(decision)
    else goOn()
  })
  const choose = (choice: 'forward' | 'valid' | CloseReason) =>
    !readOnly && update((old) => decide(old, choice))
  const why = readOnly ?? whyNotConclude(draft, texts)
  const keys = Object.fromEntries(reasons.slice(0, 7).map((r, n) => [String(n + 3), () => choose(r)]))
  useKeys({
    ...keys,
    1: () => choose('forward'),
    2: () => choose('valid'),
    'mod+enter': () => !why && !conclude.isPending && conclude.mutate(),
  })
  const dialog = toSign && (
    <SignDialog
      decisions={[toSign]}
      onClose={() => {
        setToSign(null)
        goOn()
      }}
      postpone="Sign later"
    />
  )
  if (c.decision && c.decision.state !== 'voided' && c.state !== 'open') {
    return (
      <>
        <Decided decision={c.decision} />
        {dialog}
      </>
    )
  }
  return (
    <Card title="Conclusion" note={<span aria-live="polite">{savedWords[saved]}</span>}>
      {c.decision?.state === 'voided' && (
        <p className={css.fact}>An earlier decision is void: {c.decision.voidReason}</p>
      )}
      <div className={css.choices} role="radiogroup" aria-label="Conclusion">
        <Choice
          on={draft.forwardable === true && draft.validNow === false}
          k="1"
          why={readOnly}
          onClick={() => choose('forward')}
        >
          Forward to safety · not a valid ICSR yet
        </Choice>
        <Choice
          on={draft.forwardable === true && draft.validNow === true}
          k="2"
          why={readOnly}
          onClick={() => choose('valid')}
        >
          Forward to safety · valid ICSR now
        </Choice>
        <p className={css.fact}>Close, because:</p>
        <div className={css.reasons}>
          {reasons.map((reason, n) => (
            <Choice
              key={reason}
              on={draft.closeReason === reason}
              k={n < 7 ? String(n + 3) : ''}
              why={readOnly}
              onClick={() => choose(reason)}
            >
              {closeReasons[reason]}
            </Choice>
          ))}
        </div>
      </div>
      {draft.closeReason === 'reporter_excluded_causality' && <QuoteField />}
      {draft.closeReason === 'duplicate_of_case' && <DuplicateField />}
      <Textarea
        label="Note"
        autosize
        minRows={1}
        maxLength={4000}
        readOnly={readOnly !== null}
        value={draft.note}
        onChange={(event) => {
          const note = event.currentTarget.value
          update((old) => ({ ...old, note }))
        }}
      />
      <Refused error={conclude.error} />
      <div className={css.concludeLine}>
        <ReasonedButton size="sm" why={why} onClick={() => conclude.mutate()} loading={conclude.isPending}>
          {draft.forwardable !== null && signAtOnce({ forwardable: draft.forwardable }, c.lane)
            ? 'Conclude and sign…'
            : 'Conclude'}
        </ReasonedButton>
        <span className={css.fact}>{why ?? 'Ctrl+Enter'}</span>
      </div>
      {dialog}
    </Card>
  )
}

type ChoiceProps = { on: boolean; k: string; why: string | null; onClick: () => void; children: string }

function Choice({ on, k, why, onClick, children }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a radio that is also pressed by its number
    <button
      type="button"
      role="radio"
      aria-checked={on}
      aria-disabled={why !== null}
      title={why ?? undefined}
      className={css.choice}
      onClick={onClick}
    >
      <span className={css.dot} aria-hidden="true" />
      <span>{children}</span>
      {k && <kbd className={css.key}>{k}</kbd>}
    </button>
  )
}

function QuoteField() {
  const { draft, update } = useDesk()
  if (!draft.quote) return <FindWords target="quote" label="Words by which the reporter excluded causality" />
  return (
    <div className={css.settled}>
      <bdi className={css.words}>“{draft.quote.span.text}”</bdi>
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
