import { z } from 'zod'

export const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
/** Ids are strings; a number is taken where it was not rounded on its way. */
export const MetaId = z.union([z.string().min(1).max(200), z.int().nonnegative().transform(String)])
export const When = z.union([z.string(), z.number()])
export const Person = z.object({ id: orNone(MetaId), name: orNone(z.string()), username: orNone(z.string()) })

/** What Meta pushes: `changes` of objects that are ours. */
export const Push = z.object({
  object: z.string(),
  entry: z.array(
    z.object({
      id: orNone(MetaId),
      time: orNone(When),
      changes: orNone(z.array(z.object({ field: z.string(), value: z.unknown() }))),
    }),
  ),
})
