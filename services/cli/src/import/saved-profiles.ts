import { join } from 'node:path'
import { importFields } from '@hark/domain'
import { type ProfileStore, profileStore, SavedProfile } from '@hark/sources'
import { UsageError } from '../command.ts'

/** Mappings saved in the data directory, by this command or in the console. */
export const savedProfiles = (dataDir: string): ProfileStore => profileStore(join(dataDir, 'import-profiles'))

export function readProfile(store: ProfileStore, name: string): SavedProfile {
  const saved = store.read(name)
  if (saved) return saved
  const names = store.names()
  throw new UsageError(
    `There is no mapping "${name}" saved${names.length > 0 ? `; there are ${names.join(', ')}` : ''}.`,
  )
}

/** The same mapping under another name, where one is given. */
export function renamed(profile: SavedProfile, name: string | undefined): SavedProfile {
  const named = SavedProfile.safeParse({ ...profile, name: name ?? profile.name })
  if (named.success) return named.data
  throw new UsageError(`The name of a mapping has ${named.error.issues[0]?.message}.`)
}

/** `text=Message`, `author=Screen name`: repeated for one field, the first that is filled in a row wins. */
export function profileFrom(
  maps: readonly string[],
  name: string,
  dateOrder: 'dmy' | 'mdy' | undefined,
): SavedProfile {
  const columns: Record<string, string[]> = {}
  for (const map of maps) {
    const [field = '', column] = [map.slice(0, map.indexOf('=')), map.slice(map.indexOf('=') + 1).trim()]
    if (!map.includes('=') || !column || !(importFields as readonly string[]).includes(field))
      throw new UsageError(
        `--map FIELD=COLUMN, where FIELD is one of ${importFields.join(', ')}: not "${map}"`,
      )
    columns[field] = [...(columns[field] ?? []), column]
  }
  const profile = SavedProfile.safeParse({ name, columns, ...(dateOrder && { dateOrder }) })
  if (profile.success) return profile.data
  const [issue] = profile.error.issues
  throw new UsageError(`The mapping is not valid: ${issue?.path.join('.')} ${issue?.message}.`)
}
