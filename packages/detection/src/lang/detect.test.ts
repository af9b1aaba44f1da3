import { describe, expect, test } from 'vitest'
import { loadResources } from '../resources.ts'
import { detectLanguage } from './detect.ts'

const { words } = loadResources()
const lang = (text: string, tag?: string | null) => detectLanguage(text, tag, words)

describe('language', () => {
  test.each([
    ['en', 'I took Zorvex and feel sick'],
    ['en', 'vyvanse got me sweatin'],
    ['en', "can't sleep again lol"],
    ['de', 'Ich habe Zorvex genommen und mir ist schlecht'],
    ['de', 'Kopfschmerzen seit gestern'],
    ['fr', "Depuis que je prends Zorvex j'ai mal à la tête"],
    ['es', 'Desde que tomo Zorvex no puedo dormir'],
    ['it', 'Da quando prendo Zorvex ho mal di testa'],
    ['nl', 'Ik heb hoofdpijn van Zorvex'],
    ['pt', 'Tomei Zorvex e não consigo dormir'],
  ])('%s: %s', (expected, text) => {
    expect(lang(text)).toEqual({ lang: expected, known: true })
  })

  test.each([
    'Zorvex!!',
    '😭😭',
    'ゾルベックス飲んだら頭が痛い',
    'Я принял Зорвекс',
    'saya minum Zorvex dan pusing',
    'jag fick ont i huvudet',
    '',
  ])('without evidence or without our lists it is unknown: %j', (text) => {
    expect(lang(text)).toEqual({ lang: 'und', known: false })
  })

  test('a tag that the script belies is none', () => {
    expect(lang('今朝から頭が痛い', 'en')).toEqual({ lang: 'und', known: false })
    expect(lang('今朝から頭が痛い', 'ja')).toEqual({ lang: 'ja', known: false })
    expect(lang('me after one pill ¯\\_(ツ)_/¯', 'en')).toEqual({ lang: 'en', known: true })
    expect(lang('ᏒꓰꓮᏞᏞᎩ', 'en')).toMatchObject({ lang: 'und' })
  })

  test('the platform’s tag comes first', () => {
    expect(lang('Zorvex!!', 'pt-BR')).toEqual({ lang: 'pt', known: true })
    expect(lang('I feel sick', 'ja')).toEqual({ lang: 'ja', known: false })
    expect(lang('I feel sick', 'und')).toEqual({ lang: 'en', known: true })
    expect(lang('I feel sick', '?')).toEqual({ lang: 'en', known: true })
  })

  test.each(['zxx', 'qme', 'qht', 'qam', 'qst', 'qct', 'mul', 'und', 'mis', 'UND-Latn', 'QME'])(
    '%s is no tag at all',
    (tag) => {
      expect(lang('I feel sick', tag)).toEqual({ lang: 'en', known: true })
      expect(lang('Mir ist schlecht davon', tag)).toEqual({ lang: 'de', known: true })
      expect(lang('Zorvex!!', tag)).toEqual({ lang: 'und', known: false })
    },
  )

  test.each([
    ['eng', 'en'],
    ['deu', 'de'],
    ['ger', 'de'],
    ['fra', 'fr'],
    ['fre', 'fr'],
    ['spa', 'es'],
    ['ita', 'it'],
    ['nld', 'nl'],
    ['dut', 'nl'],
    ['por', 'pt'],
    ['pt-BR', 'pt'],
    ['en_GB', 'en'],
    ['ENG-us', 'en'],
    ['de-Latn-AT', 'de'],
  ])('%s is %s', (tag, read) => {
    expect(lang('Zorvex!!', tag)).toEqual({ lang: read, known: true })
  })

  test.each(['in', 'sv', 'swe', 'tl'])('%s is a language not read', (tag) => {
    expect(lang('I feel sick', tag)).toEqual({ lang: tag, known: false })
  })
})
