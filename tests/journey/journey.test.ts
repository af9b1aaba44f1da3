import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { queueDefinitions } from '@hark/contract'
import { enqueueMany, jobCounts, openQueues } from '@hark/queue'
import { until } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flipByte } from './bundle-bytes.ts'
import { Deployment } from './deployment.ts'
import { acts, attempt, refusalsOf, services } from './forbidden-acts.ts'
import { type Credentials, Person } from './person.ts'
import { expected, STORY, writePosts } from './posts.ts'
import { runCli } from './run-cli.ts'

const HOLD_SECONDS = 4
const SOON_MS = 30_000

/** One deployment, one reply, from a post in a file to a bundle verified elsewhere. Each test goes on where the last one stopped. */
describe('the journey on the real stack', { timeout: 90_000 }, () => {
  let hark: Deployment
  let people: Record<string, Credentials>
  let ana: Person
  let ben: Person
  let cam: Person
  let ivo: Person
  const began = new Date().toISOString()
  // What the story has come to so far.
  let caseId = ''
  let postId = ''
  let responseId = ''
  let bundleFile = ''
  let vkey = ''

  beforeAll(async () => {
    hark = await Deployment.make({
      HARK_PRACTICE_SPEED: '2000',
      HARK_HOLD_SECONDS: String(HOLD_SECONDS),
      HARK_OFFLINE: '1',
    })
    await hark.start()
  }, 120_000)
  afterAll(() => hark?.[Symbol.asyncDispose]())

  const theCase = () => ana.must('GET', `/api/cases/${caseId}`)
  const theReply = () => ana.must('GET', `/api/responses/${responseId}`)

  test('the practice people are printed for a script, and sign in with both factors', async () => {
    const { code, stdout } = await hark.hark(['demo', 'credentials', '--json'])
    expect(code).toBe(0)
    people = Object.fromEntries(JSON.parse(stdout).map((p: Credentials) => [p.username, p]))
    const wrong = { ...(people.ana as Credentials), password: 'not this' }
    await expect(Person.signIn(hark.address, wrong)).rejects.toThrow('auth.failed')
    const signIn = (name: string) => Person.signIn(hark.address, people[name] as Credentials)
    ana = await signIn('ana')
    ben = await signIn('ben')
    cam = await signIn('cam')
    ivo = await signIn('ivo')
    expect(await ana.must('GET', '/api/session')).toMatchObject({
      person: { username: 'ana', roles: ['pv_reviewer'] },
      deployment: { kind: 'practice', listenOnly: false, live: false },
    })
  })

  test('a file is imported, every line accounted for, and importing again adds nothing', async () => {
    const file = join(hark.dataDir, 'posts.jsonl')
    writePosts(file)
    const first = await hark.hark(['import', file, '--programme', 'Practice'])
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining(expected.sums) })
    expect(first.stderr.trim().split('\n')).toEqual(expected.rejected)
    const again = await hark.hark(['import', file, '--programme', 'Practice'])
    expect(again.stdout).toContain(expected.again)
  })

  test('the story is flagged and waits in the queue with its evidence and its clocks', async () => {
    const found = async () => (await ana.must('GET', '/api/queue?search=ottoline')).items
    await until('the story is in the queue', async () => (await found()).length > 0, SOON_MS)
    const items = await found()
    expect(items).toHaveLength(1)
    caseId = items[0].id
    const seen = await theCase()
    postId = seen.postList[0].id
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
    const { token } = await ana.must('POST', `/api/cases/${caseId}/claim`, { tab: randomUUID() })
    const second = await ben.post(`/api/cases/${caseId}/claim`, { tab: randomUUID() })
    expect(second).toMatchObject({ status: 409, body: { code: 'case.leased_by_other' } })
    const at = (words: string) => {
      const start = STORY.indexOf(words)
      return { postId, span: { start, end: start + words.length, text: words } }
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
    const { version } = await theCase()
    const given = { token, version, conclusion }
    const { decision, signAtOnce } = await ana.must('POST', `/api/cases/${caseId}/conclusion`, given)
    expect(signAtOnce).toBe(true)
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    const { password } = people.ana as Credentials
    const oneFactor = await ana.post('/api/signing', { password, items })
    expect(oneFactor.status).not.toBe(200)
    expect(await ana.must('POST', '/api/signing', { ...ana.both(), items })).toMatchObject({
      handoffs: 1,
      signature: { printedName: people.ana?.printedName, records: 1 },
    })
    expect(await theCase()).toMatchObject({ state: 'decided', decision: { state: 'signed', serious: true } })
  })

  test('the safety database acknowledges it with a number of its own', async () => {
    const acked = async () => (await theCase()).handoff?.state === 'acked'
    await until('the hand-off is acknowledged', acked, SOON_MS)
    const { handoff } = await theCase()
    expect(handoff.safetyCaseId).toMatch(/^PRACTICE-/)
  })

  test('communications see no post of it before PV releases it for a reply', async () => {
    expect(await cam.get(`/api/cases/${caseId}`)).toMatchObject({
      status: 403,
      body: { code: 'auth.forbidden' },
    })
    const blind = await cam.post('/api/responses', { caseId, postId, template: 'handoff.en' })
    expect(blind).toMatchObject({ status: 403, body: { code: 'response.not_released' } })
    await ana.must('POST', `/api/cases/${caseId}/reply-release`, { postId })
    const { items } = await cam.must('GET', '/api/releases')
    expect(items).toMatchObject([{ caseId, postId, masked: null, note: '' }])
    expect((await cam.must('GET', `/api/releases/${items[0].id}`)).text).not.toBeNull()
  })

  test('a reply is drafted from a template, its lint clean, and offered for sign-off', async () => {
    const { items } = await cam.must('GET', '/api/templates?lang=en')
    for (const { id: template } of items) {
      const drafted = await cam.post('/api/responses', { caseId, postId, template })
      if (drafted.status !== 200) throw new Error(JSON.stringify(drafted.body))
      responseId = drafted.body.id
      if (!drafted.body.versions[0].lint.blocked) break
    }
    await cam.must('POST', `/api/responses/${responseId}/submit`)
    expect(await theReply()).toMatchObject({ state: 'in_review', practice: true })
  })

  test('unsigned, it is refused at the API', async () => {
    const { contentSha256 } = (await theReply()).versions[0]
    const sign = (who: Person, over = contentSha256) =>
      who.post(`/api/responses/${responseId}/signature`, {
        password: who.credentials.password,
        contentSha256: over,
        meaning: 'pv_approve',
      })
    expect(await sign(cam)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    expect(await sign(ivo)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    expect((await sign(ben)).status).not.toBe(200) // a first signature asks for both factors
    expect((await sign(ben, '0'.repeat(64))).status).not.toBe(200)
    expect((await ben.post(`/api/responses/${responseId}/publish`)).status).toBe(404)
    expect((await theReply()).state).toBe('in_review')
  })

  test('unsigned, it is refused to a worker that was taken over, through the queue', async () => {
    await using queue = await openQueue(hark.databaseUrl('hark_queue'))
    const forged = [responseId, (await theReply()).versions[0].id]
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
    expect(hark.published()).toEqual([])
    expect((await theReply()).state).toBe('in_review')
  })

  test.each(services)('unsigned, it is refused to %s in SQL', async (role) => {
    const versionId = (await theReply()).versions[0].id
    expect(await attempt(hark.databaseUrl(role), versionId, acts)).toEqual(refusalsOf(role, acts))
  })

  test('unsigned, it is refused to the superuser while the guards stand', async () => {
    const versionId = (await theReply()).versions[0].id
    const tried = acts.filter((act) => act.superuser)
    expect(await attempt(hark.databaseUrl(), versionId, tried)).toEqual(refusalsOf('superuser', tried))
    expect(hark.published()).toEqual([])
  })

  test('signed by another, it is held, and not even the publisher can take it before the time', async () => {
    const { contentSha256 } = (await theReply()).versions[0]
    const given = { ...ben.both(), contentSha256, meaning: 'pv_approve' }
    const { response } = await ben.must('POST', `/api/responses/${responseId}/signature`, given)
    expect(response.state).toBe('held')
    const takes = {
      name: 'takes it',
      sql: "select * from gate.claim_send((select id from gate.publish_order where state = 'ready' and $1::text is not null))",
    }
    expect(await attempt(hark.databaseUrl('hark_publisher'), responseId, [takes])).toEqual({
      'takes it': '55000',
    })
    expect(hark.published()).toEqual([])
  })

  test('after the hold it is public once, word for word as signed', async () => {
    await until('the reply is sent', async () => (await theReply()).state === 'sent', SOON_MS)
    const reply = await theReply()
    expect(hark.published()).toMatchObject([{ text: reply.versions[0].text }])
    expect(reply.attempts).toMatchObject([{ n: 1, outcome: 'sent' }])
    expect(reply.signatures).toMatchObject([{ printedName: people.ben?.printedName, meaning: 'pv_approve' }])
  })

  test('every sum is zero', async () => {
    expect(await hark.hark(['balance'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Balanced: every sum is zero.'),
    })
  })

  test('the auditor exports the period, twice the same bytes', async () => {
    const to = new Date().toISOString()
    const checkpoint = () => ivo.must('GET', '/api/audit/checkpoint')
    const isPublished = async () => {
      const { items } = await ivo.must('GET', `/api/audit/entries?limit=1&to=${to}`)
      return items[0].leafIndex !== null && items[0].leafIndex < (await checkpoint()).size
    }
    await until('the ledger has published it all', isPublished, SOON_MS)
    vkey = (await checkpoint()).vkey
    const query = `/api/audit/export?from=${began}&to=${to}`
    expect(await cam.get(query)).toMatchObject({ status: 403, body: { code: 'auth.forbidden' } })
    const first = await ivo.get(query)
    const second = await ivo.get(query)
    expect(first.status).toBe(200)
    expect(second.bytes.equals(first.bytes)).toBe(true)
    bundleFile = join(hark.dataDir, 'bundle.tar')
    writeFileSync(bundleFile, first.bytes)
  })

  test('Ctrl-C stops everything in order', async () => {
    const children = childrenOf(hark.pid)
    expect(children.length).toBeGreaterThanOrEqual(5)
    const { code, signal, shown } = await hark.pressCtrlC()
    expect({ code, signal }).toEqual({ code: 0, signal: null })
    expect(shown).toMatch(/Stopping …\nStopped\.\n$/)
    expect(children.filter(isAlive)).toEqual([])
    await expect(fetch(hark.address)).rejects.toThrow()
  })

  test('the bundle verifies with no server and no database, and one changed byte is named', async () => {
    const nothing = { HARK_DATA: join(hark.dataDir, 'nothing-here') }
    const verify = (file: string) => runCli(['verify', file, '--vkey', vkey], nothing)
    expect(await verify(bundleFile)).toMatchObject({ code: 0 })
    const bundle = readFileSync(bundleFile)
    for (const [file, named] of [
      ['line-listing.csv', 'line-listing.csv'],
      ['tile/entries/000', 'entry'],
    ] as const) {
      const tampered = join(hark.dataDir, 'tampered.tar')
      writeFileSync(tampered, flipByte(bundle, file))
      const said = await verify(tampered)
      expect(said.code).toBe(1)
      expect(said.stdout).toContain(named)
    }
    expect(readdirSync(hark.dataDir)).not.toContain('nothing-here')
  })

  test('a second start finds everything again, and sends nothing twice', async () => {
    const shown = await hark.start()
    expect(shown).not.toContain('creating the database')
    expect(await theCase()).toMatchObject({ state: 'decided', handoff: { state: 'acked' } })
    expect((await theReply()).state).toBe('sent')
    expect(hark.published()).toHaveLength(1)
  })

  test('a start on the same data, and one on the same port, are refused in one sentence', async () => {
    const same = await hark.hark(['start'])
    expect(same.code).toBe(1)
    expect((same.stdout + same.stderr).trim().split('\n')).toEqual([
      expect.stringMatching(/^Hark is already running on .* at http:/),
    ])
    const other = await hark.hark(['start'], { HARK_DATA: join(hark.dataDir, 'other') })
    expect(other.code).toBe(1)
    expect((other.stdout + other.stderr).trim().split('\n')).toEqual([
      expect.stringMatching(/^Port \d+ is used by another program: .* HARK_PORT=\d+ npm start\.$/),
    ])
  })
})

/** As the role that owns the queue: the most a worker that was taken over could be. */
const openQueue = (postgresUrl: string) =>
  openQueues({ postgresUrl, prefix: 'hark', prepare: false, onError: () => {} }, queueDefinitions)

/** Processes started by this one, by Linux's own list. */
function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((one) => parentOf(one) === pid)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null // ended while we looked
  }
}

const isAlive = (pid: number) => parentOf(pid) !== null
