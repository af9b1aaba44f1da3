import { DomainError } from '@hark/domain'
import { z } from 'zod'
import type { FileConfig } from './file-source.ts'
import { SavedProfile } from './profiles.ts'

const Mapping = SavedProfile.omit({ name: true, columns: true }).extend({
  columns: z.record(z.string(), z.array(z.string())),
})

/**
 * How a file is read under a mapping a person made of it. Without columns the file speaks for itself, as it does where there is no
 * mapping (null). Throws `input.invalid` for one that cannot be used: without the column of the text, above all.
 */
export function mappedFile(path: string, given: unknown): FileConfig {
  const { columns = {}, dateOrder, ...rest } = given === null ? {} : parsed(Mapping, given)
  const mapped = Object.keys(columns).length > 0
  return {
    path,
    ...(dateOrder && { dateOrder }),
    ...(mapped && { profile: parsed(SavedProfile, { ...rest, columns, name: 'own' }) }),
  }
}

function parsed<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new DomainError('input.invalid', `The mapping ${issue?.message ?? 'is not valid'}.`)
}
