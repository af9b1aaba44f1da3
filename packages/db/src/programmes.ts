import { DomainError, type Product, type Programme } from '@hark/domain'
import type { Trx } from './connect.ts'
import { type Actor, appendEntry, newEntryId } from './entries.ts'
import { uuidv7 } from './ids.ts'

export type NewProgramme = Omit<Programme, 'id' | 'products'> & {
  responsible: string[]
  replyAccount: string | null
  products: Omit<Product, 'id'>[]
}

/** A programme with its products and their names, and the entry that says so. Returns its id; throws `input.invalid` for a name that is taken. */
export async function insertProgramme(trx: Trx, p: NewProgramme, actor: Actor): Promise<string> {
  assertBrandsDiffer(p.products)
  const id = uuidv7()
  const entry = newEntryId()
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('programme')
    .values({
      id,
      name: p.name,
      kind: p.kind,
      objective: p.objective,
      strategy: p.strategy,
      markets: p.markets,
      languages: p.languages,
      responsible: p.responsible,
      receiving_entity: p.receivingEntity,
      receiving_zone: p.receivingZone,
      reply_account: p.replyAccount,
      last_entry: entry,
    })
    .onConflict((c) => c.column('name').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n)
    throw new DomainError('input.invalid', `There is a programme "${p.name}" already.`)
  await insertProducts(trx, id, p.products)
  const object = { type: 'programme', id }
  await appendEntry(
    trx,
    {
      actor,
      action: 'programme.created',
      object,
      ref: { kind: p.kind, products: String(p.products.length) },
    },
    { id: entry },
  )
  return id
}

function assertBrandsDiffer(products: readonly { brand: string }[]): void {
  const brands = products.map((p) => p.brand)
  const twice = brands.find((brand, at) => brands.indexOf(brand) !== at)
  if (twice !== undefined)
    throw new DomainError('input.invalid', `The product "${twice}" is listed twice; join its names.`)
}

async function insertProducts(
  trx: Trx,
  programmeId: string,
  products: readonly Omit<Product, 'id'>[],
): Promise<void> {
  const rows = products.map((product) => ({ id: uuidv7(), product }))
  await trx
    .insertInto('product')
    .values(
      rows.map(({ id, product: p }) => ({
        id,
        programme_id: programmeId,
        product_group: p.group,
        brand: p.brand,
        substance: p.substance,
        own: p.own,
      })),
    )
    .execute()
  const names = rows.flatMap(({ id, product: p }) =>
    namesOf(p).map((n) => ({ product_id: id, name: n.name, kind: n.kind, ambiguous: n.ambiguous ?? false })),
  )
  for (let at = 0; at < names.length; at += 5000) {
    await trx
      .insertInto('product_name')
      .values(names.slice(at, at + 5000))
      .execute()
  }
}

/** Brand and substance are always names of the product, whether listed or not. */
function namesOf(p: Omit<Product, 'id'>): Product['names'] {
  const listed = new Map(p.names.map((n) => [n.name.toLowerCase(), n]))
  if (!listed.has(p.brand.toLowerCase())) listed.set(p.brand.toLowerCase(), { name: p.brand, kind: 'brand' })
  if (!listed.has(p.substance.toLowerCase()))
    listed.set(p.substance.toLowerCase(), { name: p.substance, kind: 'substance' })
  return [...listed.values()]
}

export type NewSource = {
  id?: string
  programmeId: string
  platform: string
  name: string
  config: Record<string, unknown>
  policy: unknown
  state: 'draft' | 'running'
  acknowledgedBy: string | null
  permissionReference?: string | null
  /** `host:port` on this machine it may reach. */
  reach?: readonly string[]
}

/** A source, running only when its policy is acknowledged by name (the table refuses otherwise). */
export async function insertSource(trx: Trx, s: NewSource, actor: Actor): Promise<string> {
  const id = s.id ?? uuidv7()
  const entry = newEntryId()
  await trx
    .insertInto('source')
    .values({
      id,
      programme_id: s.programmeId,
      platform: s.platform,
      name: s.name,
      config: JSON.stringify(s.config),
      policy: JSON.stringify(s.policy),
      state: s.state,
      permission_reference: s.permissionReference ?? null,
      reach: [...(s.reach ?? [])],
      acknowledged_by: s.acknowledgedBy,
      acknowledged_at: s.acknowledgedBy ? new Date().toISOString() : null,
      last_entry: entry,
    })
    .execute()
  const action = s.acknowledgedBy ? 'source.acknowledged' : 'source.added'
  await appendEntry(
    trx,
    {
      actor,
      action,
      object: { type: 'source', id },
      ref: { programme: s.programmeId, platform: s.platform },
    },
    { id: entry },
  )
  return id
}
