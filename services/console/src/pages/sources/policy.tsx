import { wordsOf } from '../../parts/words/names.ts'
import css from './sources.module.css'

/** A policy manifest as a person reads it, however it nests. */
export function Policy({ policy }: { policy: Record<string, unknown> }) {
  return (
    <dl className={css.policy}>
      {Object.entries(policy).map(([key, value]) => (
        <div key={key}>
          <dt>{wordsOf(key.replace(/([a-z])([A-Z])/g, '$1 $2'))}</dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return <>–</>
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>
  if (Array.isArray(value)) {
    return (
      <ul>
        {value.map((item) => (
          <li key={JSON.stringify(item)}>
            <Value value={item} />
          </li>
        ))}
      </ul>
    )
  }
  if (typeof value === 'object') return <Policy policy={value as Record<string, unknown>} />
  return <>{String(value)}</>
}
