import { Parser } from 'htmlparser2'

/** Elements whose content is no text for a reader. What stands in an object or frame in its place is. */
const unread = new Set(['script', 'style', 'head', 'title', 'template', 'svg', 'math'])
const withLine = new Set(
  'address article aside blockquote caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table td th tr ul'.split(
    ' ',
  ),
)
const withBlankLine = new Set(['p', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

export type HtmlText = {
  text: string
  /** Descriptions of images, in order. */
  images: (string | null)[]
}

/**
 * HTML as a person would read it: blocks on lines of their own, spaces as shown, entities resolved, nothing of scripts, styles and
 * comments. A `<` that opens no element stays.
 */
export function htmlText(html: string): HtmlText {
  const out = new TextBuilder()
  const images: (string | null)[] = []
  let [hidden, preformatted] = [0, 0]
  const parser = new Parser(
    {
      onopentag(name, { alt }) {
        if (unread.has(name)) hidden += 1
        else if (name === 'img') images.push(alt?.trim() || null)
        else if (name === 'br') out.line()
        else if (name === 'pre') preformatted += 1
        if (withLine.has(name)) out.block(withBlankLine.has(name) ? 2 : 1)
      },
      onclosetag(name) {
        if (unread.has(name)) hidden = Math.max(0, hidden - 1)
        if (name === 'pre') preformatted = Math.max(0, preformatted - 1)
        if (withLine.has(name)) out.block(withBlankLine.has(name) ? 2 : 1)
      },
      ontext(text) {
        if (hidden === 0) out.add(text, preformatted > 0)
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.write(html)
  parser.end()
  return { text: out.text(), images }
}

/** Collects text with at most one space between words and one blank line between blocks. */
class TextBuilder {
  #parts: string[] = []
  #newlines = 0
  #space = false

  add(text: string, asIs: boolean): void {
    const shown = asIs ? text.replaceAll('\r\n', '\n') : text.replace(/[ \t\n\r\f]+/g, ' ')
    const leading = !asIs && shown.startsWith(' ')
    const body = asIs ? shown : shown.replace(/^ | $/g, '')
    if (leading) this.#space = true
    if (body === '') {
      if (shown !== '') this.#space = true
      return
    }
    if (this.#parts.length > 0) {
      if (this.#newlines > 0) this.#parts.push('\n'.repeat(this.#newlines))
      else if (this.#space) this.#parts.push(' ')
    }
    this.#newlines = 0
    this.#parts.push(body)
    this.#space = !asIs && shown.endsWith(' ')
  }

  line(): void {
    this.#newlines = Math.min(this.#newlines + 1, 2)
  }

  block(lines: number): void {
    this.#newlines = Math.max(this.#newlines, lines)
  }

  text(): string {
    return this.#parts.join('').trim()
  }
}
