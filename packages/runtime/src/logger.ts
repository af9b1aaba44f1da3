import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { loggableFields, withheld } from './log-fields.ts'

export type { Logger } from 'pino'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

const longestMessage = 300

/**
 * A JSON-lines logger that cannot print what it was not told is harmless: see `loggableFields`.
 * The message must be a constant sentence; values go in the fields, and `%s` arguments are not printed.
 */
export function createLogger(options: {
  service: string
  level?: LogLevel
  destination?: DestinationStream
}): Logger {
  const settings: LoggerOptions = {
    level: options.level ?? 'info',
    base: { service: options.service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: loggableFields, level: (level) => ({ level }) },
    // Errors are described by the allow-list already; pino's own serialiser would take them apart again.
    serializers: { err: (error) => error },
    // Second line of defence, should a serialiser ever run after the allow-list.
    redact: { paths: redactedPaths(), censor: withheld },
    hooks: { logMethod: writeLine },
  }
  return guardChildren(options.destination ? pino(settings, options.destination) : pino(settings))
}

/** pino passes a child's bindings by every formatter, and lets a child bring serialisers (Fastify does): neither here. */
function guardChildren(log: Logger): Logger {
  const { child, setBindings } = log
  log.child = function (this: Logger, bindings) {
    return child.call(this, loggableFields(bindings)) as never
  }
  log.setBindings = function (this: Logger, bindings) {
    setBindings.call(this, loggableFields(bindings))
  }
  return log
}

function redactedPaths(): string[] {
  const names = ['text', 'body', 'handle', 'password', 'token', 'cookie', 'authorization', 'secret']
  return names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
}

/** Takes (fields, message), (error, message) or (message); nothing is interpolated into the message. */
function writeLine(this: Logger, args: unknown[], method: (...args: never[]) => void): void {
  const [first, second] = args
  const write = method as unknown as (this: Logger, fields: object, message?: string) => void
  const message = [first, second].find((part) => typeof part === 'string') ?? ''
  const fields = first instanceof Error ? { err: first } : typeof first === 'object' ? first : null
  write.call(this, fields ?? {}, safeMessage(message))
}

/** No control, bidi or line-separator character reaches a terminal or a line-based collector. */
function safeMessage(message: string): string {
  return message.replace(/[\p{C}\u2028\u2029]/gu, ' ').slice(0, longestMessage)
}
