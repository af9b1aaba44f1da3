import { type Platform, platforms } from '@hark/domain'
import { adapters } from './adapters.ts'

/**
 * The account that answers on a platform, out of those a programme names: words apart, each as its platform writes it
 * (`did:plc:… brand@mastodon.example`), or with its platform before it where it could be of several (`facebook:1929… x:77`). Null where
 * none is of that platform.
 */
export function replyAccountOn(platform: Platform, accounts: string | null): string | null {
  const shape = adapters[platform]?.account
  if (!shape) return null
  const named = (accounts ?? '').split(/[\s,]+/).flatMap((word) => {
    const at = word.indexOf(':')
    const before = word.slice(0, Math.max(0, at))
    const marked = (platforms as readonly string[]).includes(before)
    return { of: marked ? before : null, account: marked ? word.slice(at + 1) : word }
  })
  const fitting = named.filter(({ account }) => shape.test(account))
  const chosen = fitting.find(({ of }) => of === platform) ?? fitting.find(({ of }) => of === null)
  return chosen?.account ?? null
}
