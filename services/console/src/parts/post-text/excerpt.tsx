import css from './excerpt.module.css'
import { pieces } from './invisible.ts'

/** The first words of a post on one line; isolated, with what is invisible spelled out. */
export function Excerpt({ text, lang }: { text: string | null; lang?: string | null }) {
  if (text === null) return <span className={css.gone}>text erased</span>
  return (
    <bdi className={css.excerpt} dir="auto" lang={lang ?? undefined}>
      {pieces(text.replace(/\s+/g, ' ')).map((piece) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <span key={piece.start} className={css.chip} title={piece.name}>
            {piece.label}
          </span>
        ),
      )}
    </bdi>
  )
}
