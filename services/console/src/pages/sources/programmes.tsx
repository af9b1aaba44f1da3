import type { ProgrammeView } from '@hark/contract'
import { missingBeforeListening } from '@hark/domain'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { programmesQuery } from '../../api/coverage.ts'
import { useWhyNot } from '../../api/session.ts'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { languageName } from '../../parts/words/names.ts'
import { counted } from '../../parts/words/numbers.ts'
import css from './sources.module.css'

/** What is listened for, why, and by whom. */
export function Programmes() {
  const query = useQuery(programmesQuery)
  const mayNot = useWhyNot('programme.change')
  const navigate = useNavigate()
  return (
    <div className={css.list}>
      <div className={css.head}>
        <ReasonedButton why={mayNot} onClick={() => void navigate({ to: '/programmes/new' })}>
          New programme…
        </ReasonedButton>
      </div>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No programme yet">
              A programme says for what, why, where and by whom Hark listens.
            </EmptyState>
          ) : (
            items.map((p) => <Programme key={p.id} programme={p} />)
          )
        }
      </Loaded>
    </div>
  )
}

function Programme({ programme: p }: { programme: ProgrammeView }) {
  const navigate = useNavigate()
  const mayNot = useWhyNot('sources.change')
  const mayNotWrite = useWhyNot('programme.change')
  const missing = missingBeforeListening(p)
  const why = mayNot ?? (p.kind === 'practice' ? 'A practice programme never listens to real people.' : null)
  return (
    <article className={css.source} aria-label={p.name}>
      <header className={css.head}>
        <h2>{p.name}</h2>
        <PracticeBadge practice={p.kind === 'practice'} />
        <span className={css.quiet}>
          {counted(p.products.length, 'product')} · {counted(p.sources, 'source')} · {p.markets.join(', ')} ·{' '}
          {p.languages.map(languageName).join(', ')}
        </span>
        <span className={css.grow} />
        <ReasonedButton
          variant="default"
          why={mayNotWrite}
          onClick={() => void navigate({ to: '/programmes/$id/purpose', params: { id: p.id } })}
        >
          Change…
        </ReasonedButton>
        <ReasonedButton
          variant="default"
          why={why}
          onClick={() => void navigate({ to: '/sources/new', search: { programme: p.id } })}
        >
          Add a source…
        </ReasonedButton>
      </header>
      {missing.length > 0 && <p className={css.bad}>Not written yet: {missing.join(', ')}</p>}
      <dl className={css.policy}>
        <div>
          <dt>People</dt>
          <dd>{p.responsible.join(', ')}</dd>
        </div>
        <div>
          <dt>Objective</dt>
          <dd>{p.objective}</dd>
        </div>
        <div>
          <dt>Strategy</dt>
          <dd>{p.strategy}</dd>
        </div>
        <div>
          <dt>Reports go to</dt>
          <dd>
            {p.receivingEntity} ({p.receivingZone})
          </dd>
        </div>
      </dl>
      <details>
        <summary>Products and their names</summary>
        <ul>
          {p.products.map((product) => (
            <li key={product.brand}>
              <strong>{product.brand}</strong> ({product.substance}){!product.own && ', not ours'}
              {product.names.length > 0 && `: ${product.names.map((n) => n.name).join(', ')}`}
            </li>
          ))}
        </ul>
      </details>
    </article>
  )
}
