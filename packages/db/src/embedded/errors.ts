import { OperatorError } from '@hark/runtime'

export type EmbeddedPostgresCode =
  | 'unsupported_platform'
  | 'no_account'
  | 'not_permitted'
  | 'other_owner'
  | 'in_use'
  | 'port_in_use'
  | 'secret_missing'
  | 'incompatible'
  | 'failed'

/** The embedded Postgres cannot start. `message` is one sentence that says what to do. */
export class EmbeddedPostgresError extends OperatorError {
  readonly code: EmbeddedPostgresCode

  constructor(code: EmbeddedPostgresCode, message: string) {
    super(message)
    this.name = 'EmbeddedPostgresError'
    this.code = code
  }
}
