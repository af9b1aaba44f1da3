import type { FieldView } from '@hark/contract'

type Plain = string | string[] | boolean
/** What a person has answered so far, by the names of the questions. A group's answers stand under their own names. */
export type Answers = Record<string, Plain | Record<string, Plain>>
type PlainField = Extract<FieldView['input'], { kind: 'group' }>['fields'][number]

/** The form as it opens: what holds where nothing is answered stands in it already. */
export const startAnswers = (fields: readonly FieldView[]): Answers =>
  Object.fromEntries(
    fields.map((f) => [
      f.name,
      f.input.kind === 'group'
        ? Object.fromEntries(f.input.fields.map((sub) => [sub.name, startOf(sub)]))
        : startOf(f as PlainField),
    ]),
  )

function startOf({ input, preset }: PlainField): Plain {
  if (input.kind === 'yes_no') return preset === true
  if (input.kind === 'some_of' || input.kind === 'list')
    return Array.isArray(preset) ? preset.map(String) : []
  return preset === null || preset === undefined ? '' : String(preset)
}

/** The configuration the answers amount to: only what differs from what holds anyway, so that a later default reaches it. */
export function configOf(fields: readonly FieldView[], answers: Answers): Record<string, unknown> {
  const given = fields.map((f): [string, unknown] => [f.name, answered(f, answers[f.name])])
  return Object.fromEntries(
    given.filter(([name, value]) => {
      const preset = fields.find((f) => f.name === name)?.preset ?? null
      return value !== undefined && JSON.stringify(value) !== JSON.stringify(preset)
    }),
  )
}

function answered(field: FieldView, answer: Answers[string] | undefined): unknown {
  const { input } = field
  if (input.kind !== 'group') return plainValue(field as PlainField, answer as Plain | undefined)
  const subs = input.fields.map((sub) => [sub.name, plainValue(sub, groupOf(answer)[sub.name])] as const)
  const said = subs.filter(([, value]) => value !== undefined)
  return said.length > 0 ? Object.fromEntries(said) : undefined
}

const groupOf = (answer: Answers[string] | undefined): Record<string, Plain> =>
  typeof answer === 'object' && !Array.isArray(answer) ? answer : {}

function plainValue({ input }: PlainField, answer: Plain | undefined): unknown {
  if (input.kind === 'yes_no') return answer === true
  if (input.kind === 'some_of') return answer ?? []
  if (input.kind === 'list')
    return linesOf(answer).map((line) => (input.of === 'number' ? Number(line) : line))
  const text = String(answer ?? '').trim()
  if (text === '') return undefined
  return input.kind === 'number' ? Number(text) : text
}

const linesOf = (answer: Plain | undefined): string[] =>
  (Array.isArray(answer) ? answer : []).map((line) => line.trim()).filter((line) => line !== '')

/** The first thing that is not answered, or not in its bounds, in words; null where the form is filled in. The server has the last word. */
export function whyNotAnswered(fields: readonly FieldView[], answers: Answers): string | null {
  for (const field of fields) {
    const { input, label } = field
    if (input.kind !== 'group') {
      const why = whyNotPlain(field as PlainField, answers[field.name] as Plain | undefined)
      if (why) return why
      continue
    }
    const own = groupOf(answers[field.name])
    if (answered(field, own) === undefined) {
      if (field.required) return `${label}: not written yet`
      continue
    }
    const why = input.fields.map((sub) => whyNotPlain(sub, own[sub.name])).find((w) => w !== null)
    if (why) return `${label}, ${why}`
  }
  return null
}

function whyNotPlain({ input, label, required }: PlainField, answer: Plain | undefined): string | null {
  if (input.kind === 'list' && input.of === 'number') {
    const wrong = linesOf(answer).find((line) => !Number.isInteger(Number(line)))
    return wrong === undefined ? null : `${label}: “${wrong}” is no number`
  }
  if (input.kind === 'list' || input.kind === 'some_of') {
    return required && linesOf(answer).length === 0 ? `${label}: not written yet` : null
  }
  if (input.kind === 'yes_no') return null
  const text = String(answer ?? '').trim()
  if (text === '') return required ? `${label}: not written yet` : null
  return input.kind === 'number' ? whyNotNumber(label, input, Number(text)) : null
}

type NumberInput = Extract<PlainField['input'], { kind: 'number' }>
function whyNotNumber(label: string, { whole, min, max }: NumberInput, n: number): string | null {
  if (!Number.isFinite(n) || (whole && !Number.isInteger(n)))
    return `${label}: not a ${whole ? 'whole ' : ''}number`
  if (min !== null && n < min) return `${label}: ${min} at least`
  return max !== null && n > max ? `${label}: ${max} at most` : null
}

/** A name nobody has to think of: the platform and the first thing that is read. */
export function suggestedName(platform: string, fields: readonly FieldView[], answers: Answers): string {
  const first = fields
    .filter((f) => !f.more && (f.input.kind === 'list' || f.input.kind === 'text'))
    .flatMap((f) => [answers[f.name]].flat())
    .find((answer) => typeof answer === 'string' && answer.trim() !== '')
  const said = String(first ?? '')
    .trim()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '')
  return `${platform} ${said}`.trim().slice(0, 80)
}

/** The question a refusal of the server speaks of, by the path in its words: `urls.0: needs …` → `Addresses of feeds: needs …`. */
export function inWords(fields: readonly FieldView[], problem: string): string {
  const [, path = '', said = problem] = /^([\w.]*): (.*)$/s.exec(problem) ?? []
  const field = fields.find((f) => f.name === path.split('.')[0])
  return field ? `${field.label}: ${said}` : said
}
