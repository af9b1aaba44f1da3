/** What is listened for, why, where and by whom. */
export type Programme = {
  id: string
  name: string
  /** Practice posts are invented; they never count with real ones. */
  kind: 'practice' | 'live'
  objective: string
  strategy: string
  markets: string[]
  languages: string[]
  /** The entity that receives reports; its zone gives day 0 (field-guide §3.5). */
  receivingEntity: string
  receivingZone: string
  products: Product[]
}

export type Product = {
  id: string
  /** Products of one group are one case when one patient takes them. */
  group: string
  brand: string
  substance: string
  /** False for a competitor's medicine: recorded and routed, never forwarded as our own. */
  own: boolean
  names: ProductName[]
}

export type ProductName = {
  name: string
  kind: 'brand' | 'substance' | 'alias' | 'misspelling' | 'slang' | 'hashtag'
  /** An everyday word too ("Spring", "Alli"): counts only beside a medicine context. */
  ambiguous?: boolean
}

/** What has to be written before anything is listened to: People, Objective and Strategy come before Technology. */
export type Purpose = Pick<Programme, 'objective' | 'strategy' | 'markets' | 'languages'> & {
  responsible: readonly string[]
  products: readonly unknown[]
}

/** What of it is not written yet, in the words of the form; empty where the programme may listen. */
export function missingBeforeListening(p: Purpose): string[] {
  const missing = [
    p.responsible.length === 0 && 'responsible people',
    p.objective.trim() === '' && 'objective',
    p.strategy.trim() === '' && 'strategy',
    p.markets.length === 0 && 'markets',
    p.languages.length === 0 && 'languages',
    p.products.length === 0 && 'products',
  ]
  return missing.filter((m) => m !== false)
}
