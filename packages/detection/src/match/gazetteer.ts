import type { Product, ProductName } from '@hark/domain'

const kinds = new Set(['brand', 'substance', 'alias', 'misspelling', 'slang', 'hashtag'])

/** Rows `name ⇥ substance ⇥ kind ⇥ ambiguous?` → one product a substance. None is ours: a gazetteer has no owner. */
export function gazetteerProducts(table: string): Product[] {
  const products = new Map<string, Product>()
  for (const line of table.split('\n')) {
    const [name = '', substance = '', kind = '', flag = ''] = line.split('\t')
    if (!name || !kinds.has(kind)) continue
    const product = products.get(substance) ?? emptyProduct(substance)
    product.names.push({ name, kind: kind as ProductName['kind'], ambiguous: flag === 'ambiguous' })
    products.set(substance, product)
  }
  return [...products.values()]
}

function emptyProduct(substance: string): Product {
  return { id: substance, group: substance, brand: '', substance, own: false, names: [] }
}
