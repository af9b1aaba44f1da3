import { z } from 'zod'
import { askJson } from '../ask.ts'
import { homeOf } from '../bluesky/session.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { postCollection } from './event.ts'
import { reasonOf } from './removal.ts'
import { askXrpc, type Said } from './xrpc.ts'

export type AwayReason = Extract<Rechecked, { now: 'away' }>['reason']

/** What an author's own server says of a post. */
export type AtHome = 'there' | 'gone' | { away: AwayReason }

/** Strangers' servers are asked: none may hold up the rest for long. */
const totalMs = 10_000

const Status = z.object({ active: z.boolean(), status: z.string().optional() })
const Held = z.object({ uri: z.string() })
const inactive: Record<string, AwayReason> = {
  RepoTakendown: 'taken_down',
  RepoSuspended: 'suspended',
  RepoDeactivated: 'deactivated',
}

/**
 * Asks the one server that knows: the author's own, as the directory names it. Its word alone makes a post `gone`: an index that lags
 * behind, or hides a post by its own rules, shows nothing either. Throws `Trouble` where nobody answers.
 */
export async function askAuthorsHome(
  http: Http,
  directory: string,
  { did, rkey }: { did: string; rkey: string },
  signal: AbortSignal,
  nowMs: () => number,
): Promise<AtHome> {
  const server = await serverNamedFor(http, directory, did, signal, nowMs)
  if (server === null) return 'gone'
  const ask = <T extends z.ZodType>(method: string, query: [string, string][], schema: T) =>
    askXrpc(http, { server, method, query }, schema, { signal, totalMs, nowMs })
  const account = accountOf(await ask('com.atproto.sync.getRepoStatus', [['did', did]], Status))
  if (account !== 'active') return account
  const at: [string, string][] = [
    ['repo', did],
    ['collection', postCollection],
    ['rkey', rkey],
  ]
  return recordOf(await ask('com.atproto.repo.getRecord', at, Held))
}

function accountOf(said: Said<z.infer<typeof Status>>): 'active' | AtHome {
  if ('refused' in said) {
    if (said.refused === 'RepoNotFound') return 'gone'
    const away = inactive[said.refused]
    if (away === undefined) throw new Trouble('malformed', 'home.unknown_refusal')
    return { away }
  }
  if (said.data.active) return 'active'
  const reason = reasonOf(said.data.status ?? null)
  if (reason === null) throw new Trouble('unavailable', 'home.out_of_step')
  return reason === 'deleted' ? 'gone' : { away: reason }
}

function recordOf(said: Said<unknown>): AtHome {
  if (!('refused' in said)) return 'there'
  // Older servers gave this refusal no name of its own.
  const missing = said.refused === 'RecordNotFound' || /^Could not locate record/.test(said.message)
  if (!missing) throw new Trouble('malformed', 'home.unknown_refusal')
  return 'gone'
}

/** The author's server by the directory (did:plc) or by the author's own host (did:web); null for an identity ended for good. */
async function serverNamedFor(
  http: Http,
  directory: string,
  did: string,
  signal: AbortSignal,
  nowMs: () => number,
): Promise<string | null> {
  const ofPlc = did.startsWith('did:plc:')
  const at = ofPlc ? `${directory}/${did}` : webDocument(did)
  try {
    const { data } = await askJson(
      http,
      at,
      z.looseObject({ id: z.literal(did) }),
      { signal, totalMs },
      nowMs,
    )
    const server = homeOf(data, directory)
    if (server !== null) return server
  } catch (error) {
    // The directory's word for an identity its owner ended. Elsewhere it is only the word of some host.
    if (ofPlc && error instanceof Trouble && error.kind === 'gone') return null
    throw error
  }
  throw new Trouble('malformed', 'home.none_named')
}

function webDocument(did: string): string {
  const host = /^did:web:([A-Za-z0-9.-]+)$/.exec(did)?.[1]
  if (host === undefined) throw new Trouble('malformed', 'home.unknown_identity')
  return `https://${host}/.well-known/did.json`
}
