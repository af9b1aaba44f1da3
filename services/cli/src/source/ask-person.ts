import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Questions to the person at the terminal. */
export type AskPerson = AsyncDisposable & {
  /** Null where nobody is there to ask. */
  ask(question: string, opts?: { secret?: boolean }): Promise<string | null>
}

/** Asks on standard error, so that standard output stays the command's own. What is secret is not echoed. */
export function askPerson(): AskPerson {
  if (!process.stdin.isTTY) return { ask: async () => null, [Symbol.asyncDispose]: async () => {} }
  let muted = false
  const output = new Writable({
    write(chunk, _encoding, done) {
      if (!muted) process.stderr.write(chunk)
      done()
    },
  })
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  return {
    async ask(question, { secret = false } = {}) {
      process.stderr.write(`${question} `)
      muted = secret
      const answer = (await lines.question('')).trim()
      muted = false
      if (secret) process.stderr.write('\n')
      return answer === '' ? null : answer
    },
    [Symbol.asyncDispose]: async () => lines.close(),
  }
}
