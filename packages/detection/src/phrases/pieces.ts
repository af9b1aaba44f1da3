/** Words, which an apostrophe joins, figures, pictures and marks. */
export const joined =
  /\p{L}+(?:['’]\p{L}+)*|\p{N}+(?:[.,]\p{N}+)?|\p{Extended_Pictographic}|[.!?…;\n]+|[,:()–—"“”«»]/gu
/** The same where an apostrophe parts words. */
export const elided = /\p{L}+|\p{N}+(?:[.,]\p{N}+)?|\p{Extended_Pictographic}|[.!?…;\n]+|[,:()–—"“”«»]/gu

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
const apostrophe = 39
const space = 32

/** Cuts a text into words, figures, pictures and marks, one after the other. Plain English words take no expression. */
export class Pieces {
  from = 0
  to = 0
  private readonly text: string
  private readonly pattern: RegExp
  private readonly parted: boolean

  /** `parted`: an apostrophe ends a word. */
  constructor(text: string, parted: boolean) {
    this.text = text
    this.parted = parted
    this.pattern = parted ? elided : joined
  }

  /** Goes on to the next piece, `from` … `to - 1`; false where there is none. */
  next(): boolean {
    const { text } = this
    let from = this.to
    while (text.charCodeAt(from) === space) from++
    const to = this.plainEnd(from)
    if (to > from) {
      this.from = from
      this.to = to
      return true
    }
    return this.search(from)
  }

  /** End of a word of plain letters; `from` where there is none, or where another letter or mark may belong to it. */
  private plainEnd(from: number): number {
    const { text } = this
    let at = from
    while (isLetter(text.charCodeAt(at))) at++
    if (at === from) return from
    const code = text.charCodeAt(at)
    return code >= 128 || (code === apostrophe && !this.parted) ? from : at
  }

  private search(from: number): boolean {
    this.pattern.lastIndex = from
    const found = this.pattern.exec(this.text)
    if (!found) return false
    this.from = found.index
    this.to = found.index + found[0].length
    return true
  }

  /** Whether a mark is, or holds, a question mark. */
  asks(): boolean {
    return this.text.slice(this.from, this.to).includes('?')
  }
}

/** 2 ends a sentence, 1 ends a clause, 0 is a word. */
export function isBreakCode(code: number): 0 | 1 | 2 {
  switch (code) {
    case 33:
    case 46:
    case 63:
    case 59:
    case 10:
    case 0x2026:
      return 2
    case 34:
    case 40:
    case 41:
    case 44:
    case 58:
    case 0x2013:
    case 0x2014:
    case 0x201c:
    case 0x201d:
    case 0xab:
    case 0xbb:
      return 1
    default:
      return 0
  }
}
