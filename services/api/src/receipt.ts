import type { Receipt } from '@hark/contract'
import type { Actor, Trx } from '@hark/db'
import type { Caller } from './http/handle.ts'

/** The person behind an entry: id, and a short form of the session, never its token. */
export function actorOf(caller: Caller): Actor {
  return { id: caller.id, kind: 'user', session: caller.sessionHash.toString('hex').slice(0, 16) }
}

/** What happened, when, and which entry says so. */
export async function receiptOf(trx: Trx, entryId: string, what: string): Promise<Receipt> {
  const { at } = await trx
    .selectFrom('ledger_entry')
    .select('at')
    .where('id', '=', entryId)
    .executeTakeFirstOrThrow()
  return { entryId, at, what }
}
