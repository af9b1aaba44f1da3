import type { Person } from './feed.ts'
import { type Context, firstText, resolved, within } from './markup.ts'
import { childrenOf, type Element } from './xml.ts'

const email = /[^\s<>()[\]:;,"]+@[^\s<>()[\]:;,"]+\.[^\s<>()[\]:;,"]+/

/** Who wrote an item, or answers for the feed: Atom's structure, or the one line of RSS and Dublin Core. */
export function peopleOf(element: Element, context: Context): Person[] {
  const named = childrenOf(
    element,
    'author',
    'dc:creator',
    'dc:author',
    'atom:author',
    'itunes:author',
    'managingeditor',
  )
  const credited = named.length > 0 ? named : childrenOf(element, 'media:credit', 'dc:publisher', 'webmaster')
  return credited
    .map((author) => personOf(author, context))
    .filter((person) => Object.values(person).some(Boolean))
}

function personOf(author: Element, outer: Context): Person {
  const context = within(author, outer)
  const part = (...names: string[]) => firstText(author, ...names.flatMap((name) => [name, `atom:${name}`]))
  const structured = childrenOf(
    author,
    'name',
    'email',
    'uri',
    'url',
    'homepage',
    'atom:name',
    'atom:email',
    'atom:uri',
  )
  if (structured.length === 0) return personFrom(allText(author))
  const address = childrenOf(author, 'uri', 'url', 'homepage', 'atom:uri')[0]
  return {
    name: part('name'),
    email: part('email'),
    uri: resolved(part('uri', 'url', 'homepage'), address ? within(address, context).base : context.base),
  }
}

const allText = (element: Element): string =>
  element.children.map((child) => (typeof child === 'string' ? child : allText(child))).join('')

/** `me@example.com (Example editor)`, `Example editor <me@example.com>`, or either alone. */
export function personFrom(line: string): Person {
  const text = line
    .trim()
    .slice(0, 500)
    .replace(/^mailto:/i, '')
    .trim()
  const found = email.exec(text)?.[0] ?? null
  if (found === null) return { name: text || null, email: null, uri: null }
  const rest = text
    .replace(found, '')
    .replace(/mailto:/i, '')
    .replace(/[()<>[\]]/g, ' ')
    .replace(/\s+/g, ' ')
  return { name: rest.replace(/^[\s,:;-]+|[\s,:;-]+$/g, '') || null, email: found, uri: null }
}
