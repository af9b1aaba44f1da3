import { z } from 'zod'

const Percent = z.coerce.number().catch(0)
const Usage = z.object({
  call_count: Percent,
  total_time: Percent,
  total_cputime: Percent,
  /** Minutes until Meta lets us again; 0 while it does. */
  estimated_time_to_regain_access: Percent,
})
const ByBusiness = z.record(z.string(), z.array(Usage))

export type Used = { percent: number; regainMs: number }

/** How much of what Meta allows is used, by the headers of an answer: the highest of all it counts. */
export function usageOf(headers: Headers): Used {
  const counted = [
    ...one(headers.get('x-app-usage')),
    ...one(headers.get('x-page-usage')),
    ...business(headers.get('x-business-use-case-usage')),
  ]
  return {
    percent: Math.max(0, ...counted.flatMap((c) => [c.call_count, c.total_time, c.total_cputime])),
    regainMs: Math.max(0, ...counted.map((c) => c.estimated_time_to_regain_access)) * 60_000,
  }
}

const one = (header: string | null) => parsed(Usage, header)
const business = (header: string | null) =>
  parsed(ByBusiness, header).flatMap((all) => Object.values(all).flat())

function parsed<T extends z.ZodType>(schema: T, header: string | null): z.infer<T>[] {
  try {
    const result = schema.safeParse(JSON.parse(header ?? ''))
    return result.success ? [result.data] : []
  } catch {
    return []
  }
}
