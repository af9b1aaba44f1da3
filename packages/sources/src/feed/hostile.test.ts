import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FeedReader } from './feed-reader.ts'
import { htmlText } from './html-text.ts'
import { feedLimits } from './limits.ts'
import { parseFeed } from './parse.ts'
import { FeedRefused } from './xml.ts'

const parse = (text: string) =>
  parseFeed({ bytes: Buffer.from(text), contentType: null, base: 'https://feed.example/' })
const item = (inner: string, head = '') =>
  `${head}<rss version="2.0"><channel><item>${inner}</item></channel></rss>`
const titleOf = (text: string) => parse(text).entries[0]?.title?.value

describe('a hostile document', () => {
  test.each([
    ['a file outside', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['an address outside', '<!DOCTYPE a [<!ENTITY x SYSTEM "http://169.254.169.254/">]>'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY y "lol lol"><!ENTITY x "&y;&y;&y;&y;">]>'],
    ['a parameter entity', `<!DOCTYPE a [<!ENTITY % p "<!ENTITY x 'v'>"> %p; <!-- don't ]> -->]>`],
    ['a DTD elsewhere', '<!DOCTYPE a SYSTEM "http://evil.example/a.dtd">'],
  ])('%s is never expanded, and the rest is read', (_, head) => {
    expect(titleOf(item('<title>a &x; b</title>', `<?xml version="1.0"?>${head}`))).toBe('a &x; b')
  })

  test('references to characters are characters, whatever they name', () => {
    expect(
      titleOf(item('<title>&#8364;&#x20AC;&eacute;&#146;&#0;&#xD800;&#99999999;&amp;eacute;</title>')),
    ).toBe('€€é’\uFFFD\uFFFD\uFFFD&eacute;')
  })

  test('elements left open nest without end and without harm; a tower of them is refused', () => {
    expect(titleOf(item(`<title>${'<b>'.repeat(500)}deep</title>`))).toContain('deep')
    expect(() => parse('<a>'.repeat(200_000))).toThrowError(
      expect.objectContaining({ code: 'feed.too_deep' }),
    )
  })

  test.each([
    [
      'attributes',
      `<rss ${Array.from({ length: 300 }, (_, n) => `a${n}="1"`).join(' ')}/>`,
      'feed.too_many_attributes',
    ],
    ['elements', `<rss>${'<a/>'.repeat(feedLimits.elements)}</rss>`, 'feed.too_many_elements'],
    ['no feed', '<html><body>Not found</body></html>', 'feed.not_a_feed'],
    ['nothing', '', 'feed.not_a_feed'],
    ['half of JSON', '{"version": "https://jsonfeed.org/version/1", "items": [', 'feed.not_a_feed'],
  ])('%s: refused by its code', (_, text, code) => {
    expect(() => parse(text)).toThrowError(expect.objectContaining({ code }))
  })

  test('items beyond the limit are counted as rejected, not dropped', () => {
    const feed = parse(
      `<rss><channel>${'<item><title>x</title></item>'.repeat(feedLimits.items + 3)}</channel></rss>`,
    )
    expect([feed.entries.length, feed.rejected]).toEqual([
      feedLimits.items,
      Array(3).fill({ reason: 'feed.too_many_items' }),
    ])
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('names of %s are names', (name) => {
    const text = `<rss xmlns:${name}="${name}"><channel><${name}:a ${name}="1"/><item><${name}>1</${name}><title>t</title><pubDate>${name} 1 2004</pubDate></item></channel></rss>`
    expect(titleOf(text)).toBe('t')
    expect(
      parse(`<?xml version="1.0" encoding="${name}"?><rss><item><title>t</title></item></rss>`).entries,
    ).toHaveLength(1)
  })

  test('any bytes end in a feed or a refusal', () => {
    const pieces = fc.constantFrom(
      '<rss>',
      '<item',
      '>',
      '</',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE',
      '[',
      '&#',
      'x;',
      '"',
      '<feed xmlns="',
      '<!--',
      '{',
      '<?xml',
    )
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(pieces, fc.string({ maxLength: 1 })), maxLength: 80 }),
        (text) => {
          try {
            parse(text)
          } catch (error) {
            expect(error).toBeInstanceOf(FeedRefused)
          }
        },
      ),
    )
  })
})

test('a document that takes too long ends its thread, and the next is read', async () => {
  const reader = new FeedReader({ parseMs: 300, parseMsPerMb: 0 })
  const long = Buffer.from(`<rss>${'<item><title>&lt;b&gt;x</title></item>'.repeat(240_000)}</rss>`)
  const waiting = [
    reader.read({ bytes: long, contentType: null, base: null }),
    reader.read({ bytes: Buffer.from(item('<title>fine</title>')), contentType: null, base: null }),
  ]
  const [late, fine] = await Promise.allSettled(waiting)
  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'feed.timeout' } })
  expect(fine).toMatchObject({ status: 'fulfilled', value: { entries: [{ title: { value: 'fine' } }] } })
})

describe('HTML as text', () => {
  test.each([
    ['<p>One</p><p>Two<br>three</p>', 'One\n\nTwo\nthree'],
    ['a<script>alert(1)</script><style>b{}</style><!-- c -->d', 'ad'],
    ['<ul><li>one<li>two</ul>', 'one\ntwo'],
    ['5 &lt; 6 &amp;&amp; x&nbsp;y', '5 < 6 && x\u00a0y'],
    ['by <a href="x">who</a> to <b> where </b>now', 'by who to where now'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['&#x20AC; &eacute; &unknown;', '€ é &unknown;'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a\nb'],
  ])('%s', (html, text) => {
    expect(htmlText(html).text).toBe(text)
  })

  test('keeps the words that describe images', () => {
    expect(htmlText('<img alt="A rash"><img>').images).toEqual(['A rash', null])
  })
})
