import { decodeHTMLStrict } from 'entities'
import { Parser } from 'htmlparser2'
import { feedLimits } from './limits.ts'
import { addressOf, knownName, type Scope } from './namespaces.ts'

/** One element. `name` as `knownName` gives it, attributes by their written names in lower case (`xml:base`, `href`). */
export type Element = {
  name: string
  /** As written, for markup that is passed on. */
  tag: string
  attributes: Record<string, string>
  children: (Element | string)[]
  /** Where it stands in the document, for the payload that is kept. */
  from: number
  to: number
  /** The document ended before it did. */
  cut?: true
}

/** A document that may not be read. `code` is shown to people and names nothing of its content. */
export class FeedRefused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.name = 'FeedRefused'
    this.code = code
  }
}

/** Elements of HTML that hold nothing; feeds with bare markup leave them open. `link` is not among them: in RSS it holds an address. */
const holdNothing = new Set(['br', 'hr', 'img', 'wbr', 'input', 'col'])

class LenientParser extends Parser {
  protected override isVoidElement(name: string): boolean {
    return holdNothing.has(name.toLowerCase())
  }
}

/**
 * The tree of a document, however ill it is formed; null where it holds no element. No entity a document declares is ever expanded: its
 * DOCTYPE is cut out unread. Throws `FeedRefused` beyond the limits.
 */
export function parseXml(document: string): Element | null {
  const text = withoutDoctype(document)
  const top: Element = { name: '', tag: '', attributes: {}, children: [], from: 0, to: text.length }
  const open: Element[] = [top]
  const scopes: Scope[] = [new Map([['xml', 'http://www.w3.org/xml/1998/namespace']])]
  let [depth, elements, rootAddress, verbatim, ended] = [0, 0, null as string | null, false, false]
  const parser = new LenientParser(
    {
      onopentag(tag, attributes) {
        depth += 1
        elements += 1
        if (depth > feedLimits.refusedDepth) throw new FeedRefused('feed.too_deep')
        if (elements > feedLimits.elements) throw new FeedRefused('feed.too_many_elements')
        if (depth > feedLimits.depth) return
        const scope = scopeOf(scopes.at(-1) as Scope, attributes)
        if (depth === 1 && elements === 1) rootAddress = addressOfRoot(tag, scope)
        const name = knownName(tag, scope, rootAddress)
        const element = {
          name,
          tag,
          attributes: lowered(attributes),
          children: [],
          from: parser.startIndex,
          to: 0,
        }
        open.at(-1)?.children.push(element)
        open.push(element)
        scopes.push(scope)
      },
      onclosetag() {
        if (depth <= feedLimits.depth && open.length > 1) {
          const closed = open.pop() as Element
          closed.to = Math.max(parser.endIndex + 1, closed.from)
          if (ended) closed.cut = true
          scopes.pop()
        }
        depth -= 1
      },
      ontext(data) {
        open.at(-1)?.children.push(verbatim ? data : decodeHTMLStrict(data))
      },
      oncdatastart: () => {
        verbatim = true
      },
      oncdataend: () => {
        verbatim = false
      },
    },
    { xmlMode: true, decodeEntities: false },
  )
  parser.write(text)
  ended = true
  parser.end()
  return top.children.find((child) => typeof child !== 'string') ?? null
}

function lowered(attributes: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(attributes)
  if (pairs.length > feedLimits.attributes) throw new FeedRefused('feed.too_many_attributes')
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), decodeHTMLStrict(value)]))
}

function scopeOf(outer: Scope, attributes: Record<string, string>): Scope {
  const declared = Object.entries(attributes).filter(([name]) => /^xmlns(:|$)/i.test(name))
  if (declared.length === 0) return outer
  return new Map([...outer, ...declared.map(([name, address]): [string, string] => [name.slice(6), address])])
}

function addressOfRoot(tag: string, scope: Scope): string | null {
  const prefix = tag.includes(':') ? tag.slice(0, tag.indexOf(':')) : ''
  // In RDF the default namespace is the feed's, and the root is not of it.
  const address = scope.get(prefix === 'rdf' ? '' : prefix)
  return address === undefined ? null : addressOf(address)
}

/** The document with its DOCTYPE blanked out, so that positions stay true. Quotes and the internal subset may hold `>`. */
function withoutDoctype(text: string): string {
  const start = /<!doctype/i.exec(text.slice(0, 100_000))?.index
  if (
    start === undefined ||
    text
      .slice(0, start)
      .replace(/<[?!][^>]*>/g, '')
      .includes('<')
  )
    return text
  const end = endOfDoctype(text, start)
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)
}

function endOfDoctype(text: string, start: number): number {
  let [quote, inSubset] = ['', false]
  for (let at = start; at < text.length; at += 1) {
    const char = text[at] as string
    if (quote !== '') quote = char === quote ? '' : quote
    else if (text.startsWith('<!--', at)) at = Math.max(text.indexOf('-->', at), at) + 2
    else if (char === '"' || char === "'") quote = char
    else if (char === '[') inSubset = true
    else if (char === ']') inSubset = false
    else if (char === '>' && !inSubset) return at + 1
  }
  // Never closed: what was opened wrongly may not swallow the feed.
  return Math.max(text.indexOf('>', start), start) + 1
}

/** The text an element holds, its markup left out. */
export function textOf(node: Element | string | null | undefined): string {
  if (node === null || node === undefined) return ''
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

/** Elements directly within, of one of these names, in the order of the names. */
export function childrenOf(element: Element, ...names: string[]): Element[] {
  const elements = element.children.filter((child) => typeof child !== 'string')
  return names.flatMap((name) => elements.filter((child) => child.name === name))
}

export function childOf(element: Element, ...names: string[]): Element | undefined {
  return childrenOf(element, ...names)[0]
}
