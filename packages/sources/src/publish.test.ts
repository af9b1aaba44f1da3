import { expect, test } from 'vitest'
import { type PublishContent, parseContent } from './publish.ts'

const content: PublishContent = {
  platform: 'practice',
  account: 'brand',
  in_reply_to: { parent: { id: 'p1', cid: null }, root: { id: 'p1', cid: null } },
  text: 'Thank you for telling us.',
  createdAt: '2026-11-22T05:00:00.000Z',
}
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('signed bytes give back their content', () => {
  expect(parseContent(bytes(content))).toEqual(content)
})

test.each<[string, Uint8Array]>([
  ['no JSON', new TextEncoder().encode('{')],
  ['no UTF-8', new Uint8Array([0x7b, 0xff, 0x7d])],
  ['a field no adapter would send', bytes({ ...content, media: ['sha256'] })],
  ['an empty text', bytes({ ...content, text: '' })],
  ['a time without its zone', bytes({ ...content, createdAt: '2026-11-22T05:00:00' })],
  ['a platform nobody knows', bytes({ ...content, platform: 'orkut' })],
])('%s is refused', (_name, canonical) => {
  expect(() => parseContent(canonical)).toThrowError(expect.objectContaining({ code: 'input.invalid' }))
})
