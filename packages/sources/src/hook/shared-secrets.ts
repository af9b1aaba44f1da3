import type { Adapter } from '../adapter.ts'

type Secrets = Record<string, string>
/** `read` for who reads, `hook` for who verifies; `made` are those a person has to enter at the platform. */
export type SharedSecrets = { read: Secrets; hook: Secrets; made: Secrets }

/**
 * What a source's pushes are verified by. One that the reader tells the platform itself (WebSub) is the same on both sides; one of our
 * own choosing is made where none is given; one that the platform issues cannot be made, and without it nothing that is pushed counts.
 */
export function sharedSecrets(
  { secrets: asked = {}, hook }: Pick<Adapter, 'secrets' | 'hook'>,
  given: { read: Secrets; hook: Secrets },
  make: (name: string) => string,
): SharedSecrets {
  const kept: SharedSecrets = { read: { ...given.read }, hook: {}, made: {} }
  for (const name of Object.keys(hook?.secrets ?? {})) {
    const own = given.hook[name] || given.read[name]
    const value = own || (hook?.issued?.includes(name) ? null : make(name))
    if (value === null) continue
    kept.hook[name] = value
    if (name in asked) kept.read[name] = value
    else if (!own) kept.made[name] = value
  }
  return kept
}
