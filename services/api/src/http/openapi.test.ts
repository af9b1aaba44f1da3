import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { statusOf } from './problems.ts'
import { everyRoute } from './write-routes.fixture.ts'

type Operation = {
  summary?: string
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { description?: string; content?: Record<string, { schema: unknown }> }>
}
type Document = { openapi: string; info: object; paths: Record<string, Record<string, Operation>> }

/** Whatever the one table of refusals can answer, each route describes. */
const everyRefusal = [...new Set(Object.values(statusOf))].map(String)

const shown = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

async function document(): Promise<Document> {
  await using stack = await startStack({ programme: null })
  const reply = await stack.app.inject({ url: '/api/openapi.json' })
  expect(reply.headers['content-type']).toContain('application/json')
  return reply.json()
}

test('every route of the contract is listed with its parts, and nothing that is not in the contract', async () => {
  const { paths, openapi, info } = await document()
  expect(openapi).toMatch(/^3\.[01]\.\d$/)
  expect(info).toMatchObject({ title: 'Hark', version: expect.any(String) })
  const listed = Object.entries(paths).flatMap(([path, ops]) =>
    Object.keys(ops).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(listed.sort()).toEqual(everyRoute.map((r) => `${r.method} ${shown(r.path)}`).sort())
  for (const route of everyRoute) {
    const op = paths[shown(route.path)]?.[route.method.toLowerCase()] as Operation
    const name = `${route.method} ${route.path}`
    expect([name, op.summary]).toEqual([name, route.summary])
    const inPath = (op.parameters ?? []).filter((p) => p.in === 'path')
    const named = [...route.path.matchAll(/:(\w+)/g)].map((m) => m[1])
    expect([name, inPath.map((p) => p.name)]).toEqual([name, named])
    expect(inPath.every((p) => p.required === true)).toBe(true)
    expect([name, Object.keys(op.responses)]).toEqual([
      name,
      expect.arrayContaining(['200', ...everyRefusal]),
    ])
    for (const answer of Object.values(op.responses)) expect(answer.description).toEqual(expect.any(String))
    const takesBody = route.body.def.type !== 'undefined'
    expect([name, Object.keys(op.requestBody?.content ?? {})]).toEqual([
      name,
      takesBody ? ['application/json'] : [],
    ])
  }
})

/** What OpenAPI 3.0's schema object knows; another dialect's words would be silently ignored by readers. */
const words30 =
  'type format title description default enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required properties additionalProperties items allOf oneOf anyOf not nullable example $ref deprecated readOnly'.split(
    ' ',
  )

test('its schemas speak the dialect of the version it names', async () => {
  const doc = await document()
  const strange = new Set<string>()
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    const s = schema as Record<string, unknown>
    for (const key of Object.keys(s)) if (!words30.includes(key)) strange.add(key)
    if (typeof s.exclusiveMinimum === 'number' || Array.isArray(s.type)) strange.add('3.1 form')
    for (const member of Object.values((s.properties ?? {}) as object)) walk(member)
    for (const list of [s.allOf, s.anyOf, s.oneOf]) if (Array.isArray(list)) list.forEach(walk)
    for (const one of [s.items, s.not, s.additionalProperties]) walk(one)
  }
  for (const op of Object.values(doc.paths).flatMap((ops) => Object.values(ops))) {
    for (const p of op.parameters ?? []) walk(p.schema)
    for (const c of Object.values(op.requestBody?.content ?? {})) walk(c.schema)
    for (const r of Object.values(op.responses))
      for (const c of Object.values(r.content ?? {})) walk(c.schema)
  }
  if (doc.openapi.startsWith('3.0')) expect([...strange]).toEqual([])
})

test('the readable page is served with everything it needs from here', async () => {
  await using stack = await startStack({ programme: null })
  const page = await stack.app.inject({ url: '/api/docs/' })
  expect(page.statusCode).toBe(200)
  const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1] as string)
  expect(parts.length).toBeGreaterThan(3)
  for (const part of parts) {
    const url = new URL(part, 'http://hark.invalid/api/docs/')
    expect(url.host).toBe('hark.invalid')
    expect([part, (await stack.app.inject({ url: url.pathname })).statusCode]).toEqual([part, 200])
  }
  expect(page.body).not.toMatch(/<script>|<script(?![^>]*\bsrc=)[^>]*>/)
})
