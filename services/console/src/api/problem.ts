import type { Problem } from '@hark/contract'

/** A refusal of the api. `code` is for code, `message` says what to do next. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>
  readonly requestId: string

  constructor(
    status: number,
    code: string,
    message: string,
    details: Record<string, unknown>,
    requestId: string,
  ) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.details = details
    this.requestId = requestId
  }
}

/** Reads any non-2xx reply; a proxy's HTML page becomes a plain sentence. */
export async function refusalOf(reply: Response): Promise<Refusal> {
  try {
    const problem = (await reply.json()) as Problem
    if (typeof problem.code === 'string') {
      return new Refusal(
        reply.status,
        problem.code,
        problem.message,
        problem.details ?? {},
        problem.requestId,
      )
    }
  } catch {}
  return new Refusal(
    reply.status,
    'unreadable',
    `The server answered ${reply.status} without saying why.`,
    {},
    '',
  )
}

export const isSignedOut = (error: unknown): boolean =>
  error instanceof Refusal && (error.code === 'auth.required' || error.code === 'auth.session_expired')

export const hasCode = (error: unknown, code: string): error is Refusal =>
  error instanceof Refusal && error.code === code

/** What to show a person, whatever was thrown. */
export function messageOf(error: unknown): { title: string; advice: string; requestId: string } {
  if (error instanceof Refusal) {
    return { title: error.message, advice: adviceFor(error), requestId: error.requestId }
  }
  return {
    title: 'Something went wrong in this page.',
    advice: 'Reload the page; drafts are kept.',
    requestId: '',
  }
}

function adviceFor(error: Refusal): string {
  if (error.code === 'offline') return 'Check the connection. The page tries again by itself.'
  if (error.code === 'overloaded') return 'Wait a moment, then try again.'
  if (error.code === 'case.changed') return 'Reload the case; your draft stays.'
  if (error.code === 'not_found') return 'It may have been joined into another, or the address is mistyped.'
  if (error.status >= 500 || error.code === 'unreadable') return 'Try again; if it stays, tell the operator.'
  return ''
}
