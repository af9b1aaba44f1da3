import { type Db, spentOf } from '@hark/db'
import { adapters, type Budgets, budgets } from '@hark/sources'

/**
 * The day's units of YouTube, as reading counts them: what a reply costs is taken from every source that reads there, for they
 * and the account may be of one Google project. Refused where none has it; without a source only Google counts.
 */
export function youtubeQuota(db: Db): Budgets {
  return {
    async take(name, cost) {
      const sources = await db
        .selectFrom('source')
        .select(['id', 'config'])
        .where('platform', '=', 'youtube')
        .where('state', '=', 'running')
        .execute()
      const refused: unknown[] = []
      for (const { id, config } of sources) {
        const allowances = adapters.youtube?.allowances?.(config) ?? {}
        await budgets(allowances, spentOf(db, id))
          .take(name, cost)
          .catch((error: unknown) => refused.push(error))
      }
      if (sources.length > 0 && refused.length === sources.length) throw refused[0]
    },
  }
}
