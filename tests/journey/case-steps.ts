import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { until } from '@hark/testkit'
import { expect, test } from 'vitest'
import { type Credentials, Person } from './person.ts'
import { expected, STORY, writePosts } from './posts.ts'
import { SOON_MS, type Story } from './story.ts'

/** From a post in a file to a signed case that the safety database has. */
export function caseSteps(story: Story): void {
  test('the practice people are printed for a script, and sign in with both factors', async () => {
    const { code, stdout } = await story.hark.hark(['demo', 'credentials', '--json'])
    expect(code).toBe(0)
    story.people = Object.fromEntries(JSON.parse(stdout).map((p: Credentials) => [p.username, p]))
    const wrong = { ...(story.people.ana as Credentials), password: 'not this' }
    await expect(Person.signIn(story.hark.address, wrong)).rejects.toThrow('auth.failed')
    const signIn = (name: string) => Person.signIn(story.hark.address, story.people[name] as Credentials)
    story.ana = await signIn('ana')
    story.ben = await signIn('ben')
    story.cam = await signIn('cam')
    story.ivo = await signIn('ivo')
    expect(await story.ana.must('GET', '/api/session')).toMatchObject({
      person: { username: 'ana', roles: ['pv_reviewer'] },
      deployment: { kind: 'practice', replies: 'practice', live: false, realPosts: false },
    })
  })

  test('a file is imported, every line accounted for, and importing again adds nothing', async () => {
    const file = join(story.hark.dataDir, 'posts.jsonl')
    writePosts(file)
    const first = await story.hark.hark(['import', file, '--programme', 'Practice'])
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining(expected.sums) })
    expect(first.stderr.trim().split('\n')).toEqual(expected.rejected)
    const again = await story.hark.hark(['import', file, '--programme', 'Practice'])
    expect(again.stdout).toContain(expected.again)
  })

  test('the story is flagged and waits in the queue with its evidence and its clocks', async () => {
    const found = async () => (await story.ana.must('GET', '/api/queue?search=ottoline')).items
    await until('the story is in the queue', async () => (await found()).length > 0, SOON_MS)
    const items = await found()
    expect(items).toHaveLength(1)
    story.caseId = items[0].id
    const seen = await story.theCase()
    story.postId = seen.postList[0].id
    expect(seen).toMatchObject({ practice: true, product: 'Dolvexan', state: 'open' })
    expect(seen.postList[0].text).toBe(STORY)
    expect(seen.clocks.map((c: { kind: string }) => c.kind).sort()).toEqual([
      'forward_24h',
      'non_serious_90d',
      'serious_15d',
    ])
    const { evidence, flagged } = seen.postList[0].findings[0]
    expect(flagged).toBe(true)
    for (const { start, end, text } of evidence) expect(STORY.slice(start, end)).toBe(text)
  })

  test('it is claimed by one person, concluded on its own words and signed with both factors', async () => {
    const { token } = await story.ana.must('POST', `/api/cases/${story.caseId}/claim`, { tab: randomUUID() })
    const second = await story.ben.post(`/api/cases/${story.caseId}/claim`, { tab: randomUUID() })
    expect(second).toMatchObject({ status: 409, body: { code: 'case.leased_by_other' } })
    const at = (words: string) => {
      const start = STORY.indexOf(words)
      return { postId: story.postId, span: { start, end: start + words.length, text: words } }
    }
    const conclusion = {
      criteria: {
        patient: at('aunt Ottoline (72)'),
        reporter: at('My'),
        product: at('Dolvexan'),
        event: at('terrible rash'),
      },
      events: [{ term: 'Rash', ...at('terrible rash all over'), seriousness: ['HOSPITALISATION'] }],
      special: [],
      forwardable: true,
      validNow: true,
      closeReason: null,
      quote: null,
      duplicateOf: null,
      note: '',
    }
    const { version } = await story.theCase()
    const given = { token, version, conclusion }
    const { decision, signAtOnce } = await story.ana.must(
      'POST',
      `/api/cases/${story.caseId}/conclusion`,
      given,
    )
    expect(signAtOnce).toBe(true)
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    const { password } = story.people.ana as Credentials
    const oneFactor = await story.ana.post('/api/signing', { password, items })
    expect(oneFactor.status).not.toBe(200)
    expect(await story.ana.must('POST', '/api/signing', { ...story.ana.both(), items })).toMatchObject({
      handoffs: 1,
      signature: { printedName: story.people.ana?.printedName, records: 1 },
    })
    expect(await story.theCase()).toMatchObject({
      state: 'decided',
      decision: { state: 'signed', serious: true },
    })
  })

  test('the safety database acknowledges it with a number of its own', async () => {
    const acked = async () => (await story.theCase()).handoff?.state === 'acked'
    await until('the hand-off is acknowledged', acked, SOON_MS)
    const { handoff } = await story.theCase()
    expect(handoff.safetyCaseId).toMatch(/^PRACTICE-/)
  })
}
