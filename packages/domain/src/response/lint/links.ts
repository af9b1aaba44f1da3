import { addressOf, contactsIn, hostOf, isUnder } from '../contact.ts'
import { regulatorRoutes } from '../regulator.ts'
import { block, type LintContext, type LintFinding, type LintRule } from './lint-input.ts'

const shorteners = new Set(
  'bit.ly bitly.com t.co tinyurl.com goo.gl ow.ly buff.ly is.gd v.gd lnkd.in rebrand.ly cutt.ly t.ly tiny.cc shorturl.at bl.ink dlvr.it fb.me trib.al s.id rb.gy soo.gd adf.ly mcaf.ee short.io linktr.ee'.split(
    ' ',
  ),
)
const tracking =
  /^(?:utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs.*|twclid|ttclid|li_fat_id|ref|cmpid|cid)$/i

/** R10: every link leads where the allow-list says: no shortener, nothing that tracks, no disguised host. */
export const linkRule: LintRule = (c) => {
  const known = allowedLinks(c)
  return c.contacts.flatMap((found) => {
    if (found.kind !== 'url') return []
    const wrong = wrongWith(found.text, known)
    return wrong ? [{ ...block('R10', wrong[0], wrong[1], found) } satisfies LintFinding] : []
  })
}

function wrongWith(link: string, known: readonly string[]): [string, string] | null {
  const address = addressOf(link)
  if (!address) return ['A link that is no address.', 'Correct or remove it.']
  if (shorteners.has(hostOf(address)))
    return ['A shortened link hides where it leads.', 'Write the address out.']
  if (address.username || address.password)
    return ['A link with a user name in it hides where it leads.', 'Write the plain address.']
  if ([...address.searchParams.keys()].some((key) => tracking.test(key)))
    return ['A link that tracks who follows it.', 'Remove everything after the question mark.']
  if (!known.some((allowed) => isUnder(link, allowed)))
    return ['A link that is not on the allow-list.', 'Remove it, or have it put on the list.']
  return null
}

function allowedLinks(c: LintContext): string[] {
  const configured = [...c.contactAllowList, ...Object.values(c.slots)].flatMap((text) =>
    contactsIn(text).flatMap((x) => (x.kind === 'url' ? [x.text] : [])),
  )
  return [...configured, ...regulatorRoutes.flatMap((r) => r.links)]
}
