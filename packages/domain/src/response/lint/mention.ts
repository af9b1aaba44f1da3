import { type LintRule, namesAuthor, warn } from './lint-input.ts'

/** N1: where a platform tells an author only of replies that name them, this one does. Never the name itself: findings are kept. */
export const mentionRule: LintRule = (c) =>
  !c.mention || namesAuthor(c)
    ? []
    : [
        warn(
          'N1',
          'The reply does not begin with the author’s name, so the platform will not tell them of it.',
          'Begin with their name and a blank, as the first draft did.',
        ),
      ]
