import { toldId } from '../../parts/case/marks.ts'
import { Words } from '../../parts/post-text/words.tsx'
import { Card } from './card.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { type Told, type ToldPost, toldBy } from './told.ts'

/** What the post says in parts, each with the words it rests on: read by a machine, for a person to check against the post. */
export function ToldCard() {
  const { c } = useDesk()
  const told = toldBy(c)
  return (
    <Card title="What the post says" note={told.length > 0 ? 'read from the text, not confirmed' : undefined}>
      {told.length === 0 && <p className={css.fact}>{whyNothing(c.postList.some((p) => p.erased))}</p>}
      {told.map((one) => (
        <OfPost key={one.post.id} told={one} heading={told.length > 1} />
      ))}
    </Card>
  )
}

const whyNothing = (erased: boolean): string =>
  erased
    ? 'The words of the post are gone, and with them what was read from them.'
    : 'Who, which dose and when would stand here. This post was not flagged, or was read before such parts were kept.'

const headings: Record<string, string> = { index: 'First post', follow_up: 'Later post' }

function OfPost({ told: { post, rows, silent }, heading }: { told: ToldPost; heading: boolean }) {
  return (
    <section className={css.told}>
      {heading && <h3>{headings[post.role] ?? post.role}</h3>}
      <dl>
        {rows.map(({ name, items }) => (
          <div key={name} className={css.criterion}>
            <dt className={css.criterionName}>{name}</dt>
            <dd className={css.offers}>
              {items.map((item) => (
                <Item key={item.said + item.span?.start} item={item} postId={post.id} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {silent.length > 0 && <p className={css.fact}>Not said: {silent.join(', ')}.</p>}
    </section>
  )
}

/** Lights its words while pointed at or focused; pressed, leads to them. */
function Item({ item: { said, span, quoted }, postId }: { item: Told; postId: string }) {
  const { lit, light } = useDesk()
  if (!span)
    return (
      <span className={css.toldItem}>
        <bdi>{said}</bdi>
      </span>
    )
  const id = toldId(postId, span)
  return (
    <button
      type="button"
      className={css.toldItem}
      data-lit={lit === id || undefined}
      onMouseEnter={() => light(id)}
      onMouseLeave={() => light(null)}
      onFocus={() => light(id)}
      onBlur={() => light(null)}
      onClick={() => {
        light(id)
        requestAnimationFrame(() => lead(postId))
      }}
    >
      <bdi>{said}</bdi>
      {quoted && (
        <span className={css.toldWords}>
          {' '}
          <Words text={span.text} quoted />
        </span>
      )}
    </button>
  )
}

function lead(postId: string): void {
  const words = document.querySelector(`[data-post="${postId}"] mark[data-lit]`)
  words?.scrollIntoView({ block: 'center', inline: 'nearest' })
}
