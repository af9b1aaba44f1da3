import { describe, expect, test } from 'vitest'
import { lintReport } from './lint.ts'
import { passingReply, says } from './passing-reply.ts'
import { replyFingerprint } from './repeat.ts'

const mention = '@ana.b@social.example'
const plain = passingReply({ platform: 'mastodon', mention })
const named = { ...plain, text: `${mention} ${plain.text}` }

describe('N1 the author is named', () => {
  test.each([
    ['at the beginning', named, []],
    ['on a line of their own', { ...plain, text: `${mention}\n${plain.text}` }, []],
    ['not at all', plain, ['warn']],
    ['further down', { ...plain, text: `${plain.text} ${mention}` }, ['warn']],
    ['as somebody else', { ...plain, text: `@ana ${plain.text}` }, ['warn']],
    ['as the beginning of a longer name', { ...plain, text: `${mention}2 ${plain.text}` }, ['warn']],
    ['where the platform needs no name', { ...plain, mention: null }, []],
  ])('%s', (_, input, expected) => expect(says('N1', input)).toEqual(expected))

  test('the name is no free text, no strange account and no copy of another reply', () => {
    expect(lintReport(named)).toMatchObject({ findings: [], blocked: false })
    expect(replyFingerprint(named.text)).toBe(replyFingerprint(plain.text))
  })

  test('it counts on Mastodon without its server', () => {
    const used = (text: string) => lintReport({ ...named, text }).length.used
    expect(used(named.text) - used(plain.text)).toBe('@ana.b '.length)
  })

  test('a name anywhere else, or of anybody else, is a strange account', () => {
    expect(says('R7', { ...named, text: `${named.text} ${mention}` })).toEqual([`block ${mention}`])
    expect(says('R7', { ...plain, text: `@somebody ${plain.text}` })).toEqual(['block @somebody'])
  })

  test('a name that holds a product is still one', () => {
    const told = { ...plain, mention: '@zolvara_mum' }
    expect(says('R1', { ...told, text: `@zolvara_mum ${plain.text}` })).toEqual(['block zolvara'])
  })

  test('no finding repeats the name', () => {
    expect(JSON.stringify(lintReport(plain))).not.toContain('ana')
  })
})
