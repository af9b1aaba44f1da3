import type { DecisionView } from '@hark/contract'
import { instantText } from '../clock/due-text.ts'
import { wordsOf } from '../words/names.ts'
import css from './sign.module.css'

/** A signature as it is printed: name, meaning, moment with zone, factors. */
export function SignatureLine({ signature }: { signature: NonNullable<DecisionView['signature']> }) {
  return (
    <p className={css.signature}>
      <strong>{signature.printedName}</strong> · {wordsOf(signature.meaning)} ·{' '}
      {instantText(signature.signedAt, signature.zone)} ({instantText(signature.signedAt, 'UTC')})
      <br />
      <span className={css.quiet}>
        by {signature.factors.join(' and ')}
        {signature.records > 1 && ` · one signature over ${signature.records} records`} ·{' '}
        {signature.sealed ? 'sealed in the ledger' : 'being sealed in the ledger'}
      </span>
    </p>
  )
}
