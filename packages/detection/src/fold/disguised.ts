import type { Folded } from './fold.ts'

const notLatin = /[\p{L}--\p{Script=Latin}]/v

/**
 * Whether a text is Latin dressed as something else: letters of other scripts or styles, every one of which folds to a Latin one.
 * A true Greek or Cyrillic sentence has letters without a Latin look-alike.
 */
export const isDisguised = ({ original, text }: Pick<Folded, 'original' | 'text'>): boolean =>
  original.length > 0 && notLatin.test(original) && !notLatin.test(text)
