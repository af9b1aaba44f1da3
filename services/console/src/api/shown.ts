import { type CaseView, routes } from '@hark/contract'
import { useLayoutEffect } from 'react'
import { call } from './client.ts'
import { Refusal } from './problem.ts'
import { queryClient } from './query-client.ts'
import { useWhyNot } from './session.ts'

const WAITS_MS = [1_000, 3_000, 10_000, 30_000, 60_000]
const firstTries = new Map<string, Promise<void>>()

/** What was read ahead is on the screen: said before it is painted, so that the record is never later than the eye. */
export function useShown(c: CaseView): void {
  const mayWork = useWhyNot('case.work') === null
  const unseen = mayWork && c.awareness.firstViewedAt === null
  useLayoutEffect(() => {
    if (unseen) sayShown(c.id)
  }, [unseen, c.id])
}

/** Settles once the server was told for the first time, or could not be: what is read meanwhile would be a view of its own. */
export const shownIsSaid = (id: string): Promise<void> => firstTries.get(id) ?? Promise.resolve()

function sayShown(id: string): void {
  if (firstTries.has(id)) return
  const at = performance.now()
  const first = say(id, at).then((said) => {
    if (!said) void sayAgain(id, at)
  })
  firstTries.set(id, first)
}

/** Lost for good, the view is recorded with whatever is done to the case next. */
async function sayAgain(id: string, at: number): Promise<void> {
  for (const wait of WAITS_MS) {
    await new Promise((done) => setTimeout(done, wait))
    if (await say(id, at)) return
  }
}

/** True when there is nothing more to say: told, or refused by rule. */
async function say(id: string, at: number): Promise<boolean> {
  try {
    const agoMs = Math.round(performance.now() - at)
    const { firstViewedAt } = await call(routes.cases.shown, { params: { id }, body: { agoMs } })
    queryClient.setQueryData<CaseView>(
      ['case', id],
      (old) => old && { ...old, awareness: { ...old.awareness, firstViewedAt } },
      { updatedAt: queryClient.getQueryState(['case', id])?.dataUpdatedAt ?? 0 },
    )
    firstTries.delete(id)
    return true
  } catch (error) {
    return error instanceof Refusal && error.status >= 400 && error.status < 500
  }
}
