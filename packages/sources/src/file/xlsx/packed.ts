import { crc32, deflateRawSync } from 'node:zlib'

type Part = {
  name: string
  text: string /** What the archive says it unpacks to, where that is a lie. */
  claims?: number
}

/** Tests only: a zip of these parts. */
export function packed(parts: readonly Part[]): Buffer {
  const files = parts.map(({ name, text, claims }) => {
    const bytes = Buffer.from(text)
    const body = deflateRawSync(bytes)
    return {
      name: Buffer.from(name),
      body,
      sizes: [crc32(bytes), body.length, claims ?? bytes.length] as const,
    }
  })
  const [local, central]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const { name, body, sizes } of files) {
    const header = Buffer.alloc(26)
    header.writeUInt16LE(20, 0)
    header.writeUInt16LE(8, 4)
    for (const [n, size] of sizes.entries()) header.writeUInt32LE(size, 10 + 4 * n)
    header.writeUInt16LE(name.length, 22)
    local.push(Buffer.from('PK\u0003\u0004'), header, name, body)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    central.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), header, place, name)
    at += 30 + name.length + body.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\u0005\u0006'), end])
}

/** Tests only: a spreadsheet of one sheet, its rows as the XML of their cells. */
export function spreadsheet(
  sheetData: string,
  {
    strings = '',
    styles = '',
    workbookPr = '',
    claims,
  }: { strings?: string; styles?: string; workbookPr?: string; claims?: number } = {},
): Buffer {
  const relation = '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>'
  return packed([
    {
      name: 'xl/workbook.xml',
      text: `<workbook>${workbookPr}<sheets><sheet name="S" r:id="r1"/></sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', text: relation },
    { name: 'xl/sharedStrings.xml', text: `<sst>${strings}</sst>` },
    { name: 'xl/styles.xml', text: `<styleSheet>${styles}</styleSheet>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      text: `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
      ...(claims && { claims }),
    },
  ])
}
