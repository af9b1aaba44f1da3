import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LedgerAction, ledgerActions } from './actions.ts'
import { batchRoot, commitBatch, proveInBatch, verifyInBatch } from './batch.ts'
import { toBase64 } from './bytes.ts'
import { canonicalBytes } from './canonical.ts'
import { commitField, formatErased, newSalt, opensCommitment, parseErased } from './commitment.ts'
import { checkStaged, MAX_ENTRY_BYTES, parseEntry, type StagedEvent, sealEntry } from './entry.ts'
import { EMPTY_ROOT, leafHash } from './merkle/hash.ts'

const log = 'hark.example/audit/1'
const staged: StagedEvent = {
  id: '0195c2a0-0000-7000-8000-000000000001',
  at: '2026-11-22T04:10:55.123Z',
  actor: { id: 'u_1', kind: 'user', role: 'pv_reviewer', session: 's_1' },
  action: 'response.signed',
  object: { type: 'response_version', id: 'rv1' },
  why: 'approved',
  ref: { content_sha256: 'ab'.repeat(32) },
}
const first = { log, seq: 0, n: 1, prev: null }

describe('an entry', () => {
  test('is its canonical bytes, hashed as a leaf', () => {
    const { event, bytes, leafHash: leaf } = sealEntry(staged, first)
    expect(Buffer.from(bytes).toString()).toBe(
      `{"action":"response.signed","actor":{"id":"u_1","kind":"user","role":"pv_reviewer","session":"s_1"},"at":"2026-11-22T04:10:55.123Z","id":"0195c2a0-0000-7000-8000-000000000001","log":"hark.example/audit/1","object":{"id":"rv1","n":1,"type":"response_version"},"prev":null,"ref":{"content_sha256":"${'ab'.repeat(32)}"},"seq":0,"v":1,"why":"approved"}`,
    )
    expect(toBase64(leaf)).toBe(toBase64(leafHash(bytes)))
    expect(parseEntry(bytes)).toEqual(event)
  })

  test('with nothing in a record is written without it', () => {
    const { event } = sealEntry({ ...staged, ref: {}, commit: {} }, first)
    expect(Object.keys(event)).not.toContain('ref')
    expect(Object.keys(event)).not.toContain('commit')
  })

  test.each([
    ['an unknown action', { action: 'case.invented' as LedgerAction }],
    ['an id that is no UUID', { id: 'x' }],
    ['a local time', { at: '2026-11-22T04:10:55.123+01:00' }],
    ['a day that does not exist', { at: '2026-02-30T00:00:00.000Z' }],
    ['prose as a reason', { why: 'because the patient said so' }],
    ['a handle as an actor', { actor: { id: 'J\u00f6rg M', kind: 'user' as const } }],
    ['a commitment that is no hash', { commit: { text: 'hello' } }],
    ['a number in ref', { ref: { n: 1 as unknown as string } }],
    ['a batch of nothing', { batch: { root: toBase64(EMPTY_ROOT), count: 0 } }],
    ['a lone surrogate', { ref: { x: '\ud800' } }],
  ])('is refused with %s, already when staged', (_name, over) => {
    expect(() => checkStaged({ ...staged, ...over }, log)).toThrow(
      expect.objectContaining({ name: 'LedgerError' }),
    )
  })

  test('is refused past 65,535 bytes, already when staged', () => {
    const sized = (length: number) => ({ ...staged, ref: { x: 'x'.repeat(length) } })
    const room = MAX_ENTRY_BYTES - sealEntry(sized(0), first).bytes.length
    expect(sealEntry(sized(room), first).bytes).toHaveLength(MAX_ENTRY_BYTES)
    const tooLarge = expect.objectContaining({ code: 'entry.too_large' })
    expect(() => sealEntry(sized(room + 1), first)).toThrow(tooLarge)
    expect(() => checkStaged(sized(room), log)).toThrow(tooLarge)
  })

  test.each([
    ['a first event with a predecessor', { prev: toBase64(EMPTY_ROOT) }],
    ['a later event without one', { n: 2 }],
    ['a negative place', { seq: -1 }],
  ])('is refused as %s', (_name, place) => {
    expect(() => sealEntry(staged, { ...first, ...place })).toThrow(
      expect.objectContaining({ code: 'entry.invalid' }),
    )
  })

  test.each([
    ['another spelling', (text: string) => text.replace(',', ', ')],
    ['another key order', (text: string) => text.replace(/^\{("action":"[^"]*"),(.*)\}$/, '{$2,$1}')],
    ['a key twice', (text: string) => text.replace('"v":1', '"v":1,"v":1')],
    ['a member unknown to the format', (text: string) => text.replace('"v":1', '"v":1,"w":1')],
    ['another version', (text: string) => text.replace('"v":1', '"v":2')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
  ])('is not read with %s', (_name, change) => {
    const text = Buffer.from(sealEntry(staged, first).bytes).toString()
    expect(change(text)).not.toBe(text)
    expect(() => parseEntry(Buffer.from(change(text)))).toThrow(
      expect.objectContaining({ code: 'entry.invalid' }),
    )
  })

  test('with an action of a later version is still read', () => {
    const { event } = sealEntry(staged, first)
    expect(parseEntry(canonicalBytes({ ...event, action: 'future.thing' })).action).toBe('future.thing')
  })

  test('has a sentence for people behind every action', () => {
    expect(Object.keys(ledgerActions).length).toBeGreaterThanOrEqual(53)
    for (const [action, sentence] of Object.entries(ledgerActions)) {
      expect(action).toMatch(/^[a-z_]+\.[a-z_]+$/)
      expect(sentence.length).toBeGreaterThan(10)
    }
  })
})

describe('a private field', () => {
  test('opens with its value and salt only', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (value, other) => {
        fc.pre(value.isWellFormed() && other.isWellFormed() && value !== other)
        const salt = newSalt()
        const commitment = commitField(value, salt)
        expect(opensCommitment(commitment, value, toBase64(salt))).toBe(true)
        expect(opensCommitment(commitment, other, toBase64(salt))).toBe(false)
        expect(opensCommitment(commitment, value, toBase64(newSalt()))).toBe(false)
        expect(opensCommitment(commitment, value, '')).toBe(false)
      }),
    )
  })

  test('is committed to as trust in the scheme demands: prefix, salt, canonical value', () => {
    expect(commitField({ b: 1, a: '\u00e9' }, Buffer.alloc(32, 7))).toBe(
      'aU3RarFp0L4OPp+HuHFpwX0O5kZlzn5lTedGcpp7wC0=',
    )
    expect(() => commitField('x', Buffer.alloc(31))).toThrow(
      expect.objectContaining({ code: 'commitment.invalid' }),
    )
  })

  test('that was erased is listed in one form', () => {
    const fields = [
      { entry: 0, field: 'text' },
      { entry: 41, field: 'handle' },
      { entry: '0193f0a1-0000-7000-8000-00000000abcd', field: 'criteria_event' },
    ]
    expect(parseErased(formatErased(fields))).toEqual(fields)
    for (const bad of ['', '1', '1:', '01:a', '1:a,2:b', '1:A', ' 1:a', '0193f0a1:a', '-1:a'])
      expect(parseErased(bad)).toBeNull()
  })
})

describe('a batch', () => {
  // Distinct, because equal items really are at both places.
  const distinctItems = fc.uniqueArray(fc.uint8Array({ maxLength: 40 }), {
    minLength: 1,
    maxLength: 60,
    selector: (item) => toBase64(item),
  })

  test('proves each of its items, at its place, and nothing else', () => {
    fc.assert(
      fc.property(distinctItems, fc.nat(), (items, pick) => {
        const index = pick % items.length
        const batch = commitBatch(items)
        const proof = proveInBatch(items, index)
        const item = items[index] as Uint8Array
        expect(batch).toEqual({ root: toBase64(batchRoot(items)), count: items.length })
        expect(verifyInBatch(item, proof, batch)).toBe(true)
        expect(verifyInBatch(Buffer.concat([item, Buffer.of(0)]), proof, batch)).toBe(false)
        expect(verifyInBatch(item, { ...proof, index: index + 1 }, batch)).toBe(false)
        expect(verifyInBatch(item, proof, { ...batch, count: index })).toBe(false)
        expect(verifyInBatch(item, { ...proof, hashes: ['x'] }, batch)).toBe(false)
      }),
    )
  })

  test('of nothing is refused', () => {
    expect(() => commitBatch([])).toThrow(expect.objectContaining({ code: 'batch.empty' }))
  })
})
