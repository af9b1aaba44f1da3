import { expect, test } from 'vitest'
import { bundleOf, SampleLog, verify } from '../../test/sample-log.ts'
import { sha256Hex } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { formatErased } from '../commitment.ts'

type Change = {
  /** Of the line in decisions.jsonl, after its bytes were signed. */
  record?: (line: Record<string, unknown>) => object
  /** Of what the bytes commit to, before they are signed. */
  commit?: (commit: Record<string, string>) => object
  /** A field that an entry says was erased. */
  told?: string
  /** By which entry the bundle says that the note was erased; absent: it shows it. */
  noteBy?: number
}

const secret = { quote: 'not the pills', note: 'sure of it' }
/** The commitments a log of this name makes at its first entry: they are needed before that entry is. */
const commitments = () =>
  new SampleLog().add('decision.concluded', 'decision:d1', { secret }).event.commit ?? {}

/** What the verifier has against a log with one decision on two words, after these changes. */
async function faults({ record = (r) => r, commit = (c) => c, told, noteBy }: Change = {}): Promise<string> {
  const log = new SampleLog()
  const bytes = canonicalJson({ v: 2, type: 'decision', commit: commit({ ...commitments() }) })
  const content_sha256 = sha256Hex(bytes)
  const { event } = log.add('decision.concluded', 'decision:d1', { secret, ref: { content_sha256 } })
  const erased = told && formatErased([{ entry: event.id, field: told }])
  if (erased) log.add('erasure.executed', 'decision:d1', { ref: { erased, legal_basis: 'post_removed' } })
  if (noteBy !== undefined) log.erased.set('0:note', noteBy)
  log.checkpoint()
  const line = canonicalJson(record({ id: 'd1', content_sha256, bytes }))
  const extra = { 'decisions.jsonl': Buffer.from(`${line}\n`) }
  const { checks } = await verify(log, await bundleOf(log, { extra, signer: log.logKey }))
  return checks.flatMap((c) => (c.outcome === 'fail' ? `${c.name}: ${c.detail}` : [])).join('\n')
}

const without = ({ bytes: _, ...line }: Record<string, unknown>) => ({ ...line, erased: true })

test.each<[string, Change]>([
  ['bytes as signed, committing to what their entry does', {}],
  ['a word erased by an entry that names the other by its id', { told: 'note', noteBy: 1 }],
  ['bytes erased whole, and an entry that says so', { told: 'signed_bytes', record: without }],
  ['bytes withheld', { record: ({ bytes: _, ...line }) => ({ ...line, withheld: true }) }],
])('%s pass', async (_, change) => {
  expect(await faults(change)).toBe('')
})

test.each<[string, Change, RegExp]>([
  ['other bytes', { record: (r) => ({ ...r, bytes: '{}' }) }, /are not those that were signed/],
  ['another hash', { record: (r) => ({ ...r, content_sha256: sha256Hex('') }) }, /names another hash/],
  ['another decision', { record: (r) => ({ ...r, id: 'd2' }) }, /no entry concluded it/],
  [
    'other words',
    { commit: (c) => ({ ...c, note: c.quote }) },
    /its words are not those its entry commits to/,
  ],
  ['fewer words', { commit: ({ note: _, ...c }) => c }, /its words are not those its entry commits to/],
  ['bytes that are simply gone', { record: without }, /no entry erased them/],
  [
    'bytes gone where a word was erased',
    { record: without, told: 'note', noteBy: 1 },
    /no entry erased them/,
  ],
  ['a word gone that no entry erased', { noteBy: 0 }, /erasures: 0:note .* does not say so/],
  [
    'a word gone where another was erased',
    { told: 'quote', noteBy: 1 },
    /erasures: 0:note .* does not say so/,
  ],
  ['a word erased, yet shown', { told: 'note' }, /erasures: 0:note was erased, yet is shown/],
])('%s do not', async (_, change, named) => {
  expect(await faults(change)).toMatch(named)
})
