import {
  type Exchange,
  fixture,
  openApiContract,
  playCassettes,
  type RequestContract,
} from '@hark/testkit/cassettes'
import { budgets, inMemory } from '../limits/budgets.ts'
import { means } from '../recorded.fixture.ts'
import { linkedinAdapter } from './adapter.ts'

/** Tests only: noon of the day they play on. */
export const start = Date.UTC(2026, 10, 22, 12)
export const activity = 'urn:li:activity:7094637247890620418'
export const share = 'urn:li:share:7094637247487995904'
export const commentUrn = (id: string) => `urn:li:comment:(${activity},${id})`
/** As LinkedIn documents and sends it: the id a long, the comment named in two ways. */
export const notification = (id: string, over: object = {}) => ({
  subscriber: 'urn:li:person:zLq',
  lastModifiedAt: start - 60_000,
  decoratedSourcePost: { owner: 'urn:li:organization:77', text: 'Our post', entity: share },
  sourcePost: activity,
  decoratedGeneratedActivity: {
    comment: { owner: 'urn:li:person:abc', text: `so dizzy ${id}`, entity: commentUrn(id), object: activity },
  },
  action: 'COMMENT',
  notificationId: Number(id),
  organizationalEntity: 'urn:li:organization:77',
  generatedActivity: `urn:li:comment:(activity:7094637247890620418,${id})`,
  ...over,
})
export const push = (...notifications: object[]) =>
  Buffer.from(JSON.stringify({ type: 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS', notifications }))
export const pulled = (from: number, to: number, at = 0) =>
  `GET /rest/organizationalEntityNotifications?q=criteria&actions=List(COMMENT,ADMIN_COMMENT,COMMENT_EDIT,COMMENT_DELETE,COMMENT_MENTION,SHARE,SHARE_MENTION)&organizationalEntity=urn%3Ali%3Aorganization%3A77&timeRange=(start:${from},end:${to})&start=${at}&count=100`
export const posts =
  'GET /rest/posts?q=author&author=urn%3Ali%3Aorganization%3A77&sortBy=LAST_MODIFIED&start=0&count=100'
export const none = { elements: [], paging: { start: 0, count: 100 } }
export const post = {
  id: share,
  author: 'urn:li:organization:77',
  commentary: 'Ask @[Us \\(here\\)](urn:li:organization:77) \\(or not\\) {hashtag|\\#|zolvara}',
  publishedAt: start - 5_000,
  lastModifiedAt: start - 5_000,
  lifecycleState: 'PUBLISHED',
  visibility: 'PUBLIC',
  content: { media: { id: 'urn:li:image:1', altText: 'a box' } },
}

const document = fixture('linkedin/linkedin-marketing-community.openapi.yml')

/** The published document knows of subscriptions alone, of all that is asked here; it writes URNs as they are, addresses encode them. */
const contract: RequestContract = document.absent
  ? () => []
  : (() => {
      const judge = openApiContract(document.path, {
        base: '/rest',
        translate: (asked) => ({ ...asked, path: decodeURIComponent(asked.path) }),
      })
      return (asked) => (asked.path.includes('/eventSubscriptions/') ? judge(asked) : [])
    })()

export async function play(exchanges: Exchange[], stopAfterMs: number, config: object = {}) {
  const player = await playCassettes(exchanges, { ignore: ['timeRange'], contract })
  const tools = means(player, start, stopAfterMs)
  const settings = { server: player.origin, organization: '77', ...config }
  const source = linkedinAdapter.open(settings, {
    ...tools.deps,
    secrets: { accessToken: 'token' },
    budgets: budgets(linkedinAdapter.allowances?.(settings) ?? {}, inMemory(), tools.deps.nowMs),
  })
  return { player, source, ...tools }
}
