import { z } from 'zod'

/** Where a field of a configuration stands in a form: asked first, among the settings few change, or only on the host itself. */
export type Place = 'first' | 'more' | 'host'

/** Words for a field of an adapter's configuration, kept in its schema: `z.string().meta(asked('Server', 'https://…'))`. */
export const asked = (title: string, description = '', place: Place = 'first') => ({
  title,
  description,
  place,
})

type PlainInput =
  | { kind: 'text' }
  | { kind: 'number'; whole: boolean; min: number | null; max: number | null }
  | { kind: 'yes_no' }
  | { kind: 'one_of' | 'some_of'; options: string[] }
  | { kind: 'list'; of: 'text' | 'number'; most: number | null }
type Question<Input> = {
  name: string
  label: string
  hint: string
  required: boolean
  more: boolean
  preset: unknown
  input: Input
}
export type PlainField = Question<PlainInput>

/** One question of a form. `preset` is what holds where nothing is answered; null where there is no such thing. A group holds plain ones. */
export type FormField = Question<PlainInput | { kind: 'group'; fields: PlainField[] }>

type Json = {
  type?: string | string[]
  title?: string
  description?: string
  place?: Place
  default?: unknown
  enum?: string[]
  items?: Json
  minimum?: number
  maximum?: number
  maxItems?: number
  properties?: Record<string, Json>
  required?: string[]
}

/** A configuration's schema as the questions of a form, in its own order. What is a file on the host is nothing to ask from afar. */
export function formFieldsOf(schema: z.ZodType): FormField[] {
  return fieldsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json)
}

/** Fields that name something on the host: whoever is not there may not set them. */
export function hostFieldsOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json
  return Object.entries(properties).flatMap(([name, { place }]) => (place === 'host' ? [name] : []))
}

const fieldsIn = ({ properties = {}, required = [] }: Json): FormField[] =>
  Object.entries(properties)
    .filter(([, json]) => json.place !== 'host')
    .map(([name, json]) => ({
      name,
      label: json.title ?? name,
      hint: json.description ?? '',
      required: required.includes(name),
      more: json.place === 'more',
      preset: json.default ?? null,
      input: inputOf(name, json),
    }))

function inputOf(name: string, json: Json): FormField['input'] {
  const [type] = [json.type].flat()
  if (json.enum) return { kind: 'one_of', options: json.enum }
  if (type === 'array' && json.items?.enum) return { kind: 'some_of', options: json.items.enum }
  if (type === 'array')
    return { kind: 'list', of: isNumber(json.items) ? 'number' : 'text', most: json.maxItems ?? null }
  if (type === 'object') return { kind: 'group', fields: fieldsIn(json).map(plain) }
  if (type === 'boolean') return { kind: 'yes_no' }
  if (isNumber(json)) return { kind: 'number', whole: type === 'integer', ...rangeOf(json) }
  if (type === 'string') return { kind: 'text' }
  throw new Error(`a form has no question for "${name}"`)
}

function plain({ input, ...field }: FormField): PlainField {
  if (input.kind === 'group') throw new Error(`a form has no groups within groups: "${field.name}"`)
  return { ...field, input }
}

const isNumber = (json: Json | undefined): boolean =>
  ['integer', 'number'].includes(String([json?.type].flat()[0]))

const rangeOf = ({ minimum, maximum }: Json) => ({
  min: minimum ?? null,
  max: maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : maximum,
})
