import { describe, expect, it } from 'vitest'
import { absent, cassette, everything, hoot, needs, type Recorded, statusesIn } from './played.fixture.ts'
import { toPost } from './post.ts'
import { serverEvents } from './sse.ts'
import { inOrder } from './stream.ts'

const receivedAt = '2026-08-02T06:00:00.000Z'
const post = (status: unknown) => {
  const made = toPost(status, receivedAt)
  if (typeof made === 'string') throw new Error(made)
  return made
}

describe.skipIf(absent)(`statuses of Mastodon 4.6${needs}`, () => {
  it('every recorded status is a post, or told why not', () => {
    const all = everything().flatMap(statusesIn)
    expect(all.length).toBeGreaterThan(250)
    const made = all.map((status) => [status, toPost(status, receivedAt)] as const)
    for (const [status, one] of made) {
      const { indexable, discoverable, noindex } = status.account
      const optedOut = indexable === false || discoverable === false || noindex === true
      if (status.visibility !== 'public') expect(one).toBe('item.not_public')
      else if (optedOut) expect(one).toBe('author.opted_out')
      // Answers to a deletion give the source text in place of the HTML.
      else if (typeof one === 'string') expect([one, status.content ?? '']).toEqual(['text.absent', ''])
      else
        expect(one).toMatchObject({
          externalId: status.id,
          lang: status.language,
          revision: status.edited_at ?? '',
        })
    }
    expect(made.filter(([, one]) => typeof one !== 'string').length).toBeGreaterThan(50)
  })

  it('HTML becomes what a person reads, and stays in raw', () => {
    const one = post(hoot())
    expect(one).toMatchObject({
      platform: 'mastodon',
      externalId: '117020593741189701',
      revision: '',
      authorId: '117020566092212359',
      authorHandle: 'mastodonpy_test_2',
      text: '#hoot (hashtag toot)',
      lang: 'ja',
      url: 'http://localhost:3000/@mastodonpy_test_2/117020593741189701',
      postedAt: '2026-08-01T13:55:55.867Z',
      receivedAt,
      parentId: null,
      quotedId: null,
      media: [],
    })
    expect(JSON.parse(one.raw)).toEqual(hoot())
  })

  it('an edit is a new version of the same post', () => {
    const edited = { ...hoot(), edited_at: '2026-08-02T05:22:24.192Z', content: '<p>other words</p>' }
    expect(post(edited)).toMatchObject({
      externalId: hoot().id,
      revision: '2026-08-02T05:22:24.192Z',
      text: 'other words',
    })
  })

  it('warnings, polls, pictures and previews are read too', () => {
    const rich = {
      ...hoot(),
      spoiler_text: 'health, side effects',
      content:
        '<p>Day 3 &amp; <span class="invisible">https://</span><span class="ellipsis">example.org/a</span><span class="invisible">bc</span><br>worse</p>',
      media_attachments: [
        { type: 'gifv', description: 'a rash' },
        { type: 'unknown', description: null },
      ],
      poll: { options: [{ title: 'yes, headache' }, { title: 'no' }] },
      card: { title: 'A leaflet', description: '' },
    }
    expect(post(rich)).toMatchObject({
      text: 'health, side effects\nDay 3 & https://example.org/abc\nworse\nyes, headache\nno',
      media: [
        { kind: 'video', alt: 'a rash' },
        { kind: 'link', alt: null },
        { kind: 'link', alt: 'A leaflet' },
      ],
    })
  })

  it.each<[string, (one: Recorded) => unknown, string]>([
    [
      'asked not to be searched',
      (one) => ({ ...one, account: { ...one.account, indexable: false } }),
      'author.opted_out',
    ],
    [
      'asked not to be suggested',
      (one) => ({ ...one, account: { ...one.account, discoverable: false } }),
      'author.opted_out',
    ],
    [
      'asked search engines to stay away',
      (one) => ({ ...one, account: { ...one.account, noindex: true } }),
      'author.opted_out',
    ],
    ['was limited', (one) => ({ ...one, account: { ...one.account, limited: true } }), 'author.opted_out'],
    ['posted unlisted', (one) => ({ ...one, visibility: 'unlisted' }), 'item.not_public'],
    ['posted nothing', (one) => ({ ...one, content: null }), 'text.absent'],
    ['has no id', ({ id: _, ...one }) => one, 'item.unknown_shape'],
  ])('whoever %s is not read', (_, change, reason) => {
    expect(toPost(change(hoot()), receivedAt)).toBe(reason)
  })

  it('a boost is what it boosts, by the choices of whom it boosts', () => {
    const boost = { ...hoot(), id: '117020593741189999', content: '', reblog: hoot() }
    expect(post(boost)).toMatchObject({ externalId: hoot().id, text: '#hoot (hashtag toot)' })
    const shy = { ...boost, reblog: { ...hoot(), account: { ...hoot().account, indexable: false } } }
    expect(toPost(shy, receivedAt)).toBe('author.opted_out')
  })

  it('a quote refers as long as its author agrees', () => {
    const quotes = cassette('test_status_quote_revoke').flatMap(({ body }) => statusesIn(jsonOr(body)))
    const states = Map.groupBy(
      quotes.filter(({ quote, content }) => quote && content),
      ({ quote }) => (quote as { state: string }).state,
    )
    expect(states.size).toBe(2)
    for (const [state, list] of states)
      for (const status of list) {
        const named = post({ ...status, visibility: 'public', account: hoot().account }).quotedId
        if (state === 'accepted') expect(named).toMatch(/^\d+$/)
        else expect(named).toBeNull()
      }
  })

  it('less than all is enough: older servers, missing authors, numbers for ids', () => {
    const { indexable: _i, discoverable: _d, noindex: _n, ...account } = hoot().account
    expect(post({ id: 42, content: '<p>old</p>', account })).toMatchObject({
      externalId: '42',
      lang: null,
      url: null,
    })
    expect(post({ id: '1', content: 'gone', account: null, created_at: 'soon' })).toMatchObject({
      authorId: null,
      authorHandle: null,
      postedAt: null,
    })
  })
})

describe.skipIf(absent)(`a recorded stream${needs}`, () => {
  const body = () =>
    cassette('test_stream_user_direct').find(({ url }) => url.pathname.endsWith('/user'))?.body as Buffer
  const read = async (chunks: Buffer[]) => {
    const pages = []
    for await (const events of serverEvents(
      (async function* () {
        yield* chunks
      })(),
    ))
      pages.push(...inOrder(events, receivedAt))
    return pages
  }

  it('tells of posts, edits and deletions, and nothing of conversations and notifications', async () => {
    const open = body().toString().replaceAll('"indexable":false', '"indexable":true')
    const pages = await read([Buffer.from(open)])
    expect(pages.flatMap(({ posts }) => posts.map(({ text, revision }) => [text, revision]))).toEqual([
      ['only real cars respond.', ''],
      ['only real animals respond.', '2026-08-02T05:22:24.192Z'],
    ])
    expect(pages.flatMap(({ rejected }) => rejected)).toEqual([{ reason: 'item.not_public' }])
    expect(pages.flatMap(({ removals }) => removals)).toEqual([
      { kind: 'post', externalId: '117024236332527350', reason: 'deleted', at: receivedAt },
    ])
  })

  it('is the same in pieces of any size', async () => {
    const whole = await read([body()])
    for (const size of [1, 7, 1000]) {
      const bytes = size === 1 ? body().subarray(-2500) : body()
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      )
      const read1 = await read(pieces)
      if (size > 1)
        expect(
          read1.flatMap(({ posts, rejected, removals }) => [...posts, ...rejected, ...removals]),
        ).toEqual(whole.flatMap(({ posts, rejected, removals }) => [...posts, ...rejected, ...removals]))
      else expect(read1.flatMap(({ removals }) => removals)).toHaveLength(1)
    }
  })

  it('a post that follows a deletion does not share its page', () => {
    const update = { event: 'update', data: JSON.stringify(hoot()) }
    const pages = inOrder(
      [update, { event: 'delete', data: hoot().id }, update, { event: 'update', data: '{' }],
      receivedAt,
    )
    expect(
      pages.map(({ posts, removals, rejected }) => [posts.length, removals.length, rejected.length]),
    ).toEqual([
      [1, 1, 0],
      [1, 0, 1],
    ])
  })
})

function jsonOr(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
