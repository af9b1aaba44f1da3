import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { answer } from '../recorded.fixture.ts'
import { linkedinHook } from './hook.ts'
import { activity, commentUrn, notification, play, pulled, push, share, start } from './played.fixture.ts'

const contract = fixture('linkedin/linkedin-webhooks.asyncapi.yml')

describe('webhooks of LinkedIn', () => {
  const secrets = { clientSecret: 'secret' }
  const body = push(notification('1'), notification('2'))
  const signature = createHmac('sha256', 'secret').update(`hmacsha256=${body}`).digest('hex')
  const request = (over: object) => ({
    method: 'POST' as const,
    query: new URLSearchParams(),
    headers: { 'x-li-signature': signature },
    body,
    nowMs: 0,
    ...over,
  })

  it('answer the challenge, at set-up and at every validation after', () => {
    const challengeCode = '890e4665-4dfe-4ab1-b689-ed553bceeed0'
    const asked = request({ method: 'GET', query: new URLSearchParams({ challengeCode }) })
    const challengeResponse = createHmac('sha256', 'secret').update(challengeCode).digest('hex')
    const reply = linkedinHook.handshake?.(asked, secrets)
    expect([reply?.status, reply?.contentType]).toEqual([200, 'application/json'])
    expect(JSON.parse(reply?.body ?? '')).toEqual({ challengeCode, challengeResponse })
    expect(linkedinHook.handshake?.(asked, {})?.status).toBe(403)
    expect(linkedinHook.handshake?.(request({ method: 'GET' }), secrets)).toBeNull()
  })

  it('are verified over the raw bytes, and known by their notifications', () => {
    expect(linkedinHook.verify(request({}), secrets)).toBe(true)
    expect(linkedinHook.verify(request({ body: Buffer.concat([body, Buffer.from(' ')]) }), secrets)).toBe(
      false,
    )
    expect(linkedinHook.verify(request({ headers: {} }), secrets)).toBe(false)
    expect(linkedinHook.deliveryId?.(request({}))).toBe('1,2')
    const long = Buffer.from(
      body.toString().replace('"notificationId":1', '"notificationId":9007199254740993'),
    )
    expect(linkedinHook.deliveryId?.(request({ body: long }))).toBe('9007199254740993,2')
  })

  it.skipIf(contract.absent)('speak as the recorded contract says (needs HARK_SHARED)', () => {
    const said = readFileSync(contract.path, 'utf8')
    expect(said).toContain('response_body_fields: [challengeCode, challengeResponse]')
    expect(said).toContain('header: X-LI-Signature')
    const actions = said.match(/\n {2}actions:\n((?: {2}- [A-Z_]+\n)+)/)?.[1]?.match(/[A-Z_]{3,}/g) ?? []
    expect(actions).toContain('COMMENT_DELETE')
    for (const action of actions) if (action !== 'LIKE') expect(pulled(0, 1)).toContain(action)
  })
})

describe('what LinkedIn notifies of', () => {
  const parse = async (...list: object[]) => {
    const played = await play([], 1)
    await using _ = played.player
    return played.source.parse?.({
      headers: {},
      body: push(...list),
      receivedAt: new Date(start).toISOString(),
    })
  }

  it('a comment, once by its id, without anything of a profile', async () => {
    const decorated = { ...notification('5'), 'actor~': { localizedFirstName: 'A' } }
    const items = await parse(decorated, decorated)
    expect(items?.posts).toHaveLength(1)
    expect(items?.posts[0]).toMatchObject({
      externalId: commentUrn('5'),
      revision: '',
      authorId: 'urn:li:person:abc',
      authorHandle: null,
      text: 'so dizzy 5',
      parentId: share,
      rootId: share,
      url: `https://www.linkedin.com/feed/update/${activity}?commentUrn=${encodeURIComponent(commentUrn('5'))}`,
    })
    expect(items?.posts[0]?.raw).not.toContain('localizedFirstName')
  })

  it('an edit is a version, a deletion a removal by the same name, a reaction nothing', async () => {
    const edit = await parse(notification('5', { action: 'COMMENT_EDIT' }))
    expect(edit?.posts[0]).toMatchObject({ externalId: commentUrn('5'), revision: String(start - 60_000) })
    const gone = await parse(
      notification('6', {
        action: 'COMMENT_DELETE',
        decoratedGeneratedActivity: null,
        generatedActivity: 'urn:li:comment:(activity:7094637247890620418,5)',
      }),
    )
    expect(gone?.removals).toEqual([
      {
        kind: 'post',
        externalId: commentUrn('5'),
        reason: 'deleted',
        at: new Date(start - 60_000).toISOString(),
      },
    ])
    const liked = await parse(
      notification('7', { action: 'LIKE' }),
      notification('8', { action: 'NEW_KIND' }),
      { odd: 1 },
    )
    expect(liked).toEqual({ posts: [], removals: [], rejected: [{ reason: 'item.unknown_shape' }] })
  })

  it('a share knows what it shares', async () => {
    const urn = 'urn:li:share:8'
    const shared = { share: { entity: urn, owner: 'urn:li:person:abc', text: 'it hurts' } }
    const items = await parse(
      notification('9', { action: 'SHARE', decoratedGeneratedActivity: shared, generatedActivity: urn }),
    )
    expect(items?.posts[0]).toMatchObject({
      externalId: urn,
      text: 'it hurts',
      quotedId: share,
      parentId: null,
      rootId: null,
    })
  })

  it('words that did not come along are fetched', async () => {
    const comment = {
      $URN: commentUrn('5'),
      id: '5',
      actor: 'urn:li:person:abc',
      object: activity,
      message: { text: 'late words' },
      created: { time: start - 9_000 },
    }
    const played = await play(
      [answer(`GET /rest/socialActions/${encodeURIComponent(activity)}/comments/5`, comment)],
      1,
    )
    await using player = played.player
    const body = push(notification('5', { decoratedGeneratedActivity: null }))
    const receivedAt = new Date(start).toISOString()
    const items = await played.source.parse?.({ headers: {}, body, receivedAt })
    expect(items?.posts[0]).toMatchObject({ text: 'late words', rootId: share, parentId: share })
    expect(player.asked[0]?.headers).toMatchObject({
      'linkedin-version': '202609',
      'x-restli-protocol-version': '2.0.0',
    })
    player.fail([{ status: 500 }])
    expect((await played.source.parse?.({ headers: {}, body, receivedAt }))?.rejected).toEqual([
      { reason: 'comment.unread:http.500' },
    ])
  })
})
