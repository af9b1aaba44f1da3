import type { Folded } from '../fold/fold.ts'
import type { Match, Matcher } from './matcher.ts'

/**
 * Medicines of the open list that a text names beside the programme's products: what is said of them is not said of those. Their
 * indexes follow the programme's, so that each is a medicine and none is a product.
 */
export function othersNamed(
  folded: Folded,
  own: readonly Match[],
  programme: Matcher,
  gazetteer: Matcher,
): Match[] {
  if (programme === gazetteer) return []
  const substances = new Set(own.map(({ product }) => product.substance.toLowerCase()))
  return gazetteer
    .inFolded(folded)
    .filter(
      ({ from, to, product }) =>
        !substances.has(product.substance.toLowerCase()) &&
        !own.some((match) => match.from < to && match.to > from),
    )
    .map((match) => ({ ...match, index: programme.products.length + match.index }))
}
