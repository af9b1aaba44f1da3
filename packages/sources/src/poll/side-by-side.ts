import type { Platform } from '@hark/domain'
import { z } from 'zod'
import type { Batch, Source } from '../source.ts'

const Cursors = z.record(z.string(), z.string().nullable())

/**
 * Several readers as one source, none waiting for another: a stream beside the polling that repairs it. Each keeps a cursor of its
 * own, and is asked for more only when what it gave is stored.
 */
export function sideBySide(platform: Platform, readers: Record<string, Pick<Source, 'read'>>): Source {
  async function* read(outer: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const stop = new AbortController()
    const signal = AbortSignal.any([outer, stop.signal])
    const cursors = parse(cursor)
    const reading = Object.entries(readers).map(([name, reader]) => {
      const batches = reader.read(signal, cursors[name] ?? null)
      return { name, batches, turn: null as Promise<Turn> | null }
    })
    const turnOf = (one: (typeof reading)[number]): Promise<Turn> => {
      one.turn ??= one.batches.next().then((result) => ({ one, result }))
      return one.turn
    }
    type Turn = { one: (typeof reading)[number]; result: IteratorResult<Batch> }
    try {
      while (reading.length > 0) {
        const { one, result } = await Promise.race(reading.map(turnOf))
        one.turn = null
        if (result.done) reading.splice(reading.indexOf(one), 1)
        else {
          cursors[one.name] = result.value.cursor
          yield { ...result.value, cursor: JSON.stringify(cursors) }
        }
      }
    } finally {
      stop.abort()
      await Promise.allSettled(reading.flatMap((one) => [one.turn, one.batches.return(undefined)]))
    }
  }
  return { platform, read }
}

function parse(cursor: string | null): z.infer<typeof Cursors> {
  try {
    return Cursors.parse(JSON.parse(cursor ?? '{}'))
  } catch {
    return {}
  }
}
