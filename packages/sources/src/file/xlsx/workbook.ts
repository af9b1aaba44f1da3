import { posix } from 'node:path'
import type { Archive } from './archive.ts'
import { attribute, readWhole, unescaped } from './parts.ts'

export type Workbook = {
  /** Parts of the visible sheets, in their order. */
  sheets: { name: string; part: string }[]
  strings: string[]
  /** By style: whether its numbers are dates. */
  dates: boolean[]
  /** Days are counted from 1904, as old Macs did. */
  from1904: boolean
}

export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const relations = new Map<string, string>()
  await readWhole(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id, Target }) => {
      if (name === 'Relationship' && Id && Target)
        relations.set(Id, posix.join('xl', Target.startsWith('/') ? posix.relative('/xl', Target) : Target))
    },
  })
  const sheets: Workbook['sheets'] = []
  let from1904 = false
  await readWhole(archive, 'xl/workbook.xml', {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet' || /hidden/i.test(attributes.state ?? '')) return
      const id = attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      const part = relations.get(id ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
      if (archive.has(part)) sheets.push({ name: attribute(attributes.name), part })
    },
  })
  return { sheets, strings: await sharedStrings(archive), dates: await dateStyles(archive), from1904 }
}

/** Texts that cells refer to by number: plain, or in runs; readings for the eye (`rPh`) are not part of them. */
async function sharedStrings(archive: Archive): Promise<string[]> {
  const strings: string[] = []
  let [text, inText, phonetic] = ['', false, false]
  await readWhole(archive, 'xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') text = ''
      if (name === 'rPh') phonetic = true
      if (name === 't') inText = !phonetic
    },
    close: (name) => {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic = false
      if (name === 'si') strings.push(unescaped(text))
    },
    text: (some) => {
      if (inText) text += some
    },
  })
  return strings
}

async function dateStyles(archive: Archive): Promise<boolean[]> {
  const formats = new Map<number, boolean>()
  const dates: boolean[] = []
  let inCells = false
  await readWhole(archive, 'xl/styles.xml', {
    open: (name, { numFmtId, formatCode }) => {
      if (name === 'cellXfs') inCells = true
      if (name === 'numFmt') formats.set(Number(numFmtId), isDateFormat(attribute(formatCode)))
      if (name === 'xf' && inCells) dates.push(formats.get(Number(numFmtId)) ?? isDateId(Number(numFmtId)))
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false
    },
  })
  return dates
}

const isDateId = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** A format with a letter of a date, outside of quotes, escapes and colours. */
export const isDateFormat = (code: string) =>
  /[ymdhs]/i.test(code.slice(0, 255).replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|general/gi, ''))
