import { until } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whyNotInstalled } from './installed-network.ts'
import { mayReply, Scene, SOON_MS, TIMEOUT, unless } from './scene.ts'

const missing = await whyNotInstalled()

const stories = {
  edited: 'Zolvara gave my neighbour Wilhelmine (55) a seizure this morning, the ambulance came.',
  deleted: 'My son Bartholomew (9) had hives and a swollen face an hour after his first Zolvara pill.',
  takenDown: 'Zolvara: my husband Ignatius (66) has had dizziness and a bleeding nose since he takes it.',
  paused: 'My aunt Ottoline (72) started Zolvara on Monday and got a terrible rash all over.',
  left: 'After two days of Zolvara my brother Ludovic (31) fainted twice and vomited all night long.',
}

/** Each test goes on where the last one stopped. */
describe.skipIf(missing)(`what people take back on a real Bluesky network${unless(missing)}`, TIMEOUT, () => {
  let scene: Scene<keyof typeof stories>

  beforeAll(async () => {
    scene = await Scene.open(stories, () => ({ api: mayReply }))
    await scene.goLive(false)
    expect(await scene.goLive()).toMatchObject({ code: 0 })
    await scene.listen()
    await scene.tell('edited', 'deleted', 'takenDown', 'paused', 'left')
    await scene.heard(['edited', 'deleted', 'takenDown', 'paused', 'left'])
  }, 300_000)
  afterAll(() => scene?.[Symbol.asyncDispose]())

  test('an edit is kept as another version, and the first is not lost', async () => {
    const { network, users, posts } = scene
    await network.edit(users.edited, posts.edited.uri, `${stories.edited} She is awake again.`)
    const edited = async () => (await scene.post('edited')).versions === 2
    await until('the edit has come', edited, SOON_MS)
    const { postList, thread } = await scene.theCase('edited')
    const texts = [...postList, ...thread].map((p: { text: string }) => p.text)
    expect(texts).toContain(stories.edited)
    expect(texts).toContain(`${stories.edited} She is awake again.`)
  })

  test('a deletion by its author is shown, and the author is not answered any more', async () => {
    await scene.network.delete(scene.users.deleted, scene.posts.deleted.uri)
    await scene.showsRemoval('deleted', 'deleted')
    const { id, text } = await scene.post('deleted')
    expect(text).toBe(stories.deleted)
    const caseId = scene.caseIds.deleted
    await scene.person('ana').must('POST', `/api/cases/${caseId}/reply-release`, { postId: id })
    const draft = { caseId, postId: id, template: 'handoff.en' }
    expect(await scene.person('cho').post('/api/responses', draft)).toMatchObject({
      status: 409,
      body: { code: 'response.post_gone' },
    })
  })

  test('a whole account is taken down, and given back', async () => {
    await scene.network.takeDown(scene.users.takenDown)
    await scene.showsRemoval('takenDown', 'taken_down')
    await scene.network.takeDown(scene.users.takenDown, false)
    await scene.showsRemoval('takenDown', null)
    expect((await scene.post('takenDown')).text).toBe(stories.takenDown)
  })

  test('an account is deactivated by its user, renamed, and activated again', async () => {
    await scene.network.rename(scene.users.paused, 'somebody-else.test')
    await scene.network.deactivate(scene.users.paused)
    await scene.showsRemoval('paused', 'deactivated')
    await scene.network.activate(scene.users.paused)
    await scene.showsRemoval('paused', null)
    expect(await scene.post('paused')).toMatchObject({
      externalId: scene.posts.paused.uri,
      text: stories.paused,
    })
  })

  test('an account that is deleted takes its posts along, and nothing brings them back', async () => {
    await scene.network.deleteAccount(scene.users.left)
    await scene.showsRemoval('left', 'deleted')
  })

  test('each of these is proved, every sum is zero, and the ledger is valid', async () => {
    const rows = await scene.hark.db.selectFrom('post_removal').select(['act', 'why']).orderBy('id').execute()
    const told = rows.map(({ act, why }) => `${act} ${why}`)
    expect(told).toEqual([
      'marked edited',
      'marked deleted',
      'marked taken_down',
      'restored author_restored',
      'marked deactivated',
      'restored author_restored',
      'marked deleted',
    ])
    await scene.holds()
  })
})
