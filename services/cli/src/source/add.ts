import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  assertMayListen,
  connect,
  type Db,
  findProgramme,
  goLive,
  letterBox,
  type PlannedSource,
  plannedSecret,
  plannedSource,
  type SealedSecrets,
  sealer,
  sealTo,
} from '@hark/db'
import { DomainError } from '@hark/domain'
import {
  type Adapter,
  adviceOn,
  type Kept,
  liveStatement,
  parseConfig,
  readOnce,
  sharedSecrets,
  troubleOf,
} from '@hark/sources'
import { UsageError } from '../command.ts'
import { jsonGiven } from '../given-file.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets, randomSecret, type SecretName } from '../start/secrets.ts'
import { type AskPerson, askPerson } from './ask-person.ts'
import { variableOf } from './credentials.ts'
import { keptIn } from './kept.ts'
import { loopbackHost, outside } from './outside.ts'
import { hookAddress, pushAddressLines } from './push-address.ts'
import { adapterOf } from './try.ts'

export const addUsage = `source add PLATFORM [TARGET] --programme P [--name N] [--config FILE] [--permission REFERENCE] [--acknowledge "Your Name"]`

const options = {
  programme: { type: 'string' },
  name: { type: 'string' },
  config: { type: 'string' },
  permission: { type: 'string' },
  acknowledge: { type: 'string' },
} as const

type Wanted = { adapter: Adapter; config: Record<string, unknown>; name: string; target: string | undefined }

/** People, Objective and Strategy first; then place, credentials, a live sample, the cost, the terms; and only then it listens. */
export async function addSource(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [platform, target, ...rest] = positionals
  if (!platform || rest.length > 0 || !values.programme) throw new UsageError(addUsage)
  const programme = values.programme
  return withDatabase('admin', async (url) => {
    await using person = askPerson()
    const db = connect({ url, max: 1 })
    const given = { ...values, programme, target }
    const setting = { env, person, say, seal: sealAll, secretOf, key: keyOf('private-key') }
    return addTo(db, adapterOf(platform), given, setting).finally(() => db.destroy())
  })
}

export type Given = {
  programme: string
  target?: string | undefined
  name?: string | undefined
  config?: string | undefined
  permission?: string | undefined
  acknowledge?: string | undefined
}
export type Setting = {
  env: NodeJS.ProcessEnv
  person: Pick<AskPerson, 'ask'>
  say: (line: string) => void
  seal: (plain: Credentials) => SealedSecrets
  /** A secret of our own choosing, for a source that is not there yet. */
  secretOf: (sourceId: string, name: string) => string
  /** Of this deployment: under it the budget of a platform's key is kept. */
  key: Buffer
}

/** Nothing is saved unless everything was shown, tested and accepted. */
export async function addTo(db: Db, adapter: Adapter, given: Given, setting: Setting): Promise<number> {
  const { say, person } = setting
  const programme = await findProgramme(db, given.programme)
  await assertMayListen(db, programme)
  const wanted = await wantedSource(adapter, given, person)
  const planned = await plannedSource(db, programme.id, wanted.name)
  const credentials = await gatherSecrets(adapter, planned, setting)
  const reading = { adapter, config: wanted.config, secrets: credentials.read }
  await showSample(wanted, { secrets: credentials.read, kept: keptIn(db, setting.key, reading) }, setting)
  say(adapter.cost?.(wanted.config) ?? 'Reading costs nothing.')
  say(`\n${liveStatement(adapter.policy)}\n`)
  const permissionReference = await permissionOf(adapter, given.permission, person)
  const acknowledgedBy = (
    given.acknowledge ??
    (await person.ask('To accept this, type your name:')) ??
    ''
  ).trim()
  if (acknowledgedBy.length < 3) {
    say('To accept this, run the same command with --acknowledge "Your Name". Nothing listens yet.')
    return 1
  }
  const { sourceId } = await goLive(db, {
    programme,
    platform: adapter.platform,
    name: wanted.name,
    config: wanted.config,
    policy: adapter.policy,
    acknowledgedBy,
    permissionReference,
    reach: [loopbackHost(wanted.target ?? '') ?? []].flat(),
    secrets: setting.seal(credentials),
    actor: { id: 'hark-source', kind: 'service' },
  })
  tellWhatNext(sourceId, wanted, credentials, setting.env)
  return 0
}

async function wantedSource(
  adapter: Adapter,
  given: { target?: string | undefined; config?: string | undefined; name?: string | undefined },
  person: Setting['person'],
): Promise<Wanted> {
  const asksTarget = adapter.target && !given.config
  const target =
    given.target ??
    (asksTarget ? ((await person.ask(`What to read: ${adapter.target?.says}.`)) ?? undefined) : undefined)
  const stored = given.config ? (jsonGiven(given.config) as object) : {}
  if (!target && asksTarget)
    throw new UsageError(`Name what to read: ${adapter.target?.says}. Or give --config FILE.`)
  const config = { ...(target ? (adapter.target?.config(target) as object) : {}), ...stored }
  parseConfig(adapter.config, config)
  return { adapter, config, target, name: given.name ?? [adapter.platform, target].filter(Boolean).join(' ') }
}

export type Credentials = { read: Record<string, string>; hook: Record<string, string>; made: string[] }

/** From the environment, else asked for. A secret of our own choosing is made where none is given. */
async function gatherSecrets(
  adapter: Adapter,
  planned: PlannedSource,
  setting: Setting,
): Promise<Credentials> {
  const { env, person, say } = setting
  const made = madeOnce(planned, setting)
  const found: Pick<Credentials, 'read'> = { read: {} }
  const given = async (name: string, label: string) =>
    env[variableOf(adapter.platform, name)] ?? (await person.ask(`${label}:`, { secret: true }))
  for (const [name, { label, optional }] of Object.entries(adapter.secrets ?? {})) {
    const secret = await given(name, `${label}${optional ? ' (optional)' : ''}`)
    if (secret) found.read[name] = secret
    else if (!optional)
      throw new UsageError(`${label}: set ${variableOf(adapter.platform, name)} in the environment.`)
  }
  for (const line of pushAddressLines(adapter, { planned, env, made })) say(line)
  const shared: Record<string, string> = {}
  for (const [name, label] of Object.entries(adapter.hook?.secrets ?? {})) {
    if (adapter.secrets && name in adapter.secrets) continue // asked for already: the same on both sides
    const empty = adapter.hook?.issued?.includes(name) ? 'nothing is pushed' : 'the one above'
    const secret = await given(name, `${label} (empty: ${empty})`)
    if (secret) shared[name] = secret
  }
  const kept = sharedSecrets(adapter, { read: found.read, hook: shared }, made)
  return { read: kept.read, hook: kept.hook, made: Object.keys(kept.made) }
}

/** Of a source that is there, new ones: what it verifies with is shown to nobody again. */
function madeOnce({ id, known }: PlannedSource, { secretOf }: Setting): (name: string) => string {
  const fresh = new Map<string, string>()
  return (name) => {
    const secret = fresh.get(name) ?? (known ? randomSecret() : secretOf(id, name))
    fresh.set(name, secret)
    return secret
  }
}

/** Credentials that do not work are found here, before anything is saved. */
async function showSample(
  { adapter, config, target }: Wanted,
  means: { secrets: Record<string, string>; kept: Kept },
  { env, say }: Setting,
): Promise<void> {
  say('A sample of what it brings:')
  const look = {
    config,
    ...means,
    http: outside(env, target),
    limit: 5,
    seconds: 15,
    signal: new AbortController().signal,
    onPost: ({ postedAt, lang, text }: { postedAt: string | null; lang: string | null; text: string }) =>
      say(`  ${postedAt ?? 'no date'} ${lang ?? '--'} ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`),
  }
  try {
    const { posts } = await readOnce(adapter, look)
    if (posts === 0) say('  nothing just now')
  } catch (error) {
    if (error instanceof DomainError) throw error
    const trouble = troubleOf(error)
    throw new DomainError('input.invalid', `${adviceOn(trouble)} (${trouble.code}) Nothing was saved.`)
  }
}

async function permissionOf(
  adapter: Adapter,
  given: string | undefined,
  person: Setting['person'],
): Promise<string | null> {
  const { needsPermissionReference, mayInferHealth } = adapter.policy
  if (given || (!needsPermissionReference && mayInferHealth)) return given ?? null
  return person.ask('The permission on file (contract, approval or legal basis):')
}

/** Each so that only its reader opens it: ingest reads, the api verifies what is pushed. */
function sealAll({ read, hook }: Credentials): SealedSecrets {
  const sealWith = (seal: (plain: string) => Buffer, plain: Record<string, string>) =>
    Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, seal(value)]))
  return {
    read: sealWith(sealTo(letterBox(keyOf('pseudonym-key'), 'source-secret').publicKey), read),
    hook: sealWith(sealer(keyOf('private-key'), 'hook-secret').seal, hook),
  }
}

function keyOf(name: SecretName): Buffer {
  const secrets = openSecrets(readConfig(process.env).dataDir)
  return Buffer.from(readFileSync(secrets.file(name), 'utf8').trim(), 'hex')
}
const secretOf = (sourceId: string, name: string) => plannedSecret(keyOf('private-key'), sourceId, name)

function tellWhatNext(
  sourceId: string,
  { adapter, name }: Wanted,
  { hook, made }: Credentials,
  env: NodeJS.ProcessEnv,
): void {
  process.stdout.write(`Listening: ${name}. Posts appear in the queue while \`npm start\` runs.\n`)
  if (!adapter.hook) return
  process.stdout.write(`Have ${adapter.platform} push to: ${hookAddress(env, sourceId)}\n`)
  for (const key of made) process.stdout.write(`${adapter.hook.secrets[key]}: ${hook[key]}\n`)
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)
