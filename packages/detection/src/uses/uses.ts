/** What is known of a medicine before a post is read, as topics of the lists' `topics.txt`: what it is taken for, and what its labels warn of. */
export type Uses = { uses: ReadonlySet<string>; effects: ReadonlySet<string> }
export type UsesOf = (substance: string) => Uses

export const nothingKnown: Uses = { uses: new Set(), effects: new Set() }

/**
 * Reads `data/uses.tsv`: `name ⇥ topics taken for ⇥ topics warned of`. A name with `@` is a class, and stands in a column for its own of the
 * same column; `-topic` takes one away. A mixture (`a / b`) is for what its parts are for; a salt is its base.
 */
export function readUses(table: string): UsesOf {
  const rows = new Map<string, Uses>()
  for (const line of table.split('\n')) {
    if (!line || line.startsWith('//')) continue
    const [name = '', uses = '', effects = ''] = line.split('\t')
    rows.set(name, { uses: topicsOf(uses, rows, 'uses'), effects: topicsOf(effects, rows, 'effects') })
  }
  const known = new Map<string, Uses>()
  return (substance) => {
    const name = substance.toLowerCase()
    const found = known.get(name) ?? joined(name.split(/\s*[/+;,]\s*/).map((part) => baseOf(part, rows)))
    known.set(name, found)
    return found
  }
}

function topicsOf(column: string, rows: ReadonlyMap<string, Uses>, side: keyof Uses): Set<string> {
  const topics = new Set<string>()
  for (const part of column.split(',').map((text) => text.trim())) {
    if (part.startsWith('@')) {
      const ofClass = rows.get(part)
      if (!ofClass) throw new Error(`uses.tsv: ${part} is named before it is told`)
      for (const topic of ofClass[side]) topics.add(topic)
    } else if (part.startsWith('-')) topics.delete(part.slice(1))
    else if (part) topics.add(part)
  }
  return topics
}

/** The longest beginning of the name that is known: `fluoxetine hydrochloride` is fluoxetine. */
function baseOf(name: string, rows: ReadonlyMap<string, Uses>): Uses {
  const words = name.split(' ')
  for (let count = words.length; count > 0; count--) {
    const found = rows.get(words.slice(0, count).join(' '))
    if (found) return found
  }
  return nothingKnown
}

function joined(parts: readonly Uses[]): Uses {
  const [only] = parts
  if (only && parts.length === 1) return only
  return {
    uses: new Set(parts.flatMap(({ uses }) => [...uses])),
    effects: new Set(parts.flatMap(({ effects }) => [...effects])),
  }
}
