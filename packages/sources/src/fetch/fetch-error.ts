/** Why nothing was fetched. Shown to people as the state of a source, so it names no address and no content. */
export const fetchCodes = [
  'fetch.offline',
  'fetch.scheme_refused',
  'fetch.port_refused',
  'fetch.credentials_in_address',
  'fetch.address_refused',
  'fetch.unresolved',
  'fetch.too_many_redirects',
  'fetch.downgrade_refused',
  'fetch.connection_failed',
  'fetch.timeout',
  'fetch.broken_off',
  'fetch.too_large',
  'fetch.bomb',
  'fetch.encoding_refused',
  'fetch.aborted',
] as const
export type FetchCode = (typeof fetchCodes)[number]

export class FetchError extends Error {
  readonly code: FetchCode

  constructor(code: FetchCode, options?: ErrorOptions) {
    super(code, options)
    this.name = 'FetchError'
    this.code = code
  }
}
