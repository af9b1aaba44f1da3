import { type EventFinding, type Seriousness, seriousnessCriteria } from '@hark/domain'
import { Button, Chip, Group, TextInput, VisuallyHidden } from '@mantine/core'
import { Words } from '../../parts/post-text/words.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { seriousnessNames } from '../../parts/words/names.ts'
import { Card } from './card.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { EventConcepts, FirstConcept } from './event-concepts.tsx'
import { proposalsFor, proposedSeriousness } from './proposals.ts'

/** Every event of the patient, with its own seriousness (ICH E.i.3.2). */
export function EventsCard() {
  const { c, draft, update, readOnly } = useDesk()
  const offers = proposalsFor(c, 'event').filter(
    (p) => !draft.events.some((e) => e.postId === p.postId && e.span.start === p.span.start),
  )
  const add = (offer: (typeof offers)[number]) => {
    update((old) => ({
      ...old,
      events: [...old.events, { term: offer.span.text, ...offer, seriousness: [] }],
    }))
    leadTo('[data-event-term]', -1)
  }
  const remove = (n: number) => {
    update((old) => ({ ...old, events: old.events.filter((_, i) => i !== n) }))
    leadTo('[data-event-term], [data-offer] button')
  }
  const change = (n: number, part: Partial<EventFinding>) =>
    update((old) => ({ ...old, events: old.events.map((e, i) => (i === n ? { ...e, ...part } : e)) }))
  return (
    <Card title="Events" note={draft.events.length > 0 ? 'serious or not, each' : 'none confirmed yet'}>
      {draft.events.map((event, n) => (
        <EventRow
          key={`${event.postId}${event.span.start}`}
          event={event}
          onChange={(part) => change(n, part)}
          onRemove={() => remove(n)}
        />
      ))}
      {offers.length > 0 && (
        <div className={css.offers}>
          {offers.slice(0, 6).map((offer) => (
            <span key={offer.postId + offer.span.start} className={css.offerLine} data-offer>
              <ReasonedButton
                variant="default"
                size="compact-sm"
                className={css.offer}
                why={readOnly}
                onClick={() => add(offer)}
              >
                <span>
                  <VisuallyHidden>Add event: </VisuallyHidden>+ <Words text={offer.span.text} quoted />
                </span>
              </ReasonedButton>
              <FirstConcept {...offer} />
            </span>
          ))}
        </div>
      )}
    </Card>
  )
}

/** What was pressed is gone with the press: the focus goes on to what it made, or left. */
function leadTo(selector: string, which = 0): void {
  requestAnimationFrame(() => [...document.querySelectorAll<HTMLElement>(selector)].at(which)?.focus())
}

type RowProps = { event: EventFinding; onChange: (part: Partial<EventFinding>) => void; onRemove: () => void }

function EventRow({ event, onChange, onRemove }: RowProps) {
  const { c, readOnly } = useDesk()
  const proposed = proposedSeriousness(c)
  return (
    <div className={css.event}>
      <div className={css.settled}>
        <Words text={event.span.text} quoted />
        <TextInput
          className={css.question}
          data-event-term
          aria-label={`Term for “${event.span.text}”`}
          leftSection="as"
          leftSectionWidth={32}
          value={event.term}
          maxLength={250}
          readOnly={readOnly !== null}
          onChange={(e) => onChange({ term: e.currentTarget.value })}
        />
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={onRemove}
            aria-label={`Remove event ${event.term}`}
          >
            Remove
          </Button>
        )}
      </div>
      <EventConcepts event={event} onChange={(coding) => onChange({ coding })} />
      <Chip.Group
        multiple
        value={event.seriousness}
        onChange={(value) => onChange({ seriousness: value as Seriousness[] })}
      >
        <Group gap={4} role="group" aria-label={`Seriousness of ${event.term}`}>
          {seriousnessCriteria.map((s) => (
            <Chip
              key={s}
              value={s}
              size="xs"
              radius="sm"
              disabled={readOnly !== null}
              data-proposed={proposed.includes(s) || undefined}
            >
              {seriousnessNames[s]}
              {proposed.includes(s) && !event.seriousness.includes(s) ? ' ?' : ''}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {event.seriousness.length === 0 && <span className={css.fact}>non-serious as marked</span>}
    </div>
  )
}
