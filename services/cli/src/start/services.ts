import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceRole } from '@hark/db'
import { root, type StartConfig } from './config.ts'
import type { SecretName, Secrets } from './secrets.ts'

/** One process of Hark: who it is to the database and all it may know. */
export type Service = {
  name: string
  role: ServiceRole
  /** Talks to the queue, and so may sign in as the queue's owner. */
  queue: boolean
  /** Variable by secret: passed as `VARIABLE_FILE`. */
  secrets: Partial<Record<string, SecretName>>
  /** Variables handed on from the environment of `hark start` when set: no other one is. */
  passes: string[]
}

/** The order in which they start; they stop in the opposite one. */
export const services: Service[] = [
  {
    name: 'clock',
    role: 'hark_clock',
    queue: true,
    secrets: { HARK_CHECKPOINT_KEY: 'checkpoint-key' },
    passes: [],
  },
  { name: 'classifier', role: 'hark_classifier', queue: true, secrets: {}, passes: [] },
  {
    name: 'ingest',
    role: 'hark_ingest',
    queue: false,
    secrets: { HARK_PSEUDONYM_KEY: 'pseudonym-key', HARK_PRIVATE_KEY: 'private-key' },
    passes: [],
  },
  {
    name: 'publisher',
    role: 'hark_publisher',
    queue: false,
    secrets: {},
    passes: ['BLUESKY_IDENTIFIER', 'BLUESKY_APP_PASSWORD', 'BLUESKY_APP_PASSWORD_FILE'],
  },
  {
    name: 'api',
    role: 'hark_api',
    queue: false,
    secrets: { HARK_PRIVATE_KEY: 'private-key' },
    passes: ['HARK_HOLD_SECONDS', 'HARK_PUBLIC_URL', 'HARK_REPLY_PLATFORMS'],
  },
]

/** Handed on to every service. */
const forAll = [
  'HARK_OFFLINE',
  'HARK_LOG_LEVEL',
  'HARK_CRASH_AT',
  'TZ',
  'PATH',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
]

export const mainOf = (service: Service) => join(root, 'services', service.name, 'src/main.ts')

export const presentServices = () => services.filter((service) => existsSync(mainOf(service)))

export type Deployment = {
  config: StartConfig
  secrets: Secrets
  databaseUrl: string
  consoleDir: string | null
}

/** Everything a service's environment holds; the supervisor's own is not inherited. */
export function environmentOf(
  service: Service,
  deployment: Deployment,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const { config, secrets, databaseUrl } = deployment
  const asRole = (role: ServiceRole) => roleUrl(databaseUrl, role, secrets.rolePasswords[role] ?? '')
  const own: Record<string, string | undefined> = { DATABASE_URL: asRole(service.role) }
  if (service.queue) own.QUEUE_DATABASE_URL = asRole('hark_queue')
  if (service.queue) own.REDIS_URL = config.redisUrl
  if (service.name === 'api') Object.assign(own, apiSettings(deployment))
  for (const [variable, name] of Object.entries(service.secrets))
    own[`${variable}_FILE`] = secrets.file(name as SecretName)
  for (const variable of [...forAll, ...service.passes]) own[variable] ??= env[variable]
  const set = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(set)
}

function apiSettings({ config, secrets, consoleDir }: Deployment): Record<string, string | undefined> {
  return {
    HARK_HOST: config.host,
    HARK_PORT: String(config.port),
    HARK_LEDGER_VKEY: secrets.verifierKey,
    HARK_CONSOLE_DIR: consoleDir ?? undefined,
  }
}

/** The same database as another role. */
export function roleUrl(adminUrl: string, role: string, password: string): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = password
  return url.href
}
