import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { importFields, SavedProfile } from '@hark/sources'
import { UsageError } from '../command.ts'

const folder = (dataDir: string) => join(dataDir, 'import-profiles')

/** A mapping saved under a name, a JSON file each in the data directory. */
export function readProfile(dataDir: string, name: string): SavedProfile {
  const path = join(folder(dataDir), `${name}.json`)
  if (!SavedProfile.shape.name.safeParse(name).success || !existsSync(path)) {
    const names = existsSync(folder(dataDir))
      ? readdirSync(folder(dataDir)).map((file) => file.replace(/\.json$/, ''))
      : []
    throw new UsageError(
      `There is no mapping "${name}" saved${names.length > 0 ? `; there are ${names.join(', ')}` : ''}.`,
    )
  }
  const saved = SavedProfile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (saved.success) return saved.data
  throw new UsageError(`The mapping in ${path} is not valid: ${saved.error.issues[0]?.message}.`)
}

export function saveProfile(dataDir: string, profile: SavedProfile): string {
  mkdirSync(folder(dataDir), { recursive: true })
  const path = join(folder(dataDir), `${profile.name}.json`)
  writeFileSync(path, `${JSON.stringify(profile, null, 2)}\n`)
  return path
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
