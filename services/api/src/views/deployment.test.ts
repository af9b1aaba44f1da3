import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { viewDeployment } from './deployment.ts'

test('a practice deployment tells of real posts once a source of real people ran, also after it stopped', async () => {
  await using stack = await startStack({ programme: { kind: 'practice', platform: 'practice' } })
  expect(await viewDeployment(stack.ctx)).toMatchObject({ kind: 'practice', live: false, realPosts: false })
  const { sourceId } = await stack.seedProgramme({ kind: 'live', platform: 'bluesky' })
  const put = (state: string) =>
    stack.db.updateTable('source').set({ state }).where('id', '=', sourceId).execute()
  expect(await viewDeployment(stack.ctx)).toMatchObject({ kind: 'practice', live: true, realPosts: true })
  await put('paused')
  expect(await viewDeployment(stack.ctx)).toMatchObject({ live: false, realPosts: true })
  await put('draft')
  expect(await viewDeployment(stack.ctx)).toMatchObject({ live: false, realPosts: false })
})

test.each([
  ['', 'none'],
  ['practice', 'practice'],
  [' practice , ', 'practice'],
  ['practice,bluesky', 'real'],
  ['bluesky', 'real'],
])('with %o to reply to, replies reach: %s', async (HARK_REPLY_PLATFORMS, replies) => {
  await using stack = await startStack({ config: { HARK_REPLY_PLATFORMS }, programme: null })
  expect(await viewDeployment(stack.ctx)).toMatchObject({ replies })
})
