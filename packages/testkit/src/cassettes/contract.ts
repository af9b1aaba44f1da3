import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchema, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import type { Asked, RequestContract } from './player.ts'

type Parameter = {
  name: string
  in: 'query' | 'path' | 'header' | 'cookie'
  required?: boolean
  schema?: AnySchema
  explode?: boolean
}
type Operation = {
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required?: boolean; content?: Record<string, { schema?: AnySchema }> }
}
type Document = { paths: Record<string, Record<string, unknown>> }
type Route = { pattern: RegExp; names: string[]; template: string; operations: Record<string, unknown> }

export type ContractOptions = {
  /** Path of the server in the document's `servers`, where its paths begin after it. */
  base?: string
  /** Puts a request into the document's own words, where platform and document disagree on names. */
  translate?: (asked: Asked) => Asked
}

/**
 * A platform's OpenAPI document (JSON or YAML, 3.0 or 3.1) as a judge of requests: is there such an operation, are its parameters
 * known and well-formed, are the required ones there, does the body fit its schema.
 */
export function openApiContract(
  path: string,
  { base = '', translate = (asked) => asked }: ContractOptions = {},
): RequestContract {
  const document = parse(readFileSync(path, 'utf8'), { maxAliasCount: -1 }) as Document
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: true,
    coerceTypes: true,
    allErrors: true,
    logger: false,
  })
  addFormats.default(ajv)
  ajv.addSchema(document as AnySchema, 'api')
  const routes = Object.entries(document.paths).map(([template, operations]) =>
    routeOf(base + template, template, operations),
  )
  // A fixed path is meant before one with a parameter.
  routes.sort((a, b) => a.names.length - b.names.length)
  const judge = new Judge(document, ajv)
  return (given) => {
    const asked = translate(given)
    const route = routes.find(
      (one) => one.pattern.test(asked.path) && asked.method.toLowerCase() in one.operations,
    )
    return route ? judge.problems(route, asked) : ['the contract has no such operation']
  }
}

function routeOf(path: string, template: string, operations: Record<string, unknown>): Route {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string)
  const source = path
    .split(/\{[^}]+\}/)
    .map(RegExp.escape)
    .join('([^/]+)')
  return { pattern: new RegExp(`^${source}/?$`), names, template, operations }
}

class Judge {
  readonly #compiled = new Map<AnySchema, ValidateFunction>()
  readonly #document: Document
  readonly #ajv: Ajv2020

  constructor(document: Document, ajv: Ajv2020) {
    this.#document = document
    this.#ajv = ajv
  }

  problems(route: Route, asked: Asked): string[] {
    const operation = route.operations[asked.method.toLowerCase()] as Operation
    const shared = (route.operations.parameters ?? []) as (Parameter | { $ref: string })[]
    const parameters = [...shared, ...(operation.parameters ?? [])].map(
      (one) => this.#resolve(one) as Parameter,
    )
    const inPath = Object.fromEntries(
      route.names.map((name, at) => [name, route.pattern.exec(asked.path)?.[at + 1] ?? '']),
    )
    return [
      ...unknownQuery(parameters, asked.query),
      ...parameters.flatMap((parameter) => this.#parameter(parameter, asked, inPath)),
      ...this.#body(operation, asked),
    ]
  }

  #parameter(parameter: Parameter, asked: Asked, inPath: Record<string, string>): string[] {
    const { name, required, schema } = parameter
    const given = givenFor(parameter, asked, inPath)
    if (given === undefined) return required ? [`${parameter.in} parameter ${name} is missing`] : []
    if (schema === undefined) return []
    const isList = (this.#resolve(schema) as { type?: string }).type === 'array'
    const value = isList
      ? parameter.explode === false || given.length === 1
        ? given.flatMap((one) => one.split(','))
        : given
      : given[0]
    return this.#fits(schema, value, `${parameter.in} parameter ${name}`)
  }

  #body({ requestBody }: Operation, asked: Asked): string[] {
    if (!requestBody) return []
    if (asked.body === '') return requestBody.required ? ['the body is missing'] : []
    const type = (asked.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
    const described = requestBody.content?.[type]
    if (!described) return [`a body of type ${type || '(none)'} is not foreseen`]
    if (!described.schema || type !== 'application/json') return []
    return this.#fits(described.schema, JSON.parse(asked.body), 'body')
  }

  #fits(schema: AnySchema, value: unknown, what: string): string[] {
    const validate = this.#compile(schema)
    const holder = { value }
    if (validate(holder)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${what}${instancePath.replace('/value', '')} ${message}`,
    )
  }

  #compile(schema: AnySchema): ValidateFunction {
    const known = this.#compiled.get(schema)
    if (known) return known
    const within = { type: 'object', properties: { value: absolute(schema) } }
    const made = this.#ajv.compile(within)
    this.#compiled.set(schema, made)
    return made
  }

  #resolve(given: unknown): unknown {
    const { $ref } = given as { $ref?: string }
    if ($ref === undefined) return given
    const steps = $ref
      .replace(/^#\//, '')
      .split('/')
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    return this.#resolve(
      steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], this.#document),
    )
  }
}

function givenFor(
  { name, in: place }: Parameter,
  asked: Asked,
  inPath: Record<string, string>,
): string[] | undefined {
  if (place === 'path') return [decodeURIComponent(inPath[name] ?? '')]
  if (place === 'header')
    return asked.headers[name.toLowerCase()] === undefined
      ? undefined
      : [asked.headers[name.toLowerCase()] as string]
  if (place === 'cookie') return undefined
  const given = [...asked.query.getAll(name), ...asked.query.getAll(`${name}[]`)]
  return given.length === 0 ? undefined : given
}

function unknownQuery(parameters: Parameter[], query: URLSearchParams): string[] {
  const known = new Set(parameters.filter((one) => one.in === 'query').map((one) => one.name))
  return [...new Set(query.keys())]
    .filter((name) => !known.has(name.replace(/\[\]$/, '')))
    .map((name) => `query parameter ${name} is unknown`)
}

/** References of a part, made to point into the whole document; OpenAPI 3.0's `nullable` becomes JSON Schema. */
function absolute(schema: unknown): AnySchema {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#') ? `api${value}` : value,
  )
}
