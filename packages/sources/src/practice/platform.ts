import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { z } from 'zod'

/** One post as the practice platform shows it to the public. */
const Entry = z.object({
  id: z.string(),
  key: z.string(),
  account: z.string(),
  in_reply_to: z.string().nullable(),
  text: z.string(),
  created_at: z.string(),
  accepted_at: z.string(),
})
export type PracticeEntry = z.infer<typeof Entry>

export type Submission = Pick<PracticeEntry, 'key' | 'account' | 'in_reply_to' | 'text' | 'created_at'>

/** What the platform does with a submission instead of its duty. */
export type Fault =
  | 'accept_then_timeout'
  | 'accept_then_500'
  | 'accept_then_garbage'
  | 'reject'
  | 'rate_limit'
  | 'refuse_connection'

export type Reply = { status: number; id: string | null; code: string | null }

/**
 * A publishing platform that lives in one append-only file of JSON lines, its own record of what it was sent: tests
 * count posts there and nowhere else. Submissions with the same key are one post, even by two processes at once:
 * the first line of a key is the post, and later ones are none.
 */
export class PracticePlatform {
  readonly path: string
  readonly #faults: Fault[]
  readonly #nowMs: () => number
  #entries = new Map<string, PracticeEntry>()
  #readTo = 0

  constructor(
    path: string,
    { faults = [], nowMs = Date.now }: { faults?: Fault[]; nowMs?: () => number } = {},
  ) {
    this.path = path
    this.#faults = [...faults]
    this.#nowMs = nowMs
  }

  /** Rejects where a real platform would leave the caller without an answer. The next fault, if any, is used up. */
  async submit(submission: Submission): Promise<Reply> {
    const fault = this.#faults.shift()
    if (fault === 'reject') return { status: 422, id: null, code: 'Rejected' }
    if (fault === 'rate_limit') return { status: 429, id: null, code: 'RateLimited' }
    if (fault === 'refuse_connection')
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' })
    const entry = await this.#accept(submission)
    if (fault === 'accept_then_timeout') throw new DOMException('timed out', 'TimeoutError')
    if (fault === 'accept_then_500') return { status: 500, id: null, code: 'InternalError' }
    if (fault === 'accept_then_garbage') return { status: 200, id: null, code: null }
    if (!sameContent(entry, submission)) return { status: 409, id: null, code: 'KeyReused' }
    return { status: 200, id: entry.id, code: null }
  }

  /** The post of a key, or null; a key names at most one. */
  async find(key: string): Promise<PracticeEntry | null> {
    await using file = await open(this.path, 'a+')
    await this.#catchUp(file)
    return this.#entries.get(key) ?? null
  }

  /** Every post the public sees, in the order it was accepted. */
  async posts(): Promise<PracticeEntry[]> {
    await using file = await open(this.path, 'a+')
    await this.#catchUp(file)
    return [...this.#entries.values()]
  }

  async #accept(submission: Submission): Promise<PracticeEntry> {
    await using file = await open(this.path, 'a+')
    const torn = await this.#catchUp(file)
    const known = this.#entries.get(submission.key)
    if (known) return known
    const id = `pp-${createHash('sha256').update(submission.key).digest('hex').slice(0, 16)}`
    const entry = { id, ...submission, accepted_at: new Date(this.#nowMs()).toISOString() }
    // A line torn by a crash is closed first, so that it can never swallow this one.
    await file.appendFile(`${torn ? '\n' : ''}${JSON.stringify(entry)}\n`)
    await file.sync()
    await this.#catchUp(file)
    return this.#entries.get(submission.key) ?? entry
  }

  /** Reads what was appended since, by this process or another; true if the file ends in a torn line. */
  async #catchUp(file: FileHandle): Promise<boolean> {
    const from = this.#readTo
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    const appended = buffer.subarray(0, bytesRead)
    const complete = appended.lastIndexOf(0x0a) + 1
    for (const line of appended.subarray(0, complete).toString('utf8').split('\n')) this.#learn(line)
    // Two readings may overlap: learning a line twice is harmless, skipping one is not.
    this.#readTo = Math.max(this.#readTo, from + complete)
    return complete < appended.length
  }

  #learn(line: string): void {
    const entry = parseEntry(line)
    if (entry !== null && !this.#entries.has(entry.key)) this.#entries.set(entry.key, entry)
  }
}

function parseEntry(line: string): PracticeEntry | null {
  try {
    return Entry.parse(JSON.parse(line))
  } catch {
    return null // A line torn by a crash: it was never acknowledged.
  }
}

function sameContent(entry: PracticeEntry, submission: Submission): boolean {
  const { account, in_reply_to, text, created_at } = entry
  return (
    account === submission.account &&
    in_reply_to === submission.in_reply_to &&
    text === submission.text &&
    created_at === submission.created_at
  )
}
