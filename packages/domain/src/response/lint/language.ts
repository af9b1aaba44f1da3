import { primaryLanguage, wordLists } from '../words/index.ts'
import { block, type LintContext, type LintFinding, type LintRule, warn } from './lint-input.ts'
import { wordsOf } from './plain-text.ts'

/** R9: the reply is in the author's language, in the template's, and in one the lint can read. */
export const languageRule: LintRule = (c) => {
  const lang = primaryLanguage(c.lang)
  if (!wordLists[lang])
    return [
      block(
        'R9',
        `The lint has no word lists for “${lang}”, so it cannot pass a text in it.`,
        `Use one of ${Object.keys(wordLists).join(', ')}.`,
      ),
    ]
  return [...againstAuthor(c, lang), ...againstTemplate(c, lang), ...againstText(c, lang)]
}

function againstAuthor(c: LintContext, lang: string): LintFinding[] {
  const author = primaryLanguage(c.authorLang ?? 'und')
  if (author === 'und' || author === '')
    return [warn('R9', 'The author’s language is not known.', 'Check that the author can read this reply.')]
  if (author === lang) return []
  return [
    block(
      'R9',
      `The author writes in “${author}”, the reply is in “${lang}”.`,
      `Take the template in “${author}”.`,
    ),
  ]
}

function againstTemplate(c: LintContext, lang: string): LintFinding[] {
  if (!c.template || primaryLanguage(c.template.lang) === lang) return []
  return [
    block(
      'R9',
      `The template is in “${c.template.lang}”, the reply is declared “${lang}”.`,
      'Declare the template’s language.',
    ),
  ]
}

function againstText(c: LintContext, lang: string): LintFinding[] {
  const guess = guessLanguage(c.text)
  if (!guess || guess === lang) return []
  return [block('R9', `The text reads as “${guess}”, not “${lang}”.`, 'Write it in the declared language.')]
}

/** The one language whose small words clearly prevail, or null: too short, mixed, or none of those known. */
export function guessLanguage(text: string): string | null {
  const words = wordsOf(text).map((t) => t.word)
  const counts = Object.entries(wordLists).map(([lang, list]) => {
    const small = new Set(list?.functionWords ?? [])
    return { lang, n: words.filter((w) => small.has(w)).length }
  })
  const [first, second] = counts.sort((a, b) => b.n - a.n)
  return first && first.n >= 3 && first.n >= 1.5 * (second?.n ?? 0) ? first.lang : null
}
