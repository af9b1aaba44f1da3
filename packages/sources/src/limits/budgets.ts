import { Trouble } from '../trouble.ts'
import { type Allowance, type Spent, spend } from './budget.ts'

/** Asked before each request that counts. Rejects with `Trouble('limited', 'budget.spent')` until there is more. */
export type Budgets = { take(name: string, cost?: number): Promise<void> }

/** One step of a kept state: read, decide, write, with nothing in between. */
export type SpentStore = {
  update<T>(name: string, step: (spent: Spent | null) => { spent: Spent | null; result: T }): Promise<T>
}

/** Allowances by name, over a store that outlives the process, so that a restart cannot burst. */
export function budgets(allowances: Record<string, Allowance>, store: SpentStore, nowMs = Date.now): Budgets {
  return {
    async take(name, cost = 1) {
      const allowance = allowances[name]
      if (!allowance) throw new Error(`no allowance ${name}`)
      const spending = await store.update(name, (spent) => {
        const result = spend(allowance, spent, cost, nowMs())
        return { spent: result.granted ? result.spent : spent, result }
      })
      if (!spending.granted) throw new Trouble('limited', 'budget.spent', spending.untilMs ?? undefined)
    },
  }
}

/** For a single look (`source try`) and tests: forgotten with the process. */
export function inMemory(): SpentStore {
  const kept = new Map<string, Spent | null>()
  return {
    async update(name, step) {
      const { spent, result } = step(kept.get(name) ?? null)
      kept.set(name, spent)
      return result
    },
  }
}
