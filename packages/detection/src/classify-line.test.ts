import { describe, expect, test } from 'vitest'
import { classifyLine, MalformedLine } from './classify-line.ts'
import { classifyBatch, classifyStream } from './classify-stream.ts'
import { loadResources } from './resources.ts'

const resources = loadResources()
const gazetteer = resources.gazetteer()
const classify = (value: unknown) => classifyLine(JSON.stringify(value), gazetteer, resources)

describe('hark classify', () => {
  test('one line has the agreed form', () => {
    const line = classify({ id: 'a1', text: 'Prozac gave me a rash and I am 8 weeks pregnant' })
    expect(Object.keys(line)).toEqual([
      'id',
      'lang',
      'ae',
      'products',
      'evidence',
      'criteria',
      'seriousness',
      'special',
      'priority',
      'reasons',
      'sentiment',
      'model',
      'structure',
    ])
    expect(line).toMatchObject({
      id: 'a1',
      lang: 'en',
      ae: { flag: true },
      special: ['PREGNANCY_MATERNAL'],
      priority: ['PREGNANCY'],
    })
    expect(line.products).toEqual([{ name: 'prozac', substance: 'fluoxetine', start: 0, end: 6 }])
    expect(line.criteria).toMatchObject({ product: { text: 'Prozac' }, reporter: { text: 'me' } })
    for (const { start, end, text } of line.evidence) {
      expect('Prozac gave me a rash and I am 8 weeks pregnant'.slice(start, end)).toBe(text)
    }
    expect(line.model).toBe(resources.modelId)
  })

  test.each(['I have such a headache', 'spring is here', 'drink more water', 'pain au chocolat', ''])(
    'no medicine, no flag: %j',
    (text) => {
      const line = classify({ id: 1, text })
      expect(line).toMatchObject({ id: '1', ae: { flag: false }, products: [] })
      expect(line.reasons[0]).toBe('product.none')
    },
  )

  test.each([
    [{ product: 'Lexapro' }, 'product.in_thread'],
    [{ product: 'Zorvex' }, 'product.given'],
    [{ thread: 'anyone else on Lexapro?' }, 'product.in_thread'],
  ])('a sentence that names no medicine is flagged where the line tells which: %j', (context, reason) => {
    const text = 'Gave me a splitting headache and made me throw up.'
    expect(classify({ id: 1, text })).toMatchObject({ ae: { flag: false } })
    const line = classify({ id: 1, text, ...context })
    expect(line).toMatchObject({ ae: { flag: true }, products: [] })
    expect(line.reasons).toContain(reason)
  })

  test('a text in no known language about a given medicine goes to a person', () => {
    const line = classify({ id: 1, text: 'ゾルベックス飲んだら頭が痛い', product: 'Zorvex' })
    expect(line).toMatchObject({ ae: { flag: true } })
    expect(line.reasons[0]).toBe('language.unknown')
  })

  test.each([
    ['варфарин вызвал кровотечение', 'варфарин'],
    ['ワルファリンで鼻血が出る', 'ワルファリン'],
  ])('a medicine named in another script goes to a person with its name: %s', (text, name) => {
    const line = classify({ id: 1, text })
    expect(line).toMatchObject({
      ae: { flag: true },
      lang: 'und',
      products: [{ substance: 'warfarin', start: 0 }],
    })
    expect(text.slice(line.products[0]?.start, line.products[0]?.end)).toBe(name)
    expect(line.reasons[0]).toBe('language.unknown')
  })

  test.each(['今朝からずっと吐き気がする', 'после укола поднялась температура', '吃了药以后头晕得厉害'])(
    'where a name may have gone unseen, a person looks: %s',
    (text) => {
      const line = classify({ id: 1, text })
      expect(line).toMatchObject({ ae: { flag: true }, products: [] })
      expect(line.reasons[0]).toBe('language.unknown')
      expect(line.reasons).toContain('product.unreadable')
      expect(classify({ id: 1, text, lang: 'en' }).ae.flag).toBe(true)
    },
  )

  test.each([
    '😭😭😭',
    '!!! ... ???',
    '¯\\_(ツ)_/¯',
    'ㅋㅋㅋㅋㅋㅋ',
    'ахахахаха',
    '',
    'saya pusing sekali',
    '𝓘 𝓪𝓶 𝓼𝓲𝓬𝓴 𝓽𝓸𝓭𝓪𝔂',
  ])('what is no writing, or could be read and names none, is nobody’s: %j', (text) => {
    const line = classify({ id: 1, text })
    expect(line.ae.flag).toBe(false)
    expect(line.reasons[0]).toBe('product.none')
    expect(line.reasons).not.toContain('language.unknown')
  })

  test('a medicine without its name counts as one', () => {
    const line = classify({ id: 1, text: 'this medication made me throw up all night' })
    expect(line).toMatchObject({ ae: { flag: true }, products: [] })
    expect(line.reasons[0]).toBe('product.unnamed')
  })

  test.each([
    ['not json', /JSON/],
    ['[]', /object/],
    ['null', /object/],
    ['{"text":"x"}', /"id"/],
    ['{"id":"a"}', /"text"/],
    ['{"id":"a","text":3}', /"text"/],
    ['{"id":"a","text":"x","lang":3}', /"lang"/],
    ['{"id":"a","text":"x","product":3}', /"product"/],
  ])('%s is malformed', (line, message) => {
    expect(() => classifyLine(line, gazetteer, resources)).toThrow(MalformedLine)
    expect(() => classifyLine(line, gazetteer, resources)).toThrow(message)
  })

  test('a stream keeps order, reports bad lines by number and goes on, however it is cut', async () => {
    const input =
      '\uFEFF{"id":"a","text":"Zoloft withdrawal is hell"}\nnope secret\n\n{"id":"b","text":"hello"}\r\n{"id":"c","text":"x"}'
    for (const size of [1, 7, 1000]) {
      const out: string[] = []
      const bad: string[] = []
      const count = await classifyStream(
        (async function* () {
          for (let at = 0; at < input.length; at += size) yield input.slice(at, at + size)
        })(),
        (lines) => void out.push(lines),
        (number, reason) => bad.push(`${number}: ${reason}`),
        (batch) => classifyBatch(batch, gazetteer, resources),
      )
      expect(count).toEqual({ ok: 3, bad: 1 })
      expect(bad).toEqual(['2: not valid JSON'])
      const ids = out
        .join('')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id)
      expect(ids).toEqual(['a', 'b', 'c'])
    }
  })

  test('batches judged side by side come out in order, and one that fails ends the stream', async () => {
    const input = async function* () {
      for (let i = 0; i < 50; i++) yield `${i}\n`
    }
    const waits = (first: number) => new Promise((done) => setTimeout(done, (first * 7) % 5))
    const out: string[] = []
    const write = (text: string) => void out.push(text)
    const never = () => undefined
    let [now, most] = [0, 0]
    const judge = async ({ first, lines }: { first: number; lines: string[] }) => {
      most = Math.max(most, ++now)
      await waits(first)
      now--
      return { text: lines.map((line) => `${line}\n`).join(''), ok: lines.length, bad: [] }
    }
    await classifyStream(input(), write, never, judge, 4)
    expect(out.join('')).toBe(Array.from({ length: 50 }, (_, i) => `${i}\n`).join(''))
    expect(most).toBe(4)
    const failing = async ({ first }: { first: number }) => {
      if (first === 7) throw new Error('gone')
      return { text: '', ok: 1, bad: [] }
    }
    await expect(classifyStream(input(), write, never, failing, 4)).rejects.toThrow('gone')
  })

  test('the same input gives the same bytes', () => {
    const value = { id: 'a', text: 'Seroquel made my mum (72) sleep for days' }
    expect(JSON.stringify(classify(value))).toBe(JSON.stringify(classify(value)))
  })
})
