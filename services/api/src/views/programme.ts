import type { ProgrammeView } from '@hark/contract'
import { type Db, loadProgrammes } from '@hark/db'
import { DomainError } from '@hark/domain'

/** Programmes with products, people and how many sources read for them. */
export async function viewProgrammes(db: Db): Promise<ProgrammeView[]> {
  const known = await loadProgrammes(db)
  const rows = await db
    .selectFrom('programme as p')
    .select(['p.id', 'p.responsible', 'p.reply_account as replyAccount', 'p.created_at as createdAt'])
    .select((e) =>
      e
        .selectFrom('source')
        .whereRef('programme_id', '=', 'p.id')
        .select((x) => x.fn.countAll<number>().as('n'))
        .as('sources'),
    )
    .orderBy('p.created_at')
    .execute()
  return rows.flatMap((row) => {
    const programme = known.get(row.id)
    if (!programme) return []
    const products = programme.products.map((p) => ({
      ...p,
      names: p.names.map((n) => ({ ...n, ambiguous: n.ambiguous ?? false })),
    }))
    return [{ ...programme, ...row, sources: row.sources ?? 0, products }]
  })
}

export async function viewProgramme(db: Db, id: string): Promise<ProgrammeView> {
  const view = (await viewProgrammes(db)).find((p) => p.id === id)
  if (!view) throw new DomainError('not_found', 'There is no such programme.')
  return view
}
