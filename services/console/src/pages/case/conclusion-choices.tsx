import { type CloseReason, closeReasons } from '@hark/domain'
import { useKeys } from '../../keys/use-keys.ts'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { decide } from './draft.ts'

const reasons = Object.keys(closeReasons) as CloseReason[]
/** Reasons that have a key: 3 to 9. */
const keyed = reasons.slice(0, 7)

/** Forward or close, valid now or not: two separate conclusions, made with 1–9. */
export function ConclusionChoices() {
  const { draft, update, readOnly } = useDesk()
  const choose = (choice: 'forward' | 'valid' | CloseReason) => {
    if (!readOnly) update((old) => decide(old, choice))
  }
  useKeys({
    1: () => choose('forward'),
    2: () => choose('valid'),
    ...Object.fromEntries(keyed.map((reason, n) => [n + 3, () => choose(reason)])),
  })
  const forwarded = draft.forwardable === true
  return (
    <div className={css.choices} role="radiogroup" aria-label="Conclusion">
      <Choice
        on={forwarded && draft.validNow === false}
        k="1"
        why={readOnly}
        onClick={() => choose('forward')}
      >
        Forward to safety · not a valid ICSR yet
      </Choice>
      <Choice on={forwarded && draft.validNow === true} k="2" why={readOnly} onClick={() => choose('valid')}>
        Forward to safety · valid ICSR now
      </Choice>
      <p className={css.fact}>Close, because:</p>
      <div className={css.reasons}>
        {reasons.map((reason, n) => (
          <Choice
            key={reason}
            on={draft.closeReason === reason}
            k={n < keyed.length ? String(n + 3) : ''}
            why={readOnly}
            onClick={() => choose(reason)}
          >
            {closeReasons[reason]}
          </Choice>
        ))}
      </div>
    </div>
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
