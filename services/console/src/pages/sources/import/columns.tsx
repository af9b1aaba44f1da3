import type { ImportMapping } from '@hark/contract'
import { type ImportField, importFields } from '@hark/domain'
import { NativeSelect } from '@mantine/core'
import { counted } from '../../../parts/words/numbers.ts'
import css from './import.module.css'
import { type Column, columnsUnder, fieldNames, withColumn } from './mapping.ts'

type Props = {
  columns: readonly Column[]
  mapping: ImportMapping
  onChange: (mapping: ImportMapping) => void
}

const choices = [
  { value: '', label: 'only kept with the row' },
  ...Object.entries(fieldNames).map(([value, label]) => ({ value, label })),
]

/** Each column with what it fills; those that filled nothing stay out of the way, where others did. */
export function Columns({ columns, mapping, onChange }: Props) {
  const filled = new Set(columns.filter((c) => c.field).map((c) => c.column))
  const all = columnsUnder(mapping, columns)
  const isShown = ({ column }: Column) => filled.size === 0 || filled.has(column)
  const [shown, rest] = [all.filter(isShown), all.filter((c) => !isShown(c))]
  const change = (column: string, field: string) =>
    onChange(withColumn(mapping, column, importFields.find((f) => f === field) ?? null))
  return (
    <section aria-label="What the columns hold" className={css.columns}>
      <h3>What the columns hold</h3>
      {shown.map((c) => (
        <ColumnRow key={c.column} {...c} onChange={change} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>{counted(rest.length, 'other column')}, kept with each row as they came</summary>
          {rest.map((c) => (
            <ColumnRow key={c.column} {...c} onChange={change} />
          ))}
        </details>
      )}
    </section>
  )
}

type RowProps = {
  column: string
  field: ImportField | null
  onChange: (column: string, field: string) => void
}

const ColumnRow = ({ column, field, onChange }: RowProps) => (
  <NativeSelect
    className={css.column ?? ''}
    label={<bdi>{column}</bdi>}
    value={field ?? ''}
    onChange={(e) => onChange(column, e.currentTarget.value)}
    data={choices}
  />
)
