import type { Markup } from './feed.ts'
import { childrenOf, type Element, textOf } from './xml.ts'

/** What stands around an element: its base address and language. */
export type Context = { base: string | null; lang: string | null; format: 'rss' | 'rdf' | 'atom' | 'cdf' }

const htmlTags =
  'a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button caption center cite code col dd del details dfn dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main map mark marquee menu meta nav nobr noembed noframes noscript object ol option p param picture plaintext pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead tr tt u ul var video wbr xmp'
const tag = new RegExp(
  `</?(?:${htmlTags.replaceAll(' ', '|')})(?:\\s[^<>]*)?/?>|<!--|&(?:#x?[\\da-f]+|[a-z][a-z\\d]+);`,
  'i',
)

/** RSS does not say whether its text is HTML: it is where it holds an element or an entity of HTML. */
export const looksLikeHtml = (text: string) => tag.test(text)

export function within(element: Element, context: Context): Context {
  const { 'xml:base': base, 'xml:lang': lang } = element.attributes
  if (base === undefined && lang === undefined) return context
  return {
    ...context,
    base: base === undefined ? context.base : (resolved(base, context.base) ?? context.base),
    lang: lang === undefined ? context.lang : lang.trim().replaceAll('_', '-') || null,
  }
}

/** An absolute address on the web; null for what is none, or is a script. Untouched where there is nothing to resolve against. */
export function resolved(address: string | null | undefined, base: string | null): string | null {
  const text = address?.trim() ?? ''
  if (text === '') return null
  const url = base === null ? URL.parse(text) : (URL.parse(text, base) ?? null)
  if (url === null) return base === null ? text : null
  if (/^(javascript|data|vbscript|file|blob):$/.test(url.protocol)) return null
  return /^[a-z][a-z\d+.-]*:/i.test(text) && base === null ? text : keepSpelling(text, url)
}

/** `http://example.com` stays as it was written, for an address may be an id. */
const keepSpelling = (text: string, url: URL) =>
  /^[a-z][a-z\d+.-]*:\/\/[^\s]*$/i.test(text) ? text : url.href

/** The text of an element with what its attributes say about its kind: Atom 1.0 and 0.3, and RSS, which says nothing. */
export function markupOf(element: Element | undefined, outer: Context): Markup | null {
  if (element === undefined) return null
  const { lang, base } = within(element, outer)
  const type = (element.attributes.type ?? '').trim().toLowerCase()
  const mode = (element.attributes.mode ?? '').trim().toLowerCase()
  const nested = element.children.some((child) => typeof child !== 'string')
  const markup = (value: string, html: boolean) =>
    value.trim() === '' ? null : { value: value.trim(), html, lang, base }
  if (nested && mode !== 'escaped') return markup(innerMarkup(element), true)
  const text = textOf(element)
  if (mode === 'base64' || isBinary(type, outer)) return fromBase64(text, type, markup)
  if (type === 'text' || type === 'text/plain')
    return markup(text, outer.format !== 'atom' && looksLikeHtml(text))
  if (/html|xml/.test(type)) return markup(text, true)
  return markup(text, outer.format !== 'atom' && looksLikeHtml(text))
}

const isBinary = (type: string, { format }: Context) =>
  format === 'atom' && type.includes('/') && !/^text\/|[+/]xml$|html/.test(type)

function fromBase64(
  text: string,
  type: string,
  markup: (value: string, html: boolean) => Markup | null,
): Markup | null {
  const bytes = Buffer.from(text, 'base64')
  // A picture is no text; what decodes as text is.
  const decoded = bytes.toString('utf8')
  if (decoded.includes('\uFFFD') || decoded.includes('\u0000')) return null
  return markup(decoded, /html/.test(type) || looksLikeHtml(decoded))
}

/** The markup within, without the one `div` that Atom's XHTML must be wrapped in. */
function innerMarkup(element: Element): string {
  const filled = element.children.filter((child) => typeof child !== 'string' || child.trim() !== '')
  const [only] = filled
  const wrapper = filled.length === 1 && typeof only !== 'string' && only?.tag.replace(/^.*:/, '') === 'div'
  return (wrapper ? (only as Element) : element).children.map(written).join('')
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function written(node: Element | string): string {
  if (typeof node === 'string') return escaped(node)
  const name =
    node.name.startsWith('svg:') || node.name.startsWith('math:')
      ? node.name.slice(0, node.name.indexOf(':'))
      : node.tag.replace(/^.*:/, '')
  const attributes = Object.entries(node.attributes)
    .filter(([key]) => !key.startsWith('xmlns'))
    .map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`)
  return `<${name}${attributes.join('')}>${node.children.map(written).join('')}</${name}>`
}

/** The first of these elements that holds anything. */
export function firstMarkup(element: Element, context: Context, ...names: string[]): Markup | null {
  for (const child of childrenOf(element, ...names)) {
    const markup = markupOf(child, context)
    if (markup !== null) return markup
  }
  return null
}

export function firstText(element: Element, ...names: string[]): string | null {
  for (const child of childrenOf(element, ...names)) {
    const text = textOf(child).trim()
    if (text !== '') return text
  }
  return null
}
