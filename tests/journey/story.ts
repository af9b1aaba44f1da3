import { Deployment } from './deployment.ts'
import type { Credentials, Person } from './person.ts'

export const SOON_MS = 30_000

/** What the journey has come to so far: each step leaves here what the next ones need. */
export class Story {
  readonly began = new Date().toISOString()
  readonly hark: Deployment
  people: Record<string, Credentials> = {}
  ana!: Person
  ben!: Person
  cam!: Person
  ivo!: Person
  caseId = ''
  postId = ''
  responseId = ''

  private constructor(hark: Deployment) {
    this.hark = hark
  }

  /** Of a deployment of its own, whose replies are held for so many seconds; not yet started. */
  static async of({ holdSeconds }: { holdSeconds: number }): Promise<Story> {
    const hark = await Deployment.make({
      HARK_PRACTICE_SPEED: '2000',
      HARK_HOLD_SECONDS: String(holdSeconds),
      HARK_OFFLINE: '1',
    })
    return new Story(hark)
  }

  theCase() {
    return this.ana.must('GET', `/api/cases/${this.caseId}`)
  }

  theReply() {
    return this.ana.must('GET', `/api/responses/${this.responseId}`)
  }
}
