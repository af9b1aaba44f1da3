import type { Product } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { loadLists } from '../resources.ts'
import { compileMatcher } from './matcher.ts'

const open = loadLists().gazetteer()
const named = (text: string) => open(text).map(({ name, text }) => [name, text])

describe('names in other scripts', () => {
  test.each([
    ['после варфарина синяки', 'варфарин', 'warfarin'],
    ['от кветиапина сплю весь день', 'кветиапин', 'quetiapine'],
    ['ламотриджин и сыпь', 'ламотриджин', 'lamotrigine'],
    ['βγάζω εξανθήματα από τη σερτραλίνη', 'σερτραλίνη', 'sertraline'],
    ['η παρακεταμόλη με πείραξε', 'παρακεταμόλη', 'acetaminophen'],
    ['ワルファリンで鼻血が出る', 'ワルファリン', 'warfarin'],
    ['昨日からロキソプロフェン飲んでる', 'ロキソプロフェン', 'loxoprofen'],
    ['이부프로펜을 먹고 배가 아파요', '이부프로펜', 'ibuprofen'],
    ['نزفت بعد الوارفارين', 'وارفارين', 'warfarin'],
    ['יש לי בחילה מסרטרלין', 'סרטרלין', 'sertraline'],
    ['पैरासिटामोल से उल्टी हुई', 'पैरासिटामोल', 'acetaminophen'],
  ])('%s', (text, written, listed) => {
    const found = open(text).find((match) => match.text.includes(written))
    expect(found?.product.substance).toBe(listed)
    expect(text.slice(found?.start, found?.end)).toBe(found?.text)
  })

  test('offsets hold behind what folds to more or to nothing', () => {
    const text = 'Straße 𝓩\u200b 😵‍💫 варфарин!'
    expect(named(text)).toEqual([['warfarin', 'варфарин']])
  })

  test.each([
    'сегодня хорошая погода, гуляли с собакой весь день',
    'работа закончена, можно отдыхать до понедельника',
    'καλημέρα σε όλους, σήμερα θα πάμε στη θάλασσα',
    'コンピューターゲームのイベントに行ってきた',
    '오늘 날씨가 좋아서 산책했어요',
    'صباح الخير جميعا، الطقس جميل اليوم',
    'בוקר טוב לכולם, היום יפה בחוץ',
    'आज मौसम बहुत अच्छा है',
    'ахахахах ㅋㅋㅋㅋ ツ (´▽`)ﾉ',
  ])('hears none in %s', (text) => {
    expect(named(text)).toEqual([])
  })

  test('a short brand is heard by the programme that lists it, an everyday word by none', () => {
    const product = (brand: string, ambiguous: boolean): Product => ({
      id: brand,
      group: brand,
      brand,
      substance: '',
      own: true,
      names: [{ name: brand, kind: 'brand', ambiguous }],
    })
    const text = 'начала принимать калверу'
    expect(compileMatcher([product('Kalvera', false)])(text)).toMatchObject([{ text: 'калверу' }])
    expect(compileMatcher([product('Kalvera', true)])(text)).toEqual([])
  })
})
