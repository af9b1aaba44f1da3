import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DomainError } from '@hark/domain'
import { SavedProfile } from './profiles.ts'

/** Mappings saved under a name, a JSON file each: the same for the command and the console. */
export type ProfileStore = {
  names: () => string[]
  /** Null where none is saved under this name. Throws `input.invalid` for a file somebody broke. */
  read: (name: string) => SavedProfile | null
  /** Answers where it was saved. */
  save: (profile: SavedProfile) => string
}

export function profileStore(folder: string): ProfileStore {
  const pathOf = (name: string) => join(folder, `${name}.json`)
  return {
    names: () =>
      existsSync(folder)
        ? readdirSync(folder)
            .filter((file) => file.endsWith('.json'))
            .map((file) => file.slice(0, -'.json'.length))
            .sort()
        : [],
    read: (name) => {
      if (!SavedProfile.shape.name.safeParse(name).success || !existsSync(pathOf(name))) return null
      const saved = SavedProfile.safeParse(JSON.parse(readFileSync(pathOf(name), 'utf8')))
      if (saved.success) return saved.data
      const why = saved.error.issues[0]?.message
      throw new DomainError('input.invalid', `The mapping in ${pathOf(name)} is not valid: ${why}.`)
    },
    save: (profile) => {
      mkdirSync(folder, { recursive: true })
      const path = pathOf(profile.name)
      // Whole before it has its name: who reads meanwhile finds the old one.
      writeFileSync(`${path}.part`, `${JSON.stringify(profile, null, 2)}\n`)
      renameSync(`${path}.part`, path)
      return path
    },
  }
}
