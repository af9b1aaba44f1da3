import { expect, test } from 'vitest'
import { parseFeed } from './parse.ts'
import { postsOf } from './post.ts'

const url = 'https://blog.example/feed'
const read = (document: string, place = {}) =>
  postsOf(parseFeed({ bytes: Buffer.from(document), contentType: null, base: url }), {
    url,
    receivedAt: '2026-11-22T00:00:00.000Z',
    ...place,
  })
const rss = (...items: string[]) =>
  `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><link>https://blog.example/</link><language>en_US</language>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`

test('title, summary and full text are each said once', () => {
  const text = (item: string) => read(rss(item)).posts[0]?.text
  expect(
    text(
      '<title>Ill</title><description>It made me ill […]</description><content:encoded>&lt;p&gt;It made me ill for days.&lt;/p&gt;</content:encoded>',
    ),
  ).toBe('Ill\n\nIt made me ill for days.')
  expect(
    text(
      '<title>Day one</title><description>A rash</description><content:encoded>And fever</content:encoded>',
    ),
  ).toBe('Day one\n\nA rash\n\nAnd fever')
  expect(text('<title>Same</title><description>Same</description>')).toBe('Same')
})

test('what a blog adds to every excerpt is not said twice', () => {
  const footer = '&lt;p&gt;The post &lt;a&gt;Ill&lt;/a&gt; appeared first on Blog.&lt;/p&gt;'
  const excerpt = `<description>&lt;p&gt;It made me ill […]&lt;/p&gt;${footer}</description>`
  const [post] = read(
    rss(
      `<title>Ill</title>${excerpt}<content:encoded>&lt;p&gt;It made me ill for days.&lt;/p&gt;${footer}</content:encoded>`,
    ),
  ).posts
  expect(post?.text).toBe('Ill\n\nIt made me ill for days.\n\nThe post Ill appeared first on Blog.')
})

test('an item is known by its guid, its link, or what it says', () => {
  const ids = (...items: string[]) => read(rss(...items)).posts.map(({ externalId }) => externalId)
  expect(ids('<guid>urn:a</guid><title>x</title>', '<link>/b</link><title>x</title>')).toEqual([
    'urn:a',
    'https://blog.example/b',
  ])
  expect(ids('<guid isPermaLink="false">17</guid><title>x</title>')).toEqual([`${url}#17`])
  const [one, other] = ids('<title>x</title>', '<title>y</title>')
  expect(one).not.toBe(other)
  expect(ids('<title>x</title>')).toEqual([one])
})

test('items that share an id by mistake are kept apart', () => {
  const item = (n: number) => `<guid>urn:same</guid><link>/${n}</link><title>${n}</title>`
  expect(new Set(read(rss(item(1), item(2), item(3))).posts.map(({ externalId }) => externalId)).size).toBe(3)
})

test('an edit is a revision, by when it was made', () => {
  const atom = (updated: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:a</id><title>x</title><published>2026-11-01T00:00:00Z</published><updated>${updated}</updated></entry></feed>`
  const revision = (updated: string) => read(atom(updated)).posts[0]?.revision
  expect([revision('2026-11-01T00:00:00Z'), revision('2026-11-02T00:00:00Z')]).toEqual([
    '',
    '2026-11-02T00:00:00.000Z',
  ])
})

test('pictures count with the words that describe them, and one without text is still a post', () => {
  const { posts, rejected } = read(
    rss(
      '<guid>urn:a</guid><media:content url="/a.jpg" medium="image"><media:description>A rash</media:description></media:content>',
      '<guid>urn:b</guid>',
      '<category>x</category>',
    ),
  )
  expect(posts).toMatchObject([
    { text: '', media: [{ kind: 'image', alt: 'A rash' }], lang: 'en-US' },
    { text: '' },
  ])
  expect(rejected).toEqual([{ reason: 'item.empty' }])
})

test('the item is kept as it stood in the document, whatever bytes it holds', () => {
  const item = '<guid>urn:a</guid><title>a &amp; <![CDATA[b]]></title>'
  const [post] = read(rss(item)).posts
  expect(JSON.parse(post?.raw ?? '')).toMatchObject({ format: 'rss', item: `<item>${item}</item>` })
  expect(read(rss('<guid>urn:b</guid><title>a\u0000b</title>')).posts[0]?.text).toBe('a\uFFFDb')
})

test('threads: what an entry answers', () => {
  const { posts } = read(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><entry><id>urn:c</id><title>me too</title><thr:in-reply-to ref="urn:p"/></entry></feed>`,
  )
  expect(posts).toMatchObject([{ parentId: 'urn:p', rootId: 'urn:p' }])
})

test('JSON Feed: ids as numbers beyond a double, text and HTML, broken items', () => {
  const feed =
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":12345678901234567890,"content_html":"<p>a</p>","authors":[{"name":"A"}],"tags":null},{"id":{}},{}]}'
  expect(read(feed)).toMatchObject({
    posts: [{ externalId: `${url}#12345678901234567890`, text: 'a', authorHandle: 'A' }],
    rejected: [{ reason: 'item.unknown_shape' }, { reason: 'item.empty' }],
  })
})
