import type { Product } from '../../balance/generate.ts'

const starts = 'Bra Cel Dov Fen Gal Hel Jor Kel Lun Mer Nov Ost Pra Quel Rov Sel Tav Ulv Vel Zan'.split(' ')
const middles = 'abi eco ido oru uma axi evo ila oni ura aze ebi iko omu uxa'.split(' ')
const ends = 'dra fen gan lix mor nel pax ryn tis vox'.split(' ')

/** `count` names nobody bears, half of them brands, half their substances: as many products as a very large company has. */
export function productNames(count: number): { products: Product[]; names: string[] } {
  const products = Array.from({ length: count / 2 }, (_, n) => {
    const middle = middles[Math.floor(n / ends.length) % middles.length]
    const start = starts[Math.floor(n / (ends.length * middles.length)) % starts.length]
    const brand = `${start}${middle}${ends[n % ends.length]}`
    return { brand, substance: `${brand.toLowerCase()}azole` }
  })
  return { products, names: products.flatMap(({ brand, substance }) => [brand, substance]) }
}
