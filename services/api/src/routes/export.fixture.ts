import { announceKey } from '@hark/db'
import { bytesSource, generateNoteKey, openBundle } from '@hark/ledger'
import { type Client, type LedgerKeys, ledgerKeys, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'

export type ExportStack = Stack & { keys: LedgerKeys }

/** A stack whose api signs exports with a key the ledger announced, as in service. */
export async function exportStack(): Promise<ExportStack> {
  const keys = ledgerKeys()
  const HARK_EXPORT_KEY = generateNoteKey('hark.invalid/export/test').skey
  const stack = await startStack({ config: { HARK_EXPORT_KEY, HARK_LEDGER_VKEY: keys.vkey } })
  const signer = stack.ctx.exportSigner
  if (!signer) throw new Error('no export key')
  await announceKey(stack.dbAs('hark_clock'), keys.sealer, 'seal', { id: 'clock', kind: 'service' })
  await announceKey(stack.ctx.db, signer, 'export', { id: 'api', kind: 'service' })
  return Object.assign(stack, { keys })
}

export const LONG_AGO = '2020-01-01T00:00:00.000Z'

/** The period up to now by the database's clock, which times every entry. */
export async function upToNow(stack: Stack): Promise<{ from: string; to: string }> {
  const { rows } = await sql<{
    now: string
  }>`select clock_timestamp() + interval '1 millisecond' as now`.execute(stack.db)
  return { from: LONG_AGO, to: rows[0]?.now ?? '' }
}

export async function download(stack: Stack, who: Client, query: Record<string, string>) {
  const url = `/api/audit/export?${new URLSearchParams(query)}`
  const reply = await stack.app.inject({ url, headers: who.headers })
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${reply.body}`)
  const bytes = reply.rawPayload
  const bundle = await openBundle(bytesSource(bytes))
  return {
    bytes,
    bundle,
    headers: reply.headers,
    csv: async (name: string) => parseCsv(await bundle.text(name)),
  }
}

/** RFC 4180, read on its own: records of cells, header first. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = []
  let [record, cell, quoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 0; at < text.length; at++) {
    const c = text[at] as string
    if (quoted && c === '"' && text[at + 1] === '"') cell += text[++at]
    else if (c === '"') quoted = !quoted
    else if (quoted || (c !== ',' && c !== '\r' && c !== '\n')) cell += c
    else if (c === ',') {
      record.push(cell)
      cell = ''
    } else if (c === '\n') {
      records.push([...record, cell])
      record = []
      cell = ''
    }
  }
  return records
}

/** One column of a listing, by its name. */
export const column = (rows: string[][], name: string): (string | undefined)[] =>
  rows.slice(1).map((r) => r[rows[0]?.indexOf(name) ?? -1])
