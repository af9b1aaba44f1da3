import { randomBytes } from 'node:crypto'
import { assertMayListen, goLive, loadProgrammes } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import type { Asked } from './sample.ts'
import { assertCredentials, wantedSource } from './wanted-source.ts'

export type ToAdd = Asked & {
  name?: string | undefined
  hookSecrets: Record<string, string>
  permissionReference: string | null
  acknowledge: string
}

/** People, Objective and Strategy come first; the terms are accepted by the name of who is signed in. */
export async function addSource(ctx: ApiContext, caller: Caller, programmeId: string, asked: ToAdd) {
  const programme = (await loadProgrammes(ctx.db)).get(programmeId)
  if (!programme) throw new DomainError('not_found', 'There is no such programme.')
  await assertMayListen(ctx.db, programme)
  if (asked.acknowledge !== caller.printedName)
    throw new DomainError(
      'source.not_acknowledged',
      `Type your name exactly as printed: ${caller.printedName}.`,
    )
  const { adapter, config, name } = wantedSource(ctx, asked)
  assertCredentials(adapter, asked.credentials)
  const { hook, made } = hookSecretsOf(Object.keys(adapter.hook?.secrets ?? {}), asked.hookSecrets)
  const { sourceId, entryId } = await goLive(ctx.db, {
    programme,
    platform: adapter.platform,
    name,
    config,
    policy: adapter.policy,
    acknowledgedBy: asked.acknowledge,
    permissionReference: asked.permissionReference,
    secrets: {
      read: seal(sealForIngest(ctx, asked.credentials), asked.credentials),
      hook: seal(ctx.hookSeal.seal, hook),
    },
    actor: actorOf(caller),
  })
  const receipt = await ctx.db
    .transaction()
    .execute((trx) => receiptOf(trx, entryId, `Listening to ${name}.`))
  return {
    sourceId,
    hook: adapter.hook ? `${ctx.config.HARK_PUBLIC_URL}/api/hooks/${sourceId}` : null,
    made,
    receipt,
  }
}

/** The api holds no reading credential, not even one a person just gave it: it is sealed so that ingest alone opens it. */
function sealForIngest(ctx: ApiContext, credentials: Record<string, string>): (plain: string) => Buffer {
  if (ctx.sealForIngest) return ctx.sealForIngest
  if (Object.keys(credentials).length === 0) return () => Buffer.alloc(0)
  throw new DomainError('input.invalid', 'Credentials are given on the host here: hark source add.')
}

/** A secret both sides share is made where the person brings none. */
function hookSecretsOf(names: string[], given: Record<string, string>) {
  const made = Object.fromEntries(
    names.filter((name) => !given[name]).map((name) => [name, randomBytes(32).toString('hex')]),
  )
  return {
    made,
    hook: Object.fromEntries(names.map((name) => [name, given[name] ?? (made[name] as string)])),
  }
}

const seal = (sealOne: (plain: string) => Buffer, plain: Record<string, string>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, sealOne(value)]))
