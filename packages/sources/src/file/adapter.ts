import { z } from 'zod'
import { type Adapter, parseConfig } from '../adapter.ts'
import { fileSource } from './file-source.ts'
import { filePolicy } from './policy.ts'
import { SavedProfile } from './profiles.ts'

const File = z.strictObject({
  path: z.string().min(1),
  dateOrder: z.enum(['dmy', 'mdy']).nullish(),
  profile: SavedProfile.nullish(),
})

export const fileAdapter: Adapter = {
  platform: 'file',
  policy: filePolicy,
  config: File,
  open: (config, deps) => {
    const { path, dateOrder, profile } = parseConfig(File, config)
    return fileSource({ path, ...(dateOrder && { dateOrder }), ...(profile && { profile }) }, deps)
  },
  target: { says: 'the path of a file', config: (path) => ({ path }) },
  replyTarget: () => null,
}
