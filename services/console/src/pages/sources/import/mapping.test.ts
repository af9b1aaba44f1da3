import { importFields } from '@hark/domain'
import { expect, test } from 'vitest'
import { columnsUnder, fieldNames, withColumn, withDateOrder } from './mapping.ts'

const columns = ['Full Text', 'Snippet', 'Author'].map((column) => ({ column, field: null }))
const recognised = { columns: { text: ['Full Text', 'Snippet'], author: ['Author'] }, idsAreVendors: true }

test('every field has its words', () => {
  expect(Object.keys(fieldNames).sort()).toEqual([...importFields].sort())
})

test('a column fills one field, after those that fill it already, and what is told of the file stays', () => {
  const moved = withColumn(recognised, 'Full Text', 'title')
  expect(moved).toEqual({
    columns: { text: ['Snippet'], title: ['Full Text'], author: ['Author'] },
    idsAreVendors: true,
  })
  expect(withColumn(moved, 'Full Text', 'text').columns).toEqual({
    text: ['Snippet', 'Full Text'],
    author: ['Author'],
  })
  expect(withColumn(recognised, 'Author', null).columns).toEqual({ text: ['Full Text', 'Snippet'] })
  expect(columnsUnder(moved, columns).map(({ field }) => field)).toEqual(['title', 'text', 'author'])
})

test('the order of dates is said with a mapping or without one, and taken back', () => {
  expect(withDateOrder(null, 'dmy')).toEqual({ columns: {}, dateOrder: 'dmy' })
  expect(withDateOrder({ columns: {}, dateOrder: 'dmy' }, '')).toBe(null)
  expect(withDateOrder({ ...recognised, dateOrder: 'mdy' }, '')).toEqual(recognised)
})
