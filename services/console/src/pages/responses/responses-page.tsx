import type { ResponseSummary } from '@hark/contract'
import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { responsesQuery } from '../../api/responses.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Excerpt } from '../../parts/post-text/excerpt.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { platformName } from '../../parts/words/names.ts'
import { columns, stateNames } from './columns.ts'
import { HoldCountdown } from './hold-countdown.tsx'
import { KillSwitch } from './kill-switch.tsx'
import { ListenOnly } from './listen-only.tsx'
import css from './responses.module.css'
import { Waiting } from './waiting.tsx'

/** Every reply on its way from draft to sent, and the switch that stops them all. */
export function ResponsesPage() {
  const query = useQuery(responsesQuery)
  const { product } = useSearch({ from: '/responses' })
  const navigate = useNavigate()
  return (
    <Page title="Responses" actions={query.data && <KillSwitch switches={query.data.killSwitches} />}>
      <Loaded query={query}>
        {({ items, listenOnly }) => (
          <>
            {listenOnly && <ListenOnly />}
            <ProductFilter
              items={items}
              value={product ?? ''}
              onChange={(next) =>
                void navigate({ to: '/responses', search: next ? { product: next } : {}, replace: true })
              }
            />
            <Waiting product={product} />
            <div className={css.board}>
              {columns.map((column) => {
                const cards = items.filter(
                  (r) => column.states.includes(r.state) && (!product || r.product === product),
                )
                return (
                  <section key={column.name} className={css.column} aria-label={column.name}>
                    <h2>
                      {column.name} <span className={css.count}>{cards.length}</span>
                    </h2>
                    {cards.length === 0 && <p className={css.quiet}>{column.empty}</p>}
                    {cards.map((r) => (
                      <ResponseCard key={r.id} response={r} />
                    ))}
                  </section>
                )
              })}
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function ResponseCard({ response: r }: { response: ResponseSummary }) {
  return (
    <Link to="/responses/$id" params={{ id: r.id }} className={css.card}>
      <span className={css.cardHead}>
        <strong>{r.caseNumber}</strong> {r.product} <PracticeBadge practice={r.practice} />
      </span>
      <Excerpt text={r.excerpt} lang={r.lang} />
      <span className={css.quiet}>
        {platformName(r.platform)} · {r.author.printedName} · {stateNames[r.state]}
      </span>
      {r.state === 'held' && r.holdUntil ? (
        <HoldCountdown until={r.holdUntil} byHand={r.postedByHand} />
      ) : (
        <span className={css.quiet}>
          <Instant at={r.createdAt} />
        </span>
      )}
    </Link>
  )
}

type FilterProps = { items: ResponseSummary[]; value: string; onChange: (value: string) => void }

function ProductFilter({ items, value, onChange }: FilterProps) {
  const products = [...new Set(items.map((r) => r.product))].sort()
  if (products.length < 2) return null
  return (
    <NativeSelect
      w={220}
      mb="sm"
      aria-label="Product"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: 'Any product' }, ...products]}
    />
  )
}
