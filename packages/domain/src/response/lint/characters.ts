import { hiddenCharacter, nameOfCharacter } from '../escape.ts'
import { block, type LintFinding, type LintRule } from './lint-input.ts'

const hidden = new RegExp(`(?:${hiddenCharacter.source})+`, 'gu')
// Latin letters of Europe, their punctuation, and pictures (which R1 refuses): all a reply in these languages needs.
const strange =
  /[^\n !-~\u00a0-\u00ac\u00ae-\u017f\u202f–—‘’“”„‚«»‹›…•€№\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]+/gu

/** U1: the signer sees every character that goes out: nothing hidden, reordered, or borrowed from another script. */
export const characterRule: LintRule = (c) => {
  const invisible = Array.from(c.text.matchAll(hidden), (m) => found(m, 'A hidden character'))
  const foreign = Array.from(c.text.replace(hidden, (run) => ' '.repeat(run.length)).matchAll(strange), (m) =>
    found(m, 'A character of another script, which may pass for another'),
  )
  const composed = c.text === c.text.normalize('NFC')
  return [
    ...invisible,
    ...foreign,
    ...(composed
      ? []
      : [block('U1', 'Accents are stored apart from their letters.', 'Save the text again.')]),
  ]
}

function found(m: RegExpExecArray, what: string): LintFinding {
  const names = [...m[0]].slice(0, 3).map(nameOfCharacter).join(', ')
  const at = { start: m.index, end: m.index + m[0].length }
  return block('U1', `${what}: ${names}.`, 'Delete it and type the word again.', at)
}
