import { type Db, type QueueCounts, queueCounts } from '@hark/db'

const KEEP_MS = 2_000

/**
 * Counts of the queue, asked of the database once in two seconds however many people look: counting 100,000 rows is the one dear
 * part of a page. Whatever this process changes is counted at once; what others change, two seconds later.
 */
export class KeptCounts {
  private readonly kept = new Map<string, { at: number; counts: Promise<QueueCounts> }>()

  of(db: Db, practice: boolean, programme: string | undefined): Promise<QueueCounts> {
    const key = `${practice} ${programme}`
    const known = this.kept.get(key)
    if (known && performance.now() - known.at < KEEP_MS) return known.counts
    const counts = queueCounts(db, practice, programme)
    counts.catch(() => this.forget()) // a failed count is asked again, not kept
    this.kept.set(key, { at: performance.now(), counts })
    return counts
  }

  forget(): void {
    this.kept.clear()
  }
}
