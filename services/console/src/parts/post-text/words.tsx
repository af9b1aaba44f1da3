import css from './excerpt.module.css'
import { pieces } from './invisible.ts'

/** Words of a post anywhere but in the post itself: isolated, with what is invisible spelled out. */
export function Words({ text, quoted = false }: { text: string; quoted?: boolean }) {
  return (
    <span className={css.words}>
      {quoted && '“'}
      <bdi dir="auto">
        <Spelled text={text} />
      </bdi>
      {quoted && '”'}
    </span>
  )
}

/** The same without isolation, for a part of a text that is isolated whole. */
export function Spelled({ text }: { text: string }) {
  return pieces(text).map((piece) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      <span key={piece.start} className={css.chip} title={piece.name}>
        {piece.label}
      </span>
    ),
  )
}
