import { describe, expect, test } from 'vitest'
import { loadSentiments, sentimentOf, wordsOf } from './sentiment.ts'

const sentiments = loadSentiments()

describe('sentiment', () => {
  test.each([
    ['en', 'I love this, it is wonderful', 'positive'],
    ['en', 'horrible awful stuff, I hate it', 'negative'],
    ['en', 'the box holds thirty tablets', 'neutral'],
    ['de', 'das ist wirklich gut und schön', 'positive'],
    ['de', 'das ist schrecklich und schlecht', 'negative'],
    ['fr', 'un produit excellent', 'positive'],
    ['fr', 'une horrible expérience', 'negative'],
    ['es', 'es maravilloso y excelente', 'positive'],
    ['it', 'una cosa terribile e orribile', 'negative'],
    ['nl', 'dit is geweldig en mooi', 'positive'],
    ['pt', 'isto é maravilhoso', 'positive'],
    ['und', 'qwe 😍', 'positive'],
    ['und', 'qwe 🤮🤮', 'negative'],
  ])('%s: %s → %s', (lang, text, label) => {
    expect(sentimentOf(wordsOf(text), lang, sentiments).label).toBe(label)
  })

  test('a negated word turns', () => {
    const score = (text: string): number => sentimentOf(wordsOf(text), 'en', sentiments).score
    expect(score('this is not good')).toBeLessThan(score('this is good'))
  })

  test('loading it prints nothing and leaves the environment alone', () => {
    const before = { ...process.env }
    loadSentiments()
    expect(process.env).toEqual(before)
  })
})
