import type { Product, Structure } from '@hark/domain'
import { fold } from '../fold/fold.ts'
import { compileMatcher } from '../match/matcher.ts'
import { readText } from '../reading.ts'
import { loadLists } from '../resources.ts'
import { structureOf } from './structure.ts'

const lists = loadLists()
const product = (id: string): Product => ({ id, group: id, brand: id, substance: id, own: true, names: [] })
const matcher = compileMatcher([product('zorvex'), product('quillane'), product('medisept')])
const none = { patient: null, reporter: null, product: null, event: null }

/** What the structure says of a text about three invented medicines, no criterion of the case found. */
export function read(text: string, lang: string | null = null): Structure {
  const folded = fold(text)
  const matches = matcher.inFolded(folded)
  return structureOf(readText(folded, matches, lang, lists), matches, none)
}
