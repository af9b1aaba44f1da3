import type { DecisionView } from '@hark/contract'
import { instantText } from '../clock/due-text.ts'
import { wordsOf } from '../words/names.ts'
import css from './sign.module.css'

const meaningNames: Record<string, string> = {
  decision: 'concluded this and stands by it',
  pv_approve: 'reviewed by PV, may be sent as it stands',
  pv_reject: 'rejected by PV',
}
const factorNames: Record<string, string> = { totp: 'code' }

/** A signature as it is printed: name, meaning, moment with zone, factors. */
export function SignatureLine({ signature }: { signature: NonNullable<DecisionView['signature']> }) {
  return (
    <p className={css.signature}>
      <strong>{signature.printedName}</strong> ·{' '}
      {meaningNames[signature.meaning] ?? wordsOf(signature.meaning)} ·{' '}
      {instantText(signature.signedAt, signature.zone)} ({instantText(signature.signedAt, 'UTC')})
      <br />
      <span className={css.quiet}>
        by {signature.factors.map((f) => factorNames[f] ?? f).join(' and ')}
        {signature.records > 1 && ` · one signature over ${signature.records} records`} ·{' '}
        {signature.sealed ? 'sealed in the ledger' : 'being sealed in the ledger'}
      </span>
    </p>
  )
}
