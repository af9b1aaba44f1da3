import type { SourceToRead } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { Logger } from '@hark/runtime'
import { jetstreamSource, practiceSource, type Source, type Wants } from '@hark/sources'
import { z } from 'zod'
import type { IngestConfig } from './config.ts'

const Jetstream = z.object({ urls: z.array(z.string().regex(/^wss?:\/\//)).min(1) })

/** The adapter of a source row, by its platform. Files are read by `hark import`, which knows where they are. */
export function openSource(source: SourceToRead, wants: Wants, config: IngestConfig, log: Logger): Source {
  const onState = (state: object) => log.info({ source: source.id, ...state }, 'source state')
  switch (source.platform) {
    case 'practice':
      return practiceSource({ speed: config.HARK_PRACTICE_SPEED }, { wants })
    case 'bluesky':
      return jetstreamSource(Jetstream.parse(source.config), { wants, onState })
    default:
      throw new DomainError('source.forbidden_by_policy', `No reader for the platform ${source.platform}.`)
  }
}
