import { queueDefinitions } from '@hark/contract'
import { enqueueMany, jobCounts, openQueues } from '@hark/queue'
import { until } from '@hark/testkit'
import { expect, test } from 'vitest'
import { acts, attempt, refusalsOf, services } from './forbidden-acts.ts'
import type { Person } from './person.ts'
import { SOON_MS, type Story } from './story.ts'

/** From a post released for a reply to that reply in public, and to nobody who may send it sooner. */
export function replySteps(story: Story): void {
  test('communications see no post of it before PV releases it for a reply', async () => {
    expect(await story.cam.get(`/api/cases/${story.caseId}`)).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden' },
    })
    const blind = await story.cam.post('/api/responses', {
      caseId: story.caseId,
      postId: story.postId,
      template: 'handoff.en',
    })
    expect(blind).toMatchObject({ status: 403, body: { code: 'response.not_released' } })
    await story.ana.must('POST', `/api/cases/${story.caseId}/reply-release`, { postId: story.postId })
    const { items } = await story.cam.must('GET', '/api/releases')
    expect(items).toMatchObject([{ caseId: story.caseId, postId: story.postId, masked: null, note: '' }])
    expect((await story.cam.must('GET', `/api/releases/${items[0].id}`)).text).not.toBeNull()
  })

  test('a reply is drafted from a template, its lint clean, and offered for sign-off', async () => {
    const { items } = await story.cam.must('GET', '/api/templates?lang=en')
    for (const { id: template } of items) {
      const drafted = await story.cam.post('/api/responses', {
        caseId: story.caseId,
        postId: story.postId,
        template,
      })
      if (drafted.status !== 200) throw new Error(JSON.stringify(drafted.body))
      story.responseId = drafted.body.id
      if (!drafted.body.versions[0].lint.blocked) break
    }
    await story.cam.must('POST', `/api/responses/${story.responseId}/submit`)
    expect(await story.theReply()).toMatchObject({ state: 'in_review', practice: true })
  })

  test('unsigned, it is refused at the API', async () => {
    const { contentSha256 } = (await story.theReply()).versions[0]
    const sign = (who: Person, over = contentSha256) =>
      who.post(`/api/responses/${story.responseId}/signature`, {
        password: who.credentials.password,
        contentSha256: over,
        meaning: 'pv_approve',
      })
    expect(await sign(story.cam)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    expect(await sign(story.ivo)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    expect((await sign(story.ben)).status).not.toBe(200) // a first signature asks for both factors
    expect((await sign(story.ben, '0'.repeat(64))).status).not.toBe(200)
    expect((await story.ben.post(`/api/responses/${story.responseId}/publish`)).status).toBe(404)
    expect((await story.theReply()).state).toBe('in_review')
  })

  test('unsigned, it is refused to a worker that was taken over, through the queue', async () => {
    await using queue = await openQueue(story.hark.databaseUrl('hark_queue'))
    const forged = [story.responseId, (await story.theReply()).versions[0].id]
    const { classify } = queue.queue
    await enqueueMany(
      classify,
      forged.map((id) => ({ id: `forged-${id}`, payload: { items: [{ postId: id, gen: 0 }] } })),
    )
    const taken = async () => {
      const { waiting, active, delayed } = await jobCounts(classify)
      return waiting + active + delayed === 0
    }
    await until('the forged jobs are taken up', taken, SOON_MS)
    expect(story.hark.published()).toEqual([])
    expect((await story.theReply()).state).toBe('in_review')
  })

  test.each(services)('unsigned, it is refused to %s in SQL', async (role) => {
    const versionId = (await story.theReply()).versions[0].id
    expect(await attempt(story.hark.databaseUrl(role), versionId, acts)).toEqual(refusalsOf(role, acts))
  })

  test('unsigned, it is refused to the superuser while the guards stand', async () => {
    const versionId = (await story.theReply()).versions[0].id
    const tried = acts.filter((act) => act.superuser)
    expect(await attempt(story.hark.databaseUrl(), versionId, tried)).toEqual(refusalsOf('superuser', tried))
    expect(story.hark.published()).toEqual([])
  })

  test('signed by another, it is held, and not even the publisher can take it before the time', async () => {
    const { contentSha256 } = (await story.theReply()).versions[0]
    const given = { ...story.ben.both(), contentSha256, meaning: 'pv_approve' }
    const { response } = await story.ben.must('POST', `/api/responses/${story.responseId}/signature`, given)
    expect(response.state).toBe('held')
    const takes = {
      name: 'takes it',
      sql: "select * from gate.claim_send((select id from gate.publish_order where state = 'ready' and $1::text is not null))",
    }
    expect(await attempt(story.hark.databaseUrl('hark_publisher'), story.responseId, [takes])).toEqual({
      'takes it': '55000',
    })
    expect(story.hark.published()).toEqual([])
  })

  test('after the hold it is public once, word for word as signed', async () => {
    await until('the reply is sent', async () => (await story.theReply()).state === 'sent', SOON_MS)
    const reply = await story.theReply()
    expect(story.hark.published()).toMatchObject([{ text: reply.versions[0].text }])
    expect(reply.attempts).toMatchObject([{ n: 1, outcome: 'sent' }])
    expect(reply.signatures).toMatchObject([
      { printedName: story.people.ben?.printedName, meaning: 'pv_approve' },
    ])
  })
}

/** As the role that owns the queue: the most a worker that was taken over could be. */
const openQueue = (postgresUrl: string) =>
  openQueues({ postgresUrl, prefix: 'hark', prepare: false, onError: () => {} }, queueDefinitions)
