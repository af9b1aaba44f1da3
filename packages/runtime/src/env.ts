import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { OperatorError } from './operator-error.ts'

type Environment = Record<string, string | undefined>
type Source = { value?: string; problem?: string }

/**
 * Parses the variables a service needs. `X_FILE` names a file holding X (a mounted secret); an empty value counts as unset.
 * Throws one OperatorError with one sentence per bad variable; a value is never printed, it may be a secret.
 */
export function parseEnv<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  env: Environment = process.env,
): z.infer<z.ZodObject<S>> {
  const names = Object.keys(schema.shape)
  const sources = new Map(names.map((name) => [name, readVariable(name, env)]))
  const values = Object.fromEntries(names.map((name) => [name, sources.get(name)?.value]))
  const unreadable = names.flatMap((name) => sources.get(name)?.problem ?? [])

  const parsed = schema.safeParse(values)
  if (parsed.success && unreadable.length === 0) return parsed.data

  const invalid = parsed.success ? [] : parsed.error.issues.map((issue) => sentence(schema, values, issue))
  const alreadyTold = (line: string) => names.some((n) => sources.get(n)?.problem && line.startsWith(`${n} `))
  throw new OperatorError([...unreadable, ...invalid.filter((line) => !alreadyTold(line))].join('\n'))
}

function readVariable(name: string, env: Environment): Source {
  const inline = env[name] || undefined
  const path = env[`${name}_FILE`] || undefined
  if (inline !== undefined && path !== undefined) {
    return { problem: `${name} and ${name}_FILE are both set: keep one.` }
  }
  if (path === undefined) return inline === undefined ? {} : { value: inline }
  try {
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') }
  } catch (cause) {
    return {
      problem: `${name}_FILE names a file that cannot be read (${(cause as { code?: string }).code}).`,
    }
  }
}

function sentence(schema: z.ZodObject, values: Environment, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '')
  if (name === '') return `${issue.message}.`
  const wanted = (schema.shape[name] as z.ZodType).description
  const meaning = wanted ? `: ${wanted}` : ''
  if (values[name] === undefined) return `${name} is not set${meaning}.`
  return `${name} is not valid${meaning} (${issue.message.replace(/^Invalid input: /, '')}).`
}
