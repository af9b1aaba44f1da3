import type { ConceptsView } from '@hark/contract'
import type { Coding, EventFinding, Span } from '@hark/domain'
import { Button, Radio, VisuallyHidden } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { conceptsQuery } from '../../api/concepts.ts'
import { CodingText } from '../../parts/sign/coding-text.tsx'
import { ErrorState } from '../../parts/state/error-state.tsx'
import css from './case-page.module.css'
import { asideOf, choiceOf, codingOf, firstOf, nearnessInWords, type Option, optionsOf } from './coding.ts'
import { useDesk } from './desk.ts'

type Place = { postId: string; span: Span }

/** The concept that ranks first for words nobody has confirmed yet. */
export function FirstConcept({ postId, span }: Place) {
  const { c } = useDesk()
  const { data } = useQuery(conceptsQuery(c.id, postId, span))
  const first = data && firstOf(data)
  return first && <span className={css.fact}>→ {first}</span>
}

type Props = { event: EventFinding; onChange: (coding: Coding | undefined) => void }

/** Which concept an event is: what ranks first, the one chosen, and all to choose from. Nothing is coded unless a person does. */
export function EventConcepts({ event, onChange }: Props) {
  const { c, readOnly } = useDesk()
  const [open, setOpen] = useState(false)
  const query = useQuery(conceptsQuery(c.id, event.postId, event.span))
  return (
    <div className={css.told}>
      <div className={css.settled}>
        <span className={css.fact}>concept</span>
        {event.coding ? <CodingText coding={event.coding} /> : <Unchosen query={query} />}
        <Button variant="subtle" size="compact-sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Close' : readOnly ? 'Concepts' : event.coding ? 'Change' : 'Choose…'}
          <VisuallyHidden> the concept of “{event.span.text}”</VisuallyHidden>
        </Button>
      </div>
      {open && <Opened query={query} event={event} onChange={onChange} />}
    </div>
  )
}

function Opened({ query, event, onChange }: Props & { query: UseQueryResult<ConceptsView> }) {
  if (query.data) return <Choices view={query.data} event={event} onChange={onChange} />
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  return <p className={css.fact}>looking up …</p>
}

type Answer = { data: ConceptsView | undefined; isPending: boolean; isError: boolean }

function Unchosen({ query: { data, isPending, isError } }: { query: Answer }) {
  if (isPending) return <span className={css.fact}>looking up …</span>
  if (isError || !data) return <span className={css.fact}>cannot be looked up just now</span>
  return <span className={css.fact}>none chosen; {nearest(data)}</span>
}

function nearest(data: ConceptsView): string {
  const first = firstOf(data)
  return first ? `nearest: ${first}` : 'nothing comes near'
}

/** One choice over both dictionaries; the licensed one first, where there is one. */
function Choices({ view, event: { span, coding }, onChange }: Props & { view: ConceptsView }) {
  const { readOnly } = useDesk()
  const aside = asideOf(view, coding)
  const disabled = readOnly !== null
  return (
    <Radio.Group
      label={<VisuallyHidden>Concept of “{span.text}”</VisuallyHidden>}
      value={coding ? choiceOf(coding) : 'none'}
      onChange={(value) => onChange(codingOf(view, value))}
    >
      <div className={css.concepts}>
        <Radio size="xs" value="none" label="Leave without a code" disabled={disabled} />
        {coding && aside && (
          <Radio
            size="xs"
            value={choiceOf(coding)}
            label={<CodingText coding={coding} />}
            description={aside}
            disabled={disabled}
          />
        )}
        {optionsOf(view).map(({ title, note, options }) => (
          <section key={title} aria-label={title} className={css.concepts}>
            <p className={css.fact}>{title}</p>
            {options.map((o, rank) => (
              <Radio
                key={o.value}
                size="xs"
                value={o.value}
                label={o.name}
                description={<About option={o} rank={rank} />}
                disabled={disabled}
              />
            ))}
            {note && <p className={css.fact}>{note}</p>}
          </section>
        ))}
      </div>
    </Radio.Group>
  )
}

/** How near it comes, as a bar and in words, and what it is. */
const About = ({ option: { score, about }, rank }: { option: Option; rank: number }) => (
  <>
    <svg viewBox="0 0 40 4" className={css.nearness} aria-hidden="true">
      <rect className={css.nearnessTrack} width="40" height="4" />
      <rect className={css.nearnessBar} width={40 * score} height="4" />
    </svg>
    {nearnessInWords(score, rank)} · {about}
  </>
)
