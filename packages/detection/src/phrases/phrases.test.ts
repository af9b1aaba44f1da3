import { describe, expect, test } from 'vitest'
import { fold } from '../fold/fold.ts'
import { readPhraseList } from './list-file.ts'
import { tokenise } from './tokens.ts'
import { PhraseTrie } from './trie.ts'

function matcher(source: string, lang = 'en') {
  const trie = new PhraseTrie<string>()
  for (const { section, steps } of readPhraseList(source, lang)) trie.add(steps, section)
  return (text: string): string[] => {
    const tokens = tokenise(fold(text), lang)
    return trie
      .findAll(tokens)
      .map(({ from, to, value }) => `${value}: ${tokens.words.slice(from, to).join(' ')}`)
  }
}

describe('phrase lists', () => {
  test('alternatives, optional words, prefixes, numbers, gaps and named lists', () => {
    const find = matcher(
      '@kin = mum|dad\n[a]\nmy @kin (has)? (got|lost) _2 hair\nhospitali*\n# (weeks|wk) pregnant\n',
    )
    expect(find('My mum lost all her hair')).toEqual(['a: my mum lost all her hair'])
    expect(find('my dad has got hair')).toEqual(['a: my dad has got hair'])
    expect(find('my dad lost most of his hair')).toEqual([])
    const far = matcher('[a]\nmissed _12 zaps')
    expect(far('missed a dose and the whole of tuesday was zaps')).toHaveLength(1)
    expect(far('missed a 12 zaps')).toHaveLength(1)
    expect(far(`missed ${'x '.repeat(13)}zaps`)).toEqual([])
    expect(find('was hospitalised, 8 weeks pregnant')).toEqual(['a: hospitalised', 'a: 8 weeks pregnant'])
  })

  test('a phrase stays within its sentence', () => {
    expect(matcher('[a]\ngave me _3 rash')('It gave me hope. A rash of offers')).toEqual([])
  })

  test('what shares a beginning does not leak: an option of one phrase is not an option of another', () => {
    const find = matcher('[x]\n(a|b) c\n[y]\na c d\n')
    expect(find('b c d')).toEqual(['x: b c'])
    expect(find('a c d')).toEqual(['x: a c', 'y: a c d'])
  })

  test('apostrophes part French words and join English ones; umlauts may be spelt out', () => {
    expect(matcher("[a]\nl'hôpital", 'fr')("à l'hopital")).toEqual(['a: l hopital'])
    expect(matcher("[a]\ndon't")('dont DON’T')).toEqual(['a: dont', 'a: dont'])
    expect(matcher('[a]\nübel', 'de')('uebel, übel, ubel')).toEqual(['a: uebel', 'a: ubel', 'a: ubel'])
  })

  test('stretched words are read', () => {
    expect(matcher('[a]\nso sleepy')('sooooo sleeeeepy')).toEqual(['a: so sleepy'])
  })

  test.each(['no section', '[a]\n@nobody here', '[a]\n(open bracket'])(
    'a malformed list is refused: %j',
    (source) => {
      expect(() => matcher(source)).toThrow(/line \d/)
    },
  )
})
