/** Errors whose sentences are written by Hark or by a server, never by a stranger. */
const trustedNames = new Set([
  'DomainError',
  'OperatorError',
  'QueueUnavailable',
  'MaxRetriesPerRequestError',
  'ReplyError',
])
/** Sentences of the engine that quote code, never data; others of its sentences quote what they were given. */
const engineSentence =
  /^(?:Cannot (?:read|set) properties of (?:undefined|null) \((?:reading|setting) '\w+'\)|[\w.()]+ is not (?:a function|a constructor|defined|iterable)|Cannot access '\w+' before initialization|Maximum call stack size exceeded|Invalid (?:time value|array length|string length)|fetch failed|This operation was aborted|The operation was aborted(?: due to timeout)?)$/
const deepestCause = 3

export type LoggedError = {
  type: string
  code?: string
  message?: string
  stack?: string
  table?: string
  constraint?: string
  cause?: LoggedError
}

/**
 * An error as a log line may show it: type, code, stack frames, and the message only where its author is known.
 * JSON.parse, parsers and `detail` of Postgres quote their input, which here is a stranger's post.
 */
export function describeError(error: Error, depth = 1): LoggedError {
  const { code, table, constraint, cause } = error as Error & Record<string, unknown>
  const message = loggableMessage(error)
  return {
    type: token(error.name) ?? 'Error',
    ...optional('code', token(code)),
    ...optional('message', message),
    ...optional('table', token(table)),
    ...optional('constraint', token(constraint)),
    ...optional('stack', frames(error)),
    ...(cause instanceof Error && depth < deepestCause ? { cause: describeError(cause, depth + 1) } : {}),
  }
}

function loggableMessage(error: Error): string | undefined {
  const { syscall, severity, code } = error as Error & Record<string, unknown>
  if (trustedNames.has(error.name) || typeof syscall === 'string') return oneLine(error.message)
  if (typeof severity === 'string' && typeof code === 'string') return databaseMessage(error.message, code)
  return engineSentence.test(error.message) ? error.message : undefined
}

/** SQLSTATE class 22 (data exception) repeats the value it refused; other classes quote only names. */
function databaseMessage(message: string, sqlState: string): string {
  return oneLine(sqlState.startsWith('22') ? maskQuotes(message) : message)
}

function maskQuotes(message: string): string {
  return message.replace(/(["'`]).*\1/gs, '…')
}

function oneLine(message: string): string {
  return message.replace(/\p{C}|[\u2028\u2029]/gu, ' ').slice(0, 300)
}

/** Frames only: the head of a stack repeats the message, whose lines may look like frames. */
function frames(error: Error): string | undefined {
  const stack = error.stack ?? ''
  const headEnds = stack.indexOf(error.message) + error.message.length
  const lines = stack.slice(headEnds).split('\n')
  const shown = lines.filter((line) => /^ {4}at [\x20-\x7e]+:\d+:\d+\)?$/.test(line)).slice(0, 12)
  return shown.length > 0 ? shown.join('\n') : undefined
}

function token(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.:-]{1,80}$/.test(value) ? value : undefined
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>)
}
