import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A lowest level term with what it belongs to. `soc` is the primary SOC of its preferred term. */
export type Llt = {
  code: string
  name: string
  current: boolean
  ptCode: string
  ptName: string
  socCode: string
  socName: string
}

/** A licensed dictionary as loaded: its version and the hash of what was read, to be recorded with every code taken from it. */
export type MedDra = { version: string; language: string; sha256: string; llts: Llt[] }

/** The directory is no MedDRA release in MedAscii form; the message says which file and line, and what is wrong. */
export class NotMedDra extends Error {
  constructor(why: string) {
    super(why)
    this.name = 'NotMedDra'
  }
}

/** File names are read case-insensitively: old releases ship them in capitals. */
function finder(directory: string): (name: string) => string {
  const names = new Map(readdirSync(directory).map((name) => [name.toLowerCase(), name]))
  return (name) => {
    const found = names.get(name)
    if (!found) throw new NotMedDra(`${name} is missing: point at the MedAscii folder of a MedDRA release`)
    return join(directory, found)
  }
}

/** Records end with `$`; the last line may lack its newline. */
function recordsOf(bytes: Buffer, file: string, least: number): string[][] {
  return bytes
    .toString('utf8')
    .split(/\r?\n/)
    .flatMap((line, at) => {
      if (!line) return []
      const fields = line.split('$')
      if (fields.length < least)
        throw new NotMedDra(`${file}, line ${at + 1}: ${fields.length} fields, at least ${least} wanted`)
      return [fields]
    })
}

function known(names: ReadonlyMap<string, string[]>, code: string, from: string): string[] {
  const record = names.get(code)
  if (!record) throw new NotMedDra(`${from} names code ${code}, which is not in the release`)
  return record
}

/**
 * Reads a licensed MedDRA release (MedAscii). Hark ships none: the directory is the customer's and stays theirs. Every LLT is kept, so
 * that an old code can still be shown; only current ones are proposed.
 */
export function loadMedDra(directory: string): MedDra {
  const path = finder(directory)
  const hash = createHash('sha256')
  const read = (file: string, least: number): string[][] => {
    const bytes = readFileSync(path(file))
    hash.update(file).update('\0').update(bytes)
    return recordsOf(bytes, file, least)
  }
  const [release] = read('meddra_release.asc', 2)
  const byCode = (records: string[][]): Map<string, string[]> => new Map(records.map((r) => [r[0] ?? '', r]))
  const socs = byCode(read('soc.asc', 2))
  const pts = byCode(read('pt.asc', 4))
  const llts = read('llt.asc', 10).map(([code = '', name = '', ptCode = '', , , , , , , currency]): Llt => {
    const [, ptName = '', , socCode = ''] = known(pts, ptCode, `llt.asc, code ${code},`)
    const [, socName = ''] = known(socs, socCode, `pt.asc, code ${ptCode},`)
    return { code, name, current: currency === 'Y', ptCode, ptName, socCode, socName }
  })
  if (!release?.[0]) throw new NotMedDra('meddra_release.asc names no version')
  return { version: release[0], language: release[1] ?? '', sha256: hash.digest('hex'), llts }
}
