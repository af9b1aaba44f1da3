import type { Rechecked } from '../source.ts'
import type { Graph } from './graph.ts'
import { isInvalid, isMissing } from './graph-error.ts'

const atOnce = 50

/**
 * Which of these objects may still be seen. Meta answers many ids at once, or none of them if one is missing: then each is asked
 * alone. "Missing" is also what it says to whoever lost the right to look, so our own page (`anchor`) must be there before
 * anything is gone. Whether a text was changed it does not tell.
 */
export async function recheckById(
  graph: Graph,
  { ids, anchor }: { ids: readonly string[]; anchor: string },
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const askable = ids.filter((id) => /^[\w-]+$/.test(id))
  const all: Rechecked[] = []
  for (let at = 0; at < askable.length; at += atOnce)
    all.push(...(await some(graph, askable.slice(at, at + atOnce), signal)))
  if (all.some(({ now }) => now === 'gone')) await graph.get(anchor, { fields: 'id' }, signal)
  return all
}

async function some(graph: Graph, ids: readonly string[], signal: AbortSignal): Promise<Rechecked[]> {
  const there = ids.length > 1 ? await shown(graph, ids, signal) : new Set<string>()
  const all: Rechecked[] = [...there].map((externalId) => ({ externalId, now: 'same' }))
  for (const externalId of ids) {
    if (there.has(externalId)) continue
    const isThere = await graph.get(externalId, { fields: 'id' }, signal).then(
      () => true,
      (error) => {
        if (!isMissing(error)) throw error
        return false
      },
    )
    all.push(isThere ? { externalId, now: 'same' } : { externalId, now: 'gone', reason: 'deleted' })
  }
  return all
}

async function shown(graph: Graph, ids: readonly string[], signal: AbortSignal): Promise<Set<string>> {
  try {
    const found = await graph.get('', { ids: ids.join(','), fields: 'id' }, signal)
    return new Set(ids.filter((id) => id in found))
  } catch (error) {
    if (!isInvalid(error)) throw error
    return new Set()
  }
}
