import type { Checklist } from '../checklist.ts'
import type { Rule } from '../walk.ts'

/**
 * No one approves their own words: the signer of a response is neither the author it names (`ref.author`) nor
 * anyone an earlier entry shows writing the same content.
 */
export function authorRule(list: Checklist): Rule {
  const authors = new Map<string, Set<string>>()
  let signed = 0
  return {
    see({ index, event }) {
      const content = event.ref?.content_sha256 ?? ''
      if (event.action === 'response.drafted' || event.action === 'response.edited') {
        authors.set(content, (authors.get(content) ?? new Set()).add(event.actor.id))
      }
      if (event.action !== 'response.signed') return
      signed++
      const author = event.ref?.author
      const own = author === event.actor.id || (content !== '' && authors.get(content)?.has(event.actor.id))
      const fault = !author ? 'names no author' : own ? 'signed by its own author' : null
      if (fault) list.fail('separation of author and signer', `entry ${index}: ${fault}`, { index, event })
    },
    finish() {
      list.ok('separation of author and signer', `${signed} approvals, each by someone else than the author`)
    },
  }
}
