import type { TwitterApiv2 } from 'twitter-api-v2'
import { Trouble } from '../trouble.ts'
import { shortHash } from './queries.ts'
import { RulesAnswer, type XRule } from './shape.ts'

/** Rules of ours carry it in their tag; what others added to the app stays. */
const ours = 'hark:'

/** What has to change for exactly the `wanted` rules to be ours. */
export function planRules(current: readonly XRule[], wanted: readonly string[]) {
  const there = new Set(current.map(({ value }) => value))
  const asked = new Set(wanted)
  return {
    add: [...asked]
      .filter((value) => !there.has(value))
      .map((value) => ({ value, tag: ours + shortHash(value) })),
    remove: current
      .filter(({ value, tag }) => tag?.startsWith(ours) && !asked.has(value))
      .map(({ id }) => id),
  }
}

/** Makes the stream's rules those of this source; `refused` where X does not understand one. */
export async function syncRules(client: TwitterApiv2, wanted: readonly string[]): Promise<void> {
  const { add, remove } = planRules(await currentRules(client), wanted)
  if (remove.length > 0) await client.updateStreamRules({ delete: { ids: remove } })
  if (add.length === 0) return
  const { errors } = RulesAnswer.omit({ data: true }).parse(await client.updateStreamRules({ add }))
  const isDuplicate = ({ title, type }: (typeof errors)[number]) =>
    /duplicate/i.test(title ?? '') || /duplicate/i.test(type ?? '')
  if (errors.some((error) => !isDuplicate(error))) throw new Trouble('refused', 'x.rule_refused')
}

async function currentRules(client: TwitterApiv2): Promise<XRule[]> {
  const rules: XRule[] = []
  let next: string | undefined
  const asked = new Set<string>()
  do {
    const query = next === undefined ? {} : { pagination_token: next }
    const { data, meta } = RulesAnswer.parse(await client.streamRules(query as { ids?: string }))
    rules.push(...data)
    next = meta?.next_token ?? undefined
    if (next !== undefined && asked.has(next)) throw new Trouble('malformed', 'list.loops')
    if (next !== undefined) asked.add(next)
  } while (next !== undefined)
  return rules
}
