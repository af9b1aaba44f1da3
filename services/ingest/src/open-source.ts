import {
  countedAsHash,
  countSourceAs,
  type Db,
  heldPayloads,
  heldWords,
  letterBox,
  loadProgrammes,
  noteSourceError,
  pausesOf,
  type SourceToRead,
  sealedSecrets,
  spentOf,
} from '@hark/db'
import { DomainError, type Platform } from '@hark/domain'
import type { Logger } from '@hark/runtime'
import {
  adapters,
  budgets,
  type Http,
  polite,
  type Source,
  type SourceState,
  safeFetch,
  type Wants,
  whyNotRun,
} from '@hark/sources'
import type { IngestConfig } from './config.ts'
import { refuseOffline, refuseToAsk } from './offline.ts'

/** The way outside, one for all sources but those that were let to this machine. */
export const httpOf = (config: IngestConfig, reach: readonly string[] = []): Http =>
  safeFetch({ offline: config.HARK_OFFLINE, allow: [...config.HARK_FETCH_ALLOW, ...reach] })

/** What sources are opened with. */
export type Means = { config: IngestConfig; http: Http; db: Db; log: Logger }

/** To `ask` after what is held is a duty as long as it is held, and needs nobody's leave: it outlives permission, terms and listening. */
export type Purpose = 'listen' | 'ask'

/** The reader of a source row, by its platform. */
export async function openSource(
  source: SourceToRead,
  wants: Wants,
  { config, http, db, log }: Means,
  purpose: Purpose = 'listen',
): Promise<Source> {
  const adapter = adapters[source.platform as Platform]
  if (!adapter) {
    throw new DomainError('source.forbidden_by_policy', `No reader for the platform ${source.platform}.`)
  }
  const asks = purpose === 'ask'
  const why = asks || source.platform === 'practice' ? null : whyNotRun(adapter.policy, source)
  if (why) throw new DomainError('source.forbidden_by_policy', why)
  if (asks) refuseToAsk(source, config)
  else if (!adapter.hook) await refuseOffline(db, source, config)
  const pace = source.platform === 'practice' ? { speed: config.HARK_PRACTICE_SPEED } : {}
  const onState = (state: SourceState) => {
    log.info({ source: source.id, ...state }, 'source state')
    if (state.state === 'disconnected')
      void noteSourceError(db, source.id, state.reason).catch(() => undefined)
  }
  const settings = { ...source.config, ...pace }
  const { open } = letterBox(config.HARK_PSEUDONYM_KEY, 'source-secret')
  const sealed = Object.entries(await sealedSecrets(db, source.id))
  const secrets = Object.fromEntries(sealed.map(([name, secret]) => [name, open(secret)]))
  const counted = adapter.countedAs?.(settings, secrets) ?? ''
  const countedAs = countedAsHash(config.HARK_PRIVATE_KEY, source.platform, counted)
  await countSourceAs(db, source.id, countedAs)
  const pauses = pausesOf(db, countedAs)
  return adapter.open(settings, {
    secrets,
    wants,
    names: await namesOf(db, source.programmeId),
    held: (posts) => heldWords(db, source.programmeId, source.platform, posts),
    payloads: (ids) => heldPayloads(db, source.programmeId, source.platform, ids),
    onState,
    http: polite(source.reach.length > 0 ? httpOf(config, source.reach) : http, Date.now, pauses),
    pauses,
    budgets: budgets(adapter.allowances?.(settings) ?? {}, spentOf(db, countedAs)),
  })
}

/** Every name of every product, each once however it is written. */
async function namesOf(db: Db, programmeId: string): Promise<string[]> {
  const { products = [] } = (await loadProgrammes(db)).get(programmeId) ?? {}
  const names = products.flatMap((one) => [one.brand, one.substance, ...one.names.map(({ name }) => name)])
  return [...new Map(names.filter(Boolean).map((name) => [name.toLowerCase(), name])).values()].sort()
}
