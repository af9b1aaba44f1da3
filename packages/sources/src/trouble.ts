/**
 * Why a platform could not be read just now, by what is to be done about it:
 * `limited` wait until it lets us; `unavailable` try again, ever later; `refused` a person must look at the credentials or the
 * permission; `gone` stop asking for this, it is no more; `malformed` an answer of no known shape, a person must look, we try again.
 */
export type TroubleKind = 'limited' | 'unavailable' | 'refused' | 'gone' | 'malformed'

/** `code` is shown to people as the state of the source: it holds no text, handle or address. */
export class Trouble extends Error {
  readonly kind: TroubleKind
  readonly code: string
  /** The earliest next try, ms since 1970, where the platform named one. */
  readonly untilMs: number | undefined

  constructor(kind: TroubleKind, code: string, untilMs?: number, options?: ErrorOptions) {
    super(code, options)
    this.name = 'Trouble'
    this.kind = kind
    this.code = code
    this.untilMs = untilMs
  }
}

/** Any error as trouble; what no adapter expected is `unavailable`, and tried again. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof Trouble) return error
  const { code, name } = error as { code?: unknown; name?: string }
  return new Trouble('unavailable', typeof code === 'string' ? code : (name ?? 'error'), undefined, {
    cause: error,
  })
}
