import { memo } from 'react'
import { type Piece, pieces } from './invisible.ts'
import css from './post-text.module.css'
import { type Mark, segment } from './segment.ts'

type Props = {
  postId: string
  text: string
  lang: string | null
  marks: readonly Mark[]
  /** Kind or id of the marks lit by the pointer or by their criterion. */
  lit: string | null
  onLight?: ((kind: string | null) => void) | undefined
  /** False shows the text as the author's readers saw it. */
  chips?: boolean
}

/** A post exactly as written, isolated, with evidence drawn in. Each piece knows its offset in the stored text. */
export const PostText = memo(function PostText({
  postId,
  text,
  lang,
  marks,
  lit,
  onLight,
  chips = true,
}: Props) {
  return (
    <bdi className={css.text} dir="auto" lang={lang ?? undefined} data-post={postId}>
      {segment(text, marks).map((part) => {
        const top = foremost(part.marks)
        const inner = spell(part.text, part.start, chips)
        if (!top) return inner
        return (
          <mark
            key={part.start}
            className={css.mark}
            data-kind={top.kind}
            data-confirmed={part.marks.some((m) => m.id.startsWith('confirmed:')) || undefined}
            data-lit={part.marks.some((m) => m.id === lit || m.kind === lit) || undefined}
            onMouseEnter={() => onLight?.(top.kind)}
            onMouseLeave={() => onLight?.(null)}
            title={part.marks.map((m) => m.kind).join(', ')}
          >
            {inner}
          </mark>
        )
      })}
    </bdi>
  )
})

function spell(text: string, start: number, chips: boolean) {
  const list: Piece[] = chips
    ? pieces(text, start)
    : [{ kind: 'text', start, end: start + text.length, text }]
  return list.map((piece) =>
    piece.kind === 'text' ? (
      <span key={piece.start} data-at={piece.start}>
        {piece.text}
      </span>
    ) : (
      <span
        key={piece.start}
        className={css.chip}
        data-from={piece.start}
        data-to={piece.end}
        title={piece.name}
      >
        {piece.label}
      </span>
    ),
  )
}

const order = [
  'event',
  'priority',
  'seriousness',
  'product',
  'special',
  'patient',
  'reporter',
  'causal',
  'negation',
  'indication',
]
const rank = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length)

/** Where marks overlap, the shortest of the weightiest kind is drawn. */
function foremost(marks: readonly Mark[]): Mark | undefined {
  return [...marks].sort((a, b) => rank(a.kind) - rank(b.kind) || a.end - a.start - (b.end - b.start))[0]
}
