import { type Db, noteSourceError, openGap, type SourceToRead } from '@hark/db'
import { blueskySockets } from '@hark/sources'
import type { IngestConfig } from './config.ts'

/** Said of a source as its state, and of the stretch it did not hear: chosen by an operator, and shown like any other gap. */
const OFFLINE = 'offline by configuration'
const LANE = 'reader'

type Rules = Pick<IngestConfig, 'HARK_OFFLINE' | 'HARK_FETCH_ALLOW'>

/**
 * Whether `HARK_OFFLINE` forbids this source before anything is opened; what lies on this machine is no network. The guarded fetch refuses each address again; a stream of which
 * one server is forbidden would go round its servers unheard for minutes, so it is refused as a whole, with its gap at once.
 */
export function isOffline(
  source: Pick<SourceToRead, 'platform' | 'config' | 'reach'>,
  rules: Rules,
): boolean {
  if (!rules.HARK_OFFLINE || source.platform === 'practice') return false
  const allowed = allowedTo(source, rules)
  if (allowed.length === 0) return true
  if (source.platform !== 'bluesky') return false
  const sockets = socketsOf(source.config)
  return sockets.length === 0 || !sockets.every((s) => allowed.includes(s))
}

/** What an operator named for every source, and what this one was let to on this machine. */
const allowedTo = ({ reach }: Pick<SourceToRead, 'reach'>, { HARK_FETCH_ALLOW }: Rules): string[] => [
  ...HARK_FETCH_ALLOW,
  ...reach,
]

function socketsOf(config: Record<string, unknown>): string[] {
  return blueskySockets(config).map((text) => {
    const url = new URL(text)
    return `${url.hostname}:${url.port || (url.protocol === 'ws:' ? 80 : 443)}`
  })
}

/** Nothing may be asked of anybody. Where some host may, the guarded fetch decides. That nothing is asked is no gap of what is listened to. */
export function refuseToAsk(source: Pick<SourceToRead, 'reach'>, rules: Rules): void {
  if (rules.HARK_OFFLINE && allowedTo(source, rules).length === 0)
    throw Object.assign(new Error(OFFLINE), { code: OFFLINE })
}

/** Throws where the source is offline, with its gap open from now: nothing is silent, not even what was asked for. */
export async function refuseOffline(db: Db, source: SourceToRead, rules: Rules): Promise<void> {
  if (!isOffline(source, rules)) return
  const from = new Date().toISOString()
  await db.transaction().execute(async (trx) => {
    await noteSourceError(trx, source.id, OFFLINE)
    await openGap(trx, source.id, { from, to: null, reason: OFFLINE, lane: LANE })
  })
  throw Object.assign(new Error(OFFLINE), { code: OFFLINE })
}
