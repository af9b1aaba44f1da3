import { DomainError, type Programme } from '@hark/domain'
import type { Db } from '../connect.ts'
import { loadProgrammes } from './sources.ts'

/** A programme by its name, or by the beginning of it where that is one only. Throws `not_found` with the names there are. */
export async function findProgramme(db: Db, name: string): Promise<Programme> {
  const all = [...(await loadProgrammes(db)).values()]
  const wanted = name.toLowerCase()
  const exact = all.filter((p) => p.name.toLowerCase() === wanted || p.id === name)
  const begun = all.filter((p) => p.name.toLowerCase().startsWith(wanted))
  const found = exact.length > 0 ? exact : begun
  if (found.length === 1) return found[0] as Programme
  const names = all.map((p) => `"${p.name}"`).join(', ')
  throw new DomainError(
    'not_found',
    found.length === 0
      ? `No programme "${name}". There is: ${names}.`
      : `"${name}" could be ${names}; give the whole name.`,
  )
}
