import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linksIn, outgoingText, publicationBody } from './publication.ts'

test('a body holds what the public sees and nothing else', () => {
  const body = publicationBody({
    platform: 'bluesky',
    account: 'safety.acme.example',
    in_reply_to: { id: 'at://did:plc:a/app.bsky.feed.post/1' },
    text: ' Or report to fda.gov/medwatch.\r\nWrite to a@acme.example  \n',
    lang: 'en',
    created_at: '2026-11-22T11:00:00+01:00',
  })
  expect(body).toEqual({
    platform: 'bluesky',
    account: 'safety.acme.example',
    in_reply_to: { id: 'at://did:plc:a/app.bsky.feed.post/1' },
    text: 'Or report to fda.gov/medwatch.\nWrite to a@acme.example',
    lang: 'en',
    created_at: '2026-11-22T10:00:00.000Z',
    links: [{ start: 13, end: 29, url: 'https://fda.gov/medwatch' }],
  })
  expect(body.text.slice(13, 29)).toBe('fda.gov/medwatch')
})

test('a body is refused a time that is none', () => {
  const p = { platform: 'x', account: 'a', in_reply_to: { id: '1' }, text: 'x', lang: 'en' } as const
  expect(() => publicationBody({ ...p, created_at: 'now' })).toThrow(
    expect.objectContaining({ code: 'clock.instant_invalid' }),
  )
})

test.each([
  ['e\u0301te\u0301', 'été'],
  ['a \t\nb', 'a\nb'],
  ['a\rb', 'a\nb'],
  ['  a', 'a'],
])('%j goes out as %j', (text, sent) => expect(outgoingText(text)).toBe(sent))

test('preparing a text twice changes nothing, and its links are pieces of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (tail) => {
      const text = outgoingText(`see hpra.ie or www.aifa.gov.it/x ${tail}`)
      expect(outgoingText(text)).toBe(text)
      const links = linksIn(text)
      expect(links.length).toBeGreaterThanOrEqual(2)
      for (const l of links) expect(new URL(l.url).protocol).toMatch(/^https?:$/)
      expect(links.slice(0, 2).map((l) => text.slice(l.start, l.end))).toEqual([
        'hpra.ie',
        'www.aifa.gov.it/x',
      ])
    }),
  )
})
