import { describe, expect, test } from 'vitest'
import { readCorpus } from '../../../../training/corpus-format.ts'
import { medicinesOf, readClasses, tooFew } from '../../../../training/corpus-medicines.ts'
import { compileMatcher } from './matcher.ts'

const matcher = compileMatcher([
  {
    id: 'zorvexin',
    group: 'zorvexin',
    brand: '',
    substance: 'zorvexin',
    own: false,
    names: [
      { name: 'zorvexin', kind: 'substance', ambiguous: false },
      { name: 'quillane', kind: 'brand', ambiguous: false },
      { name: 'quilanne', kind: 'misspelling', ambiguous: false },
      { name: 'quills', kind: 'slang', ambiguous: false },
    ],
  },
])
const classesOf = readClasses(
  '@calmers\tanxiety\tnausea\nzorvexin\t@calmers,pain\t@calmers\nambrel\tpain\tnausea',
)

function written(post: string) {
  const header = '@ lang=en register=tweet voice=self kind=lexical idea=a test'
  const [row] = readCorpus('test.txt', `${header}\nN:everyday 0 | ${post}`).rows
  if (!row) throw new Error('no row')
  return medicinesOf(row, matcher, classesOf)
}

describe('what the corpus says of its medicines is read off their marks', () => {
  test.each([
    ['forgot my [Quillane] again', 'brand'],
    ['forgot my [zorvexin] again', 'substance'],
    ['forgot my [quilanne] again', 'misspelling'],
    ['forgot my [quills] again', 'slang'],
    ['forgot it again [#quillane]', 'hashtag'],
    ['forgot my [antidepressant] again', 'class only'],
    ['forgot my [Medisept] again', 'unlisted'],
  ])('%s: %s', (post, form) => {
    expect(written(post).map((medicine) => medicine.form)).toEqual([form])
  })

  test('a medicine is of the classes its line is made of; what no list has is of none', () => {
    expect(written('[Quillane] and [Medisept]').map(({ classes }) => classes)).toEqual([['@calmers'], []])
    expect(classesOf('Ambrel / zorvexin')).toEqual(['of its own', '@calmers'])
  })

  test('a corpus without a form is short of it', () => {
    expect(tooFew(written('[quills]')).map(({ form }) => form)).toContain('hashtag')
  })
})
