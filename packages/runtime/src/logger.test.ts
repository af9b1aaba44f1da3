import { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLogger } from './logger.ts'
import { OperatorError } from './operator-error.ts'

const canary = 'CANARY zelvora made me faint'

function capture() {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const log = createLogger({ service: 'ingest', level: 'trace', destination })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

class DatabaseError extends Error {
  severity = 'ERROR'
  detail = `Key (handle)=(${canary}) already exists.`
  table = 'post'
  constraint = 'post_unique'
  code: string
  constructor(message: string, code: string) {
    super(message)
    this.name = 'error'
    this.code = code
  }
}

const parseFailure = (): unknown => {
  try {
    JSON.parse(canary)
  } catch (error) {
    return error
  }
}

describe('no canary reaches a log line', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a field named for it', { text: canary, handle: canary, password: canary, token: canary }],
    ['an unknown field', { note: canary, q: canary, name: canary }],
    ['a known field with prose too long', { code: canary.repeat(9) }],
    ['a platform id that names its author', { postId: `at://did:plc:${canary}` }],
    ['a nested object', { post: { author: { handle: canary }, lines: [canary] } }],
    ['keys of a record', { counts: { [canary]: 1 } }],
    ['a map, a set, a buffer', { a: new Map([[canary, 1]]), b: new Set([canary]), c: Buffer.from(canary) }],
    ['an object that prints itself', { it: { toJSON: () => canary, toString: () => canary } }],
    ['a plain error', { err: new Error(canary) }],
    ['a cause', { err: new OperatorError('Stopped.', { cause: new Error(canary) }) }],
    ['an error that carries input', { err: Object.assign(new TypeError('Invalid URL'), { input: canary }) }],
    ['a parser that quotes its input', { err: parseFailure() }],
    ['a type error that names a URL', { err: new TypeError(`Failed to parse URL from ${canary}`) }],
    ['a duplicate key', { err: new DatabaseError('duplicate key', '23505') }],
    ['a refused value', { err: new DatabaseError(`invalid input syntax for uuid: "${canary}"`, '22P02') }],
    ['a request', { req: { method: 'GET', url: `/search?q=${canary}`, headers: { cookie: canary } } }],
    ['an aggregate', { err: new AggregateError([new Error(canary)], canary) }],
  ])('%s', (_name, fields) => {
    const { log, lines } = capture()
    log.error(fields, 'Something happened')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('Something happened')
    expect(lines[0]).not.toMatch(/CANARY|zelvora|faint/i)
  })

  test('an interpolated argument, a bound field, a child serialiser', () => {
    const { log, lines } = capture()
    log.info('Read %s', canary)
    log.info({ posts: 1 }, 'Read %s', canary)
    log.child({ handle: canary, note: canary }).info('Bound')
    log
      .child({ stage: 'classify' }, { serializers: { body: () => canary } })
      .info({ body: canary }, 'Serialised')
    const bound = log.child({ stage: 'classify' })
    bound.setBindings({ text: canary, [canary]: canary })
    bound.child({ req: { method: 'GET', url: canary } }).info('Grandchild')
    expect(lines).toHaveLength(5)
    expect(lines.at(-1)).toContain('"stage":"classify"')
    expect(lines.join('')).not.toMatch(/CANARY|zelvora|faint/i)
  })

  test('a stack whose message imitates a frame', () => {
    const { log, last } = capture()
    log.error(new Error(`x\n    at ${canary} (post.ts:1:1)`))
    expect(JSON.stringify(last())).not.toContain('CANARY')
    expect(last().err.stack).toMatch(/logger\.test\.ts:\d+:\d+/)
  })

  test('any object at all, wherever the canary sits', () => {
    const leaf = fc.constantFrom<unknown>(canary, 1, true, null, [canary], new Error(canary))
    const key = fc.oneof(fc.constantFrom('note', 'text', 'body', 'err', 'x'), fc.constant(canary))
    const tree = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)))
    fc.assert(
      fc.property(tree, (fields) => {
        const { log, lines } = capture()
        log.info(fields, 'Any')
        expect(lines.join('')).not.toContain('CANARY')
      }),
    )
  })
})

describe('what a log line does show', () => {
  test('ids, counts, codes, durations and the service', () => {
    const { log, last } = capture()
    log.info({ queue: 'classify', caseId: 'c-1', posts: 3, code: 'case.decided', ok: true }, 'Classified')
    expect(last()).toMatchObject({
      level: 'info',
      service: 'ingest',
      queue: 'classify',
      caseId: 'c-1',
      posts: 3,
      code: 'case.decided',
      ok: true,
      msg: 'Classified',
    })
  })

  test('a sentence for the operator, a system error, names in a database error', () => {
    const { log, last } = capture()
    log.error(new OperatorError('DATABASE_URL is not set.'))
    expect(last().err).toMatchObject({ type: 'OperatorError', message: 'DATABASE_URL is not set.' })
    log.error(
      Object.assign(new Error('connect ECONNREFUSED ::1:5432'), { syscall: 'connect', code: 'ECONNREFUSED' }),
    )
    expect(last().err).toMatchObject({ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED ::1:5432' })
    log.error(new TypeError("Cannot read properties of undefined (reading 'id')"))
    expect(last().err.message).toBe("Cannot read properties of undefined (reading 'id')")
    log.error({ err: new DatabaseError('relation "post" does not exist', '42P01') }, 'Failed')
    expect(last().err).toMatchObject({
      code: '42P01',
      message: 'relation "post" does not exist',
      table: 'post',
    })
  })
})

test('one call is one line, whatever the message or field holds', () => {
  const { log, lines, last } = capture()
  log.warn({ code: 'a\r\nb' }, 'forged\r\n{"level":"fatal"}\u2028\u202e\u0000')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n\u2028\u202e]|\\r|\\n|\\u/)
  expect(last().msg).toContain('forged')
})
