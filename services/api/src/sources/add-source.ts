import { assertMayListen, goLive, loadProgrammes, plannedSource } from '@hark/db'
import { DomainError } from '@hark/domain'
import { sharedSecrets } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { hookAddress, secretMaker } from './push-address.ts'
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
  const { read, hook, made } = sharedSecrets(
    adapter,
    { read: asked.credentials, hook: asked.hookSecrets },
    secretMaker(ctx, await plannedSource(ctx.db, programme.id, name)),
  )
  const { sourceId, entryId } = await goLive(ctx.db, {
    programme,
    platform: adapter.platform,
    name,
    config,
    policy: adapter.policy,
    acknowledgedBy: asked.acknowledge,
    permissionReference: asked.permissionReference,
    secrets: {
      // Without a box for ingest there is nobody to hand what was made to.
      read: seal(sealForIngest(ctx, asked.credentials), ctx.sealForIngest ? read : {}),
      hook: seal(ctx.hookSeal.seal, hook),
    },
    actor: actorOf(caller),
  })
  const receipt = await ctx.db
    .transaction()
    .execute((trx) => receiptOf(trx, entryId, `Listening to ${name}.`))
  return {
    sourceId,
    hook: adapter.hook ? hookAddress(ctx, sourceId) : null,
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

const seal = (sealOne: (plain: string) => Buffer, plain: Record<string, string>): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, sealOne(value)]))
