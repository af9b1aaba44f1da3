/** Everything this package refuses, by a closed code. Tests and callers branch on the code only. */
export const ledgerErrorCodes = [
  'json.invalid',
  'canonical.unsupported',
  'base64.invalid',
  'merkle.out_of_range',
  'key.malformed',
  'note.malformed',
  'note.unverified',
  'checkpoint.malformed',
  'entry.invalid',
  'entry.too_large',
  'commitment.invalid',
  'batch.empty',
  'signature.invalid',
  'policy.malformed',
  'proof.malformed',
  'bundle.malformed',
  'bundle.changed_while_writing',
  'bundle.bad_input',
] as const

export type LedgerErrorCode = (typeof ledgerErrorCodes)[number]

/** A refusal by rule. The package has its own error so that the verifier needs no server code. */
export class LedgerError extends Error {
  readonly code: LedgerErrorCode

  constructor(code: LedgerErrorCode, message: string) {
    super(message)
    this.name = 'LedgerError'
    this.code = code
  }
}
