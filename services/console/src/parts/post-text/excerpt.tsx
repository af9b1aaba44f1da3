import css from './excerpt.module.css'
import { Spelled } from './words.tsx'

/** The first words of a post on one line. */
export function Excerpt({ text, lang }: { text: string | null; lang?: string | null }) {
  if (text === null) return <span className={css.gone}>text erased</span>
  return (
    <bdi className={css.excerpt} dir="auto" lang={lang ?? undefined}>
      <Spelled text={text.replace(/\s+/g, ' ')} />
    </bdi>
  )
}
