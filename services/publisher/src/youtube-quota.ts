import { type Db, spentOf } from '@hark/db'
import { adapters, type Budgets, budgets } from '@hark/sources'

/**
 * The day's units of YouTube, as reading counts them: what a reply costs is taken once from every key that a source reads with, for
 * one of them and the account may be of one Google project. Refused where none has it; without a source only Google counts.
 */
export function youtubeQuota(db: Db): Budgets {
  return {
    async take(name, cost) {
      const sources = await db
        .selectFrom('source')
        .select(['id', 'config', 'counted_as'])
        .where('platform', '=', 'youtube')
        .where('state', '=', 'running')
        .orderBy('created_at')
        .execute()
      const keys = new Map(sources.map(({ id, counted_as, config }) => [counted_as ?? id, config]))
      const refused: unknown[] = []
      for (const [key, config] of keys) {
        const allowances = adapters.youtube?.allowances?.(config) ?? {}
        await budgets(allowances, spentOf(db, key))
          .take(name, cost)
          .catch((error: unknown) => refused.push(error))
      }
      if (keys.size > 0 && refused.length === keys.size) throw refused[0]
    },
  }
}
