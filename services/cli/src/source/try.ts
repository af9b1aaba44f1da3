import { parseArgs } from 'node:util'
import { DomainError, type Platform, type Post } from '@hark/domain'
import { type Adapter, adapters, adviceOn, readOnce, type Seen, troubleOf } from '@hark/sources'
import { UsageError } from '../command.ts'
import { credentialsFrom, variableOf } from './credentials.ts'
import { withKept } from './kept.ts'
import { outside } from './outside.ts'

export const tryUsage = `source try PLATFORM TARGET [--limit 100] [--seconds 30] [--raw]`

const options = {
  limit: { type: 'string', default: '100' },
  seconds: { type: 'string', default: '30' },
  raw: { type: 'boolean', default: false },
} as const

/** Reads once, stores nothing, prints normalised posts as JSON lines; what else there was goes to standard error. */
export async function trySource(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [platform, target, ...rest] = positionals
  if (!platform || target === undefined || rest.length > 0) throw new UsageError(tryUsage)
  const adapter = adapterOf(platform)
  const { secrets, missing } = credentialsFrom(env, adapter)
  if (missing.length > 0) {
    const wanted = missing.map((name) => `${variableOf(platform, name)} (${adapter.secrets?.[name]?.label})`)
    throw new UsageError(`Reading ${platform} needs, in the environment: ${wanted.join(', ')}.`)
  }
  const [limit, seconds] = [countOf(values.limit, '--limit'), countOf(values.seconds, '--seconds')]
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    const reading = { adapter, config: adapter.target?.config(target), secrets }
    const look = {
      ...reading,
      http: outside(env, target),
      limit,
      seconds,
      signal: stop.signal,
      onPost: ({ raw, ...post }: Post) =>
        process.stdout.write(`${JSON.stringify(values.raw ? { ...post, raw } : post)}\n`),
    }
    const seen = await withKept(env, reading, (kept) => readOnce(adapter, { ...look, ...(kept && { kept }) }))
    process.stderr.write(told(seen))
    return 0
  } catch (error) {
    if (error instanceof DomainError) throw error
    const trouble = troubleOf(error)
    process.stderr.write(`Nothing more could be read (${trouble.code}). ${adviceOn(trouble)}\n`)
    return 1
  }
}

export function adapterOf(platform: string): Adapter {
  const adapter = adapters[platform as Platform]
  if (adapter) return adapter
  throw new UsageError(
    `"${platform}" is not a platform Hark reads; there are ${Object.keys(adapters).join(', ')}.`,
  )
}

function countOf(text: string, option: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new UsageError(`${option} is a whole number above 0.`)
}

function told({ posts, removals, rejected, gaps }: Seen): string {
  const reasons = Map.groupBy(rejected, ({ reason }) => reason)
  const notes = [...reasons].map(([reason, list]) => `rejected ${list.length}: ${reason}\n`)
  const lost = gaps.map(({ from, to, reason }) => `gap ${from} to ${to ?? 'now'}: ${reason}\n`)
  return `${posts} posts, ${removals} removals, ${rejected.length} rejected\n${[...notes, ...lost].join('')}`
}
