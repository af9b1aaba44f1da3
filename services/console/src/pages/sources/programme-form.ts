import {
  type ProgrammeBody,
  PurposeBody as Purpose,
  type PurposeBody,
  ProgrammeBody as Schema,
} from '@hark/contract'

/** The form mirrors what a person types; `bodyOf` turns it into what the api takes. */
export type ProgrammeForm = {
  responsible: string[]
  receivingEntity: string
  receivingZone: string
  name: string
  objective: string
  strategy: string
  markets: string[]
  languages: string[]
  replyAccount: string
  products: string
}

export const emptyForm = (zone: string): ProgrammeForm => ({
  responsible: [],
  receivingEntity: '',
  receivingZone: zone,
  name: '',
  objective: '',
  strategy: '',
  markets: [],
  languages: [],
  replyAccount: '',
  products: '',
})

type Product = ProgrammeBody['products'][number]

/** One product a line: `Brand; substance; other names, by comma`; a `!` before the brand says it is not ours. */
export function productsOf(text: string): Product[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [brand = '', substance = '', names = ''] = line.split(';').map((part) => part.trim())
      const own = !brand.startsWith('!')
      return {
        brand: brand.replace(/^!\s*/, ''),
        substance,
        own,
        names: names
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
          .map((name) => ({
            name,
            kind: name.startsWith('#') ? ('hashtag' as const) : ('alias' as const),
            ambiguous: false,
          })),
      }
    })
}

export const bodyOf = (form: ProgrammeForm): ProgrammeBody => ({
  ...form,
  markets: form.markets.map((m) => m.toUpperCase()),
  languages: form.languages.map((l) => l.toLowerCase()),
  replyAccount: form.replyAccount.trim() || null,
  products: productsOf(form.products),
})

/** Why, where and by whom: what may be written anew later. */
export const purposeOf = (form: ProgrammeForm): PurposeBody => {
  const { objective, strategy, markets, languages, responsible } = bodyOf(form)
  return { objective, strategy, markets, languages, responsible }
}

/** What of the purpose is not written, or too short, by the contract's own schema; null when all is. */
export function whyNotPurpose(form: ProgrammeForm): string | null {
  const checked = Purpose.safeParse(purposeOf(form))
  return checked.success ? null : inWords(checked.error.issues[0])
}

const fieldsOf = [
  ['responsible', 'receivingEntity', 'receivingZone'],
  ['name', 'objective'],
  ['strategy', 'markets', 'languages'],
  ['products', 'replyAccount'],
] as const

/** Why a step is not done, by the contract's own schema; null when it is. */
export function whyNotStep(form: ProgrammeForm, step: number): string | null {
  const checked = Schema.safeParse(bodyOf(form))
  if (checked.success) return null
  const fields: readonly string[] = fieldsOf[step] ?? []
  const issue = checked.error.issues.find((i) => fields.includes(String(i.path[0])))
  return inWords(issue)
}

function inWords(issue: { path: PropertyKey[]; code: string; message: string } | undefined): string | null {
  const field = String(issue?.path[0])
  return issue ? `${words[field] ?? field}: ${said[issue.code] ?? issue.message}` : null
}

const said: Record<string, string> = {
  too_small: 'not written yet, or too short',
  too_big: 'too long',
  invalid_format: 'not in the form described',
}

const words: Record<string, string> = {
  responsible: 'People responsible',
  receivingEntity: 'Receiving entity',
  receivingZone: 'Time zone',
  name: 'Name',
  objective: 'Objective',
  strategy: 'Strategy',
  markets: 'Markets',
  languages: 'Languages',
  products: 'Products',
  replyAccount: 'Reply account',
}
