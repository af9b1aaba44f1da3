import { freePort } from '@hark/db'
import { generateNoteKey } from '@hark/ledger'
import { type Ended, startProcess, type TestProcess } from './start-process.ts'
import { until } from './until.ts'

export const serviceNames = ['ingest', 'classifier', 'clock', 'publisher', 'api'] as const
export type ServiceName = (typeof serviceNames)[number]
type Env = Record<string, string>

export type ServiceWorld = {
  /** URL of the database as one of its roles: `TestDatabase.url`. */
  url: (role: string) => string
  /** Absent: the queue lies in Postgres. */
  redisUrl?: string
  /** Added to the environment of one service. */
  env?: Partial<Record<ServiceName, Env>>
}

/** The keys every test deployment has; nothing real is signed or sealed with them. */
export const testKeys = {
  privateKey: Buffer.alloc(32, 7).toString('hex'),
  pseudonymKey: Buffer.alloc(32, 9).toString('hex'),
  checkpoint: generateNoteKey('test.invalid/audit/1').skey,
  seal: generateNoteKey('test.invalid/seal/1').skey,
}

const own: Record<ServiceName, Env> = {
  ingest: { HARK_PSEUDONYM_KEY: testKeys.pseudonymKey, HARK_PRIVATE_KEY: testKeys.privateKey },
  classifier: {},
  clock: { HARK_CHECKPOINT_KEY: testKeys.checkpoint, HARK_SEAL_KEY: testKeys.seal },
  publisher: {},
  api: { HARK_PRIVATE_KEY: testKeys.privateKey, HARK_PORT: '0' },
}
const usesQueue = new Set<ServiceName>(['classifier', 'clock'])

export type ServiceProcess = TestProcess & {
  readonly name: ServiceName
  readonly opsPort: number
  /** Resolves once /readyz says yes; rejects when it ends first or takes longer. */
  ready(deadlineMs?: number): Promise<void>
}

/** Starts a real service as the supervisor would: its own role, its own keys, nothing of another's. */
export async function startService(
  name: ServiceName,
  world: ServiceWorld,
  extra: Env = {},
): Promise<ServiceProcess> {
  const opsPort = await freePort()
  const queue = {
    QUEUE_DATABASE_URL: world.url('hark_queue'),
    ...(world.redisUrl && { REDIS_URL: world.redisUrl }),
  }
  const started = startProcess(`services/${name}/src/main.ts`, [], {
    DATABASE_URL: world.url(`hark_${name}`),
    HARK_OPS_PORT: String(opsPort),
    HARK_LOG_LEVEL: 'warn',
    ...(usesQueue.has(name) ? queue : {}),
    ...own[name],
    ...world.env?.[name],
    ...extra,
  })
  return {
    ...started,
    name,
    opsPort,
    ready: (deadlineMs = 30_000) => becomesReady(name, started, opsPort, deadlineMs),
  }
}

async function becomesReady(
  name: string,
  started: TestProcess,
  port: number,
  deadlineMs: number,
): Promise<void> {
  const isReady = async () => {
    if (!started.running()) return true
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok
  }
  await until(`${name} is ready`, isReady, deadlineMs, started.output)
  if (!started.running())
    throw new Error(
      `${name} ended before it was ready (${describe(await started.ended)}):\n${started.output()}`,
    )
}

const describe = ({ code, signal }: Ended) => signal ?? `exit ${code}`
