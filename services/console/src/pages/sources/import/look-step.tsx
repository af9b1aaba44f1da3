import type { ImportMapping, ImportPreview, OpenImport } from '@hark/contract'
import { NativeSelect } from '@mantine/core'
import type { UseMutationResult } from '@tanstack/react-query'
import { Refusal } from '../../../api/problem.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../../parts/state/reasoned-button.tsx'
import add from '../add/add.module.css'
import { Step } from '../add/step.tsx'
import { Columns } from './columns.tsx'
import css from './import.module.css'
import { type Column, withDateOrder } from './mapping.ts'
import { Previewed } from './previewed.tsx'
import { Profiles } from './profiles.tsx'

export type Look = UseMutationResult<ImportPreview, Error, ImportMapping | null>
/** What is known of the columns since the file was last looked at; kept while it is looked at again. */
export type Known = { columns: Column[]; mapping: ImportMapping | null; asksDateOrder: boolean }
type Props = {
  file: OpenImport
  /** As a person changed it; null while the file speaks for itself. */
  mapping: ImportMapping | null
  setMapping: (mapping: ImportMapping | null) => void
  /** True where the mapping was changed since the file was looked at. */
  changed: boolean
  known: Known
  look: Look
  next: () => void
  back: () => void
}

/** What the columns hold and what comes of it, side by side; changed columns are looked at before anything goes on. */
export function LookStep({ file, mapping, setMapping, changed, known, look, next, back }: Props) {
  const { columns } = known
  const inForce = mapping ?? known.mapping ?? { columns: {} }
  return (
    <Step
      title={`What is in ${file.fileName}`}
      says={`For ${file.programme.name}. Nothing is stored by looking.`}
      why={whyNot(look, changed)}
      confirm="Next: terms"
      onConfirm={next}
      back={back}
      wide
    >
      <div className={css.beside}>
        <div className={css.side}>
          <div role="status" aria-live="polite" className={css.side}>
            {look.isPending && <p>Reading {file.fileName}…</p>}
            {!look.isPending && look.data && <Previewed preview={look.data} />}
          </div>
          {!look.isPending && look.error && <Trouble error={look.error} />}
        </div>
        <div className={css.side}>
          {columns.length > 0 && <Columns columns={columns} mapping={inForce} onChange={setMapping} />}
          {(known.asksDateOrder || inForce.dateOrder) && (
            <NativeSelect
              label="A date such as 03/04"
              description="No date of this file tells day from month."
              value={inForce.dateOrder ?? ''}
              onChange={(e) => setMapping(withDateOrder(mapping ?? known.mapping, e.currentTarget.value))}
              data={[
                { value: '', label: 'is rejected, where it could be either' },
                { value: 'dmy', label: 'has the day first (3 April)' },
                { value: 'mdy', label: 'has the month first (4 March)' },
              ]}
            />
          )}
          {columns.length > 0 && <Profiles mapping={inForce} onChange={setMapping} />}
          {(columns.length > 0 || look.error) && (
            <div className={add.try}>
              <ReasonedButton
                variant={changed ? 'filled' : 'default'}
                why={changed || look.error ? null : 'What is shown is what these columns give.'}
                loading={look.isPending}
                onClick={() => look.mutate(mapping)}
              >
                {columns.length > 0 ? 'Look again with these' : 'Try again'}
              </ReasonedButton>
            </div>
          )}
        </div>
      </div>
    </Step>
  )
}

function whyNot(look: Look, changed: boolean): string | null {
  if (look.isPending) return 'It is being read.'
  if (!look.data) return 'It cannot be read yet.'
  if (changed) return 'Look at it again with these columns.'
  return look.data.offered === look.data.rejected ? 'Every line would be rejected.' : null
}

export const knownFrom = ({ columns, mapping, ambiguousDates }: ImportPreview): Known => ({
  columns,
  mapping,
  asksDateOrder: ambiguousDates > 0,
})

/** The api tells the columns of a file it does not know, for a person to say what they hold. */
export function columnsToldIn(error: unknown): Column[] {
  const told = error instanceof Refusal ? error.details.columns : null
  return Array.isArray(told) ? told.map((column) => ({ column: String(column), field: null })) : []
}

const Trouble = ({ error }: { error: Error }) =>
  columnsToldIn(error).length === 0 ? (
    <Refused error={error} />
  ) : (
    <div className={add.trouble} role="alert">
      <strong>No column is known to hold the text.</strong> Say what the columns hold, the text at least, and
      look again.
    </div>
  )
