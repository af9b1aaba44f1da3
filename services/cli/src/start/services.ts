import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceRole } from '@hark/db'
import { root, type StartConfig } from './config.ts'
import type { SecretName, Secrets } from './secrets.ts'
import { writeSecrets, writeSettings } from './writing.ts'

export type Deployment = {
  config: StartConfig
  secrets: Secrets
  /** As superuser: no service is given it. */
  databaseUrl: string
  consoleDir: string | null
  /** Practice posts and people: replies go to the practice platform. */
  practice: boolean
}

type Environment = Record<string, string | undefined>

/** One process of Hark: who it is to the database and all it may know. */
export type Service = {
  name: string
  role: ServiceRole
  /** Talks to the queue, and so may sign in as the queue's owner. */
  queue: boolean
  /** Secret by variable: the file's path is passed as `VARIABLE_FILE`. */
  secrets: Record<string, SecretName>
  settings: (deployment: Deployment) => Environment
  /** Handed on from the environment of `hark start` when set: nothing else is. */
  passes: string[]
}

/** The order in which they start. */
export const services: Service[] = [
  {
    name: 'clock',
    role: 'hark_clock',
    queue: true,
    secrets: { HARK_CHECKPOINT_KEY: 'checkpoint-key', HARK_SEAL_KEY: 'seal-key' },
    settings: ({ config }) => ({
      HARK_CHECKPOINT_FILE: join(config.dataDir, 'checkpoint'),
      HARK_HANDOFF_DIR: join(config.dataDir, 'handoff'),
    }),
    passes: ['HARK_HANDOFF_DIR', 'HARK_CHECKPOINT_FILE'],
  },
  {
    name: 'classifier',
    role: 'hark_classifier',
    queue: true,
    secrets: {},
    settings: () => ({}),
    passes: ['HARK_CLASSIFIER_CONCURRENCY', 'HARK_CANDIDATE'],
  },
  {
    name: 'ingest',
    role: 'hark_ingest',
    queue: false,
    secrets: { HARK_PSEUDONYM_KEY: 'pseudonym-key', HARK_PRIVATE_KEY: 'private-key' },
    settings: ({ config }) => ({ HARK_UPLOAD_DIR: join(config.dataDir, 'uploads') }),
    passes: ['HARK_PRACTICE_SPEED', 'HARK_FETCH_ALLOW'],
  },
  {
    name: 'publisher',
    role: 'hark_publisher',
    queue: false,
    secrets: {},
    settings: ({ config, practice }) => ({
      HARK_STOP_FILE: join(config.dataDir, 'STOP'),
      HARK_PRACTICE_PLATFORM: practice ? join(config.dataDir, 'practice-platform.jsonl') : undefined,
    }),
    passes: ['HARK_STOP_FILE', ...writeSettings, ...writeSecrets.flatMap((name) => [name, `${name}_FILE`])],
  },
  {
    name: 'api',
    role: 'hark_api',
    queue: false,
    secrets: { HARK_PRIVATE_KEY: 'private-key', HARK_EXPORT_KEY: 'export-key' },
    settings: ({ config, secrets, consoleDir, practice }) => ({
      HARK_HOST: config.host,
      HARK_PORT: String(config.port),
      HARK_STOP_FILE: join(config.dataDir, 'STOP'),
      HARK_LEDGER_VKEY: secrets.verifierKey,
      HARK_SOURCE_BOX: secrets.sourceBox,
      HARK_UPLOAD_DIR: join(config.dataDir, 'uploads'),
      HARK_PROFILE_DIR: join(config.dataDir, 'import-profiles'),
      HARK_CONSOLE_DIR: consoleDir ?? undefined,
      HARK_REPLY_PLATFORMS: practice ? 'practice' : undefined,
      HARK_PV_CONTACT: practice ? 'drugsafety@practice.example' : undefined,
    }),
    passes: [
      'HARK_STOP_FILE',
      'HARK_HOLD_SECONDS',
      'HARK_PUBLIC_URL',
      'HARK_REPLY_PLATFORMS',
      'HARK_PV_CONTACT',
      'HARK_FETCH_ALLOW',
      'HARK_TRUSTED_PROXIES',
      'HARK_MEDDRA_DIR',
    ],
  },
]

/** Handed on to every service. */
const forAll = [
  'HARK_OFFLINE',
  'HARK_LOG_LEVEL',
  'HARK_CRASH_AT',
  'HARK_QUEUE_PREFIX',
  'NODE_COMPILE_CACHE',
  'TZ',
  'PATH',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
]

export const mainOf = (service: Service) => join(root, 'services', service.name, 'src/main.ts')

export const presentServices = () => services.filter((service) => existsSync(mainOf(service)))

/** Everything a service's environment holds; the supervisor's own is not inherited. What the person set wins. */
export function environmentOf(
  service: Service,
  deployment: Deployment,
  env: Environment,
): Record<string, string> {
  const { config, secrets, databaseUrl } = deployment
  const asRole = (role: ServiceRole) => roleUrl(databaseUrl, role, secrets.rolePasswords[role] ?? '')
  const files = Object.entries(service.secrets).map(([variable, name]) => [
    `${variable}_FILE`,
    secrets.file(name),
  ])
  const handedOn = [...forAll, ...service.passes].map((variable) => [variable, env[variable]])
  const entries = [
    ...Object.entries(service.settings(deployment)),
    ...handedOn.filter(([, value]) => value !== undefined),
    ...files,
    ['DATABASE_URL', asRole(service.role)],
    ...(service.queue
      ? [
          ['QUEUE_DATABASE_URL', asRole('hark_queue')],
          ['REDIS_URL', config.redisUrl],
        ]
      : []),
  ]
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

/** The same database as another role. */
export function roleUrl(adminUrl: string, role: string, password: string): string {
  const url = new URL(adminUrl)
  url.username = role
  url.password = password
  return url.href
}
