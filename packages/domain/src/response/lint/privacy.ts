import { type Contact, contactsIn, isSameContact } from '../contact.ts'
import { regulatorRoutes } from '../regulator.ts'
import { wordLists } from '../words/index.ts'
import { asks, hits } from './advice-and-claims.ts'
import { block, type LintContext, type LintFinding, type LintRule, warn } from './lint-input.ts'
import { type Token, wordsOf } from './plain-text.ts'

/** Words in a row shared with the post that make a quotation. */
const QUOTED = 3

/** R7: no personal data, nothing of what the author told, nothing that asks for more of it or confirms a treatment. */
export const privacyRule: LintRule = (c) => [
  ...strangeContacts(c),
  ...quotations(c),
  ...hits(c, asks, (words) => [
    'R7',
    `Asks for health details in public, or confirms that the author is treated: “${words}”.`,
    'Invite the author to the PV contact instead.',
  ]),
]

function strangeContacts(c: LintContext): LintFinding[] {
  const known = [
    ...c.contactAllowList,
    ...Object.values(c.slots).flatMap((value) => contactsIn(value).map((x) => x.text)),
    ...regulatorRoutes.flatMap((r) => r.phones ?? []),
  ]
  const kinds: Partial<Record<Contact['kind'], string>> = {
    email: 'An e-mail address',
    phone: 'A telephone number or date',
    mention: 'The name of an account',
  }
  return c.contacts.flatMap((found) => {
    const what = kinds[found.kind]
    if (!what || known.some((k) => isSameContact(found, k))) return []
    return [
      block(
        'R7',
        `${what} that is not on the allow-list.`,
        'Take it out, or have it put on the list.',
        found,
      ),
    ]
  })
}

/** Words the author of the post and the template share (“your doctor”) quote nobody. */
function quotations(c: LintContext): LintFinding[] {
  const own = new Set(c.allowed.flatMap((text) => wordsOf(text).map((t) => t.word)))
  const told = wordsOf(c.postText).map((t) => t.word)
  const reply = wordsOf(c.text)
  const told3 = new Set(told.map((_, i) => told.slice(i, i + QUOTED).join(' ')))
  const ours3 = new Set(c.allowed.flatMap((text) => runs(wordsOf(text)).map((r) => r.words)))
  const quoted = runs(reply).filter((r) => told3.has(r.words) && !ours3.has(r.words) && r.telling)
  const toldWords = new Set(told.filter((word) => isTelling(word)))
  const single = reply.filter(
    (t) => toldWords.has(t.word) && !own.has(t.word) && !quoted.some((q) => covers(q, t)),
  )
  return [
    ...merged(quoted).map((at) =>
      block('R7', 'Quotes the post.', 'Take the author’s own words out; they stay in the case.', at),
    ),
    ...single.map((t) => warn('R7', 'Repeats a word of the post.', 'Check that it is no health detail.', t)),
  ]
}

type Run = { words: string; telling: boolean; start: number; end: number }

function runs(tokens: Token[]): Run[] {
  return tokens.slice(0, Math.max(0, tokens.length - QUOTED + 1)).map((first, i) => {
    const run = tokens.slice(i, i + QUOTED)
    return {
      words: run.map((t) => t.word).join(' '),
      telling: run.some((t) => /\d/.test(t.word) || isTelling(t.word, 3)),
      start: first.start,
      end: run.at(-1)?.end ?? first.end,
    }
  })
}

const filler = new Set(Object.values(wordLists).flatMap((w) => w?.functionWords ?? []))
const isTelling = (word: string, length = 4): boolean => word.length >= length && !filler.has(word)
const covers = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start <= b.start && b.end <= a.end

function merged(places: { start: number; end: number }[]): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = []
  for (const p of places) {
    const last = out.at(-1)
    if (last && p.start <= last.end) last.end = p.end
    else out.push({ start: p.start, end: p.end })
  }
  return out
}
