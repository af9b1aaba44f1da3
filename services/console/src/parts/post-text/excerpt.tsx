import css from './excerpt.module.css'
import { Spelled } from './words.tsx'

type Props = { text: string | null; lang?: string | null; wrapped?: boolean }

/** The first words of a post: on one line, or on a few where posts are told apart by reading them. */
export function Excerpt({ text, lang, wrapped = false }: Props) {
  if (text === null) return <span className={css.gone}>text erased</span>
  return (
    <bdi className={wrapped ? css.wrapped : css.excerpt} dir="auto" lang={lang ?? undefined}>
      <Spelled text={text.replace(/\s+/g, ' ')} />
    </bdi>
  )
}
