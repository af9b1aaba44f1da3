import type { ShownWords } from '@hark/contract'
import { Instant } from '../clock/instant.tsx'
import { Words } from '../post-text/words.tsx'
import css from './sign.module.css'

/** Words a signature covers, or why they are not there: erased with their post, the signature stands; altered, it covers other words. */
export function SignedWords({ words, quoted = false }: { words: ShownWords; quoted?: boolean }) {
  if (typeof words === 'string') return <Words text={words} quoted={quoted} />
  if ('erasedAt' in words)
    return (
      <span className={css.quiet}>
        erased with its post <Instant at={words.erasedAt} />
      </span>
    )
  return <strong role="alert">not what was concluded: these words were altered</strong>
}
