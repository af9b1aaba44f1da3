import { appendEntries, type Db, loadProgrammes, newEntryId, uuidv7 } from '@hark/db'
import type { Product, Programme } from '@hark/domain'

export type ProgrammeToSeed = {
  name?: string
  kind?: 'practice' | 'live'
  zone?: string
  platform?: string
  replyAccount?: string | null
  products?: (Pick<Product, 'brand' | 'substance'> & Partial<Product>)[]
}
export type SeededProgramme = Programme & { sourceId: string; platform: string }

const usual: NonNullable<ProgrammeToSeed['products']> = [
  { brand: 'Zolvara', substance: 'zolvaretine' },
  { brand: 'Ondavra', substance: 'brivoxetine' },
  { brand: 'Rivalin', substance: 'rivalinum', own: false },
]

/** A programme with three products, one of them a competitor's, and one running source. */
export async function seedProgramme(db: Db, given: ProgrammeToSeed = {}): Promise<SeededProgramme> {
  const { kind = 'live', platform = 'bluesky', zone = 'Europe/Berlin' } = given
  const [id, sourceId, made, added] = [uuidv7(), uuidv7(), newEntryId(), newEntryId()]
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('programme')
      .values({
        id,
        name: given.name ?? `Programme ${id.slice(-6)}`,
        kind,
        receiving_entity: 'Test Pharma GmbH',
        receiving_zone: zone,
        markets: ['DE'],
        languages: ['en'],
        reply_account: given.replyAccount === undefined ? 'practice-safety-team' : given.replyAccount,
        last_entry: made,
      })
      .execute()
    const products = (given.products ?? usual).map((p) => ({
      id: uuidv7(),
      programme_id: id,
      product_group: p.group ?? p.brand.toLowerCase(),
      brand: p.brand,
      substance: p.substance,
      own: p.own ?? true,
    }))
    await trx.insertInto('product').values(products).execute()
    await trx
      .insertInto('product_name')
      .values(products.map((p) => ({ product_id: p.id, name: p.brand, kind: 'brand' })))
      .execute()
    await trx
      .insertInto('source')
      .values({
        id: sourceId,
        programme_id: id,
        platform,
        name: `${platform} feed`,
        policy: '{}',
        state: 'running',
        acknowledged_by: 'Lea Lindqvist',
        acknowledged_at: new Date().toISOString(),
        last_entry: added,
      })
      .execute()
    const actor = { id: 'seed', kind: 'service' } as const
    await appendEntries(trx, [
      { id: made, actor, action: 'programme.created', object: { type: 'programme', id } },
      { id: added, actor, action: 'source.added', object: { type: 'source', id: sourceId } },
    ])
  })
  const programme = (await loadProgrammes(db)).get(id) as Programme
  return { ...programme, sourceId, platform }
}
