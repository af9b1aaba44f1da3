import type { Trouble, TroubleKind } from './trouble.ts'

/** What a person who sets a source up can do about it, by the code where it says more than the kind. */
export function adviceOn({ kind, code }: Pick<Trouble, 'kind' | 'code'>): string {
  return byCode.find(([prefix]) => code.startsWith(prefix))?.[1] ?? byKind[kind]
}

const byKind: Record<TroubleKind, string> = {
  limited:
    'The platform asks to wait, or a quota is spent. Try again later; nothing is wrong with what you wrote.',
  unavailable: 'The platform does not answer just now. Look at the address, then try again.',
  refused: 'The platform refused. Look at the credentials, at what they may read, and at the name.',
  gone: 'The platform says that this is no more. Look for its new address.',
  malformed: 'What came is nothing this platform sends. Look whether the address leads to the right thing.',
}

const byCode: [prefix: string, advice: string][] = [
  [
    'fetch.offline',
    'This deployment is kept offline (HARK_OFFLINE). Its operator can name the host in HARK_FETCH_ALLOW.',
  ],
  [
    'fetch.address_refused',
    'The address leads inside a network that Hark does not reach into. Its operator can name the host in HARK_FETCH_ALLOW.',
  ],
  [
    'fetch.port_refused',
    'Only the ports 80 and 443 are reached. Its operator can name host and port in HARK_FETCH_ALLOW.',
  ],
  ['fetch.scheme_refused', 'Write an address that begins with https://.'],
  ['fetch.credentials_in_address', 'Leave user name and password out of the address.'],
  ['fetch.unresolved', 'There is no host of that name. Look for a typing error in the address.'],
  ['fetch.too_many_redirects', 'The address leads on and on. Write the address it ends at.'],
  [
    'fetch.downgrade_refused',
    'The address leads from https:// to http://. Write the address it ends at, if you trust it.',
  ],
  [
    'fetch.connection_failed',
    'The host does not let us in. Look at the address and its certificate, then try again.',
  ],
  ['fetch.timeout', 'The host took too long to answer. Try again.'],
  ['fetch.too_large', 'What came was larger than this platform sends. Look at the address.'],
  ['http.401', 'The credentials are refused. Copy them anew; a token may have run out.'],
  ['http.403', 'The credentials are known but may not read this. Look at what they were made for.'],
  ['http.404', 'There is nothing at this address or of this name. Look for a typing error.'],
  ['reddit.no_such_community', 'There is no such community, or it is private. Look for a typing error.'],
  [
    'reddit.no_token',
    'Reddit refused the client. Copy its id and secret anew, and look whether it is approved.',
  ],
  ['x.rule_refused', 'X refused a rule. Look at its words by X’s search language.'],
  ['mastodon.feed_closed', 'The instance shows this to its members only. Give a token of an account there.'],
  ['budget.', 'What may be asked of the platform is spent for now. Try again later, or raise the limit.'],
]
