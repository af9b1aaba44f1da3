import type { SourceToRead } from '@hark/db'
import { DomainError, type Platform } from '@hark/domain'
import type { Logger } from '@hark/runtime'
import { adapters, type Http, polite, type Source, safeFetch, type Wants } from '@hark/sources'
import type { IngestConfig } from './config.ts'

/** The way outside, one for all sources. */
export const httpOf = (config: IngestConfig): Http =>
  safeFetch({ offline: config.HARK_OFFLINE, allow: config.HARK_FETCH_ALLOW })

/** The reader of a source row, by its platform. */
export function openSource(
  source: SourceToRead,
  wants: Wants,
  config: IngestConfig,
  http: Http,
  log: Logger,
): Source {
  const adapter = adapters[source.platform as Platform]
  if (!adapter) {
    throw new DomainError('source.forbidden_by_policy', `No reader for the platform ${source.platform}.`)
  }
  const pace = source.platform === 'practice' ? { speed: config.HARK_PRACTICE_SPEED } : {}
  const onState = (state: object) => log.info({ source: source.id, ...state }, 'source state')
  return adapter.open({ ...source.config, ...pace }, { wants, onState, http: polite(http) })
}
