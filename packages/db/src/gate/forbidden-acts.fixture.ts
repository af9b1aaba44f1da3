import type { PoolClient } from 'pg'
import { byHandActs } from './by-hand-acts.fixture.ts'
import type { Act } from './forbidden/act.fixture.ts'
import { api, owner, publisher } from './forbidden/act.fixture.ts'
import { changes } from './forbidden/changes.fixture.ts'
import { claims } from './forbidden/claims.fixture.ts'
import { drafting } from './forbidden/drafting.fixture.ts'
import { gone, isolated } from './forbidden/gone.fixture.ts'
import { handReports } from './forbidden/hand-reports.fixture.ts'
import { orders } from './forbidden/orders.fixture.ts'
import { records } from './forbidden/records.fixture.ts'
import { signatures } from './forbidden/signatures.fixture.ts'
import type { States } from './forbidden/states.fixture.ts'

/** The table of forbidden acts (trust.md §3.4): who tries what, and how the schema answers. */
export const forbiddenActs: Act[] = [
  ...orders,
  ...signatures,
  ...claims,
  ...drafting,
  ...changes,
  ...records,
  ...gone,
  ...isolated,
  ...byHandActs({ api, publisher, owner }),
  ...handReports,
]

/** What the schema answered: its code and words, 'done' where the act succeeded; null where it could not even be prepared. */
export async function tryAct(
  client: PoolClient,
  s: States,
  act: Act,
): Promise<{ code: string; says: string } | null> {
  await client.query('savepoint act')
  try {
    const made = await prepare(client, s, act)
    if (!made) return null
    await client.query(act.as === 'superuser' ? 'select 1' : `set local role ${act.as}`)
    await client.query(act.sql(s, made))
    return { code: 'done', says: '' }
  } catch (err) {
    const { code = '', message } = err as { code?: string; message: string }
    return { code, says: message }
  } finally {
    await client.query('rollback to savepoint act')
  }
}

async function prepare(client: PoolClient, s: States, act: Act): Promise<Record<string, string> | null> {
  if (!act.before) return {}
  try {
    const answer = await client.query(act.before(s))
    const made = (Array.isArray(answer) ? answer.at(-1) : answer).rows[0]?.made
    return typeof made === 'string' ? { made } : (made ?? {})
  } catch {
    return null
  }
}

export const refusedAsExpected = (act: Act, got: { code: string; says: string }): boolean =>
  got.code === act.code && (act.says?.test(got.says) ?? true)
