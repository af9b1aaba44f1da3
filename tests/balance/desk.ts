import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { forwardableConclusion, type LocalForum, type SeededPost } from '@hark/testkit'
import type { Person } from '../journey/person.ts'

export type DeskCase = SeededPost & { n: number; tab: string }
export type People = Record<'ana' | 'ben' | 'cho' | 'lea' | 'luc', Person>

type Act = () => Promise<unknown>
/** What a person shows to sign: both components for the first of a session, one later. */
type Shown = (who: Person) => { password: string; totp?: string }

const oneComponent: Shown = (who) => ({ password: who.credentials.password })

/** Two reviewers and one of communications, who sign cases and answer them over HTTP whatever dies under them. */
export class Desk {
  readonly cases: DeskCase[]
  readonly forum: LocalForum
  /** Decisions the api said are signed, and replies it said are approved: none of them may be lost. */
  readonly answered: { decisions: Set<string>; replies: Set<string> } = {
    decisions: new Set(),
    replies: new Set(),
  }
  readonly #people: People

  constructor(forum: LocalForum, posts: readonly SeededPost[], people: People) {
    this.forum = forum
    this.cases = posts.map((post, i) => ({ ...post, n: i + 1, tab: randomUUID() }))
    this.#people = people
  }

  /** The first case, in peace: everybody signs it with both components. */
  open(): Promise<void> {
    return this.#finish(this.cases[0] as DeskCase, (who) => who.both())
  }

  /** All others, two at a time. */
  async work(): Promise<void> {
    const left = this.cases.slice(1)
    const one = async () => {
      for (let next = left.shift(); next; next = left.shift()) await this.#finish(next, oneComponent)
    }
    await Promise.all([one(), one()])
  }

  /** `id text` of its posts: they are stored beforehand, and counted with all others. */
  get posts(): string[] {
    return this.cases.map(({ n, text }) => `${this.forum.post(n).externalId} ${text}`)
  }

  /** Whether the api answers at this moment. */
  async reached(): Promise<boolean> {
    return (await this.#people.lea.get('/api/session')).status === 200
  }

  progress(): number {
    const { decisions, replies } = this.answered
    return (decisions.size + replies.size) / (2 * this.cases.length)
  }

  /** Where nobody knows whether a reply left, and the forum does not show it, two leads say that it is sent again. */
  async resolveUnknown(): Promise<void> {
    for (const { n, caseId } of this.cases) {
      const reply = await this.#replyTo(caseId)
      if (reply.state !== 'unknown' || this.forum.repliesTo(n).length > 0) continue
      const { attempts } = await this.#people.lea.must('GET', `/api/responses/${reply.id}`)
      const verdict = { verdict: 'resend', reason: 'It is not in the forum.' }
      const url = `/api/publications/${attempts.at(-1).id}/verdict`
      for (const who of [this.#people.lea, this.#people.luc]) await who.must('POST', url, verdict)
    }
  }

  /** Act by act; cut off in the middle of one, a person looks what became of it before repeating it. */
  async #finish(c: DeskCase, shown: Shown): Promise<void> {
    for (let done = false; !done; ) {
      try {
        const act = await this.#nextAct(c, shown)
        await act?.()
        done = act === null
      } catch (error) {
        if (!isCutOff(error)) throw error
        await pause(100)
      }
    }
  }

  /** What is next at this case as the api shows it now; null: nothing. */
  async #nextAct(c: DeskCase, shown: Shown): Promise<Act | null> {
    const { ana, cho } = this.#people
    const seen = await ana.must('GET', `/api/cases/${c.caseId}`)
    if (seen.decision?.state === 'concluded') return () => this.#sign(seen.decision, shown)
    if (seen.state !== 'decided') return () => this.#conclude(c, seen.version)
    this.answered.decisions.add(seen.decision.id)
    if (seen.replyReleases.length === 0)
      return () => ana.must('POST', `/api/cases/${c.caseId}/reply-release`, { postId: c.id })
    const reply = await this.#replyTo(c.caseId)
    const draft = { caseId: c.caseId, postId: c.id, template: 'handoff.en' }
    if (!reply) return () => cho.must('POST', '/api/responses', draft)
    if (reply.state === 'drafted') return () => cho.must('POST', `/api/responses/${reply.id}/submit`)
    if (reply.state === 'in_review') return () => this.#approve(reply.id, shown)
    this.answered.replies.add(reply.id)
    return null
  }

  async #conclude(c: DeskCase, version: number): Promise<void> {
    const { ana } = this.#people
    const { token } = await ana.must('POST', `/api/cases/${c.caseId}/claim`, { tab: c.tab })
    const given = { token, version, conclusion: forwardableConclusion(c) }
    await ana.must('POST', `/api/cases/${c.caseId}/conclusion`, given)
  }

  async #sign(decision: { id: string; contentSha256: string }, shown: Shown): Promise<void> {
    const { ana } = this.#people
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    await ana.must('POST', '/api/signing', { ...shown(ana), items })
    this.answered.decisions.add(decision.id)
  }

  async #approve(id: string, shown: Shown): Promise<void> {
    const { ben } = this.#people
    const { contentSha256 } = (await ben.must('GET', `/api/responses/${id}`)).versions.at(-1)
    const approval = { ...shown(ben), contentSha256, meaning: 'pv_approve' }
    await ben.must('POST', `/api/responses/${id}/signature`, approval)
    this.answered.replies.add(id)
  }

  async #replyTo(caseId: string): Promise<{ id: string; state: string }> {
    return (await this.#people.lea.must('GET', `/api/responses?caseId=${caseId}`)).items[0]
  }
}

/** As `fetch` puts it that nobody listens, or nobody any more. Whatever the api itself says is no such thing. */
const isCutOff = (error: unknown): boolean =>
  error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated')
