import { type PlatformView, type ProgrammeView, routes } from '@hark/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'

/** Where the platform is to push, and the secrets made for it: by the name of the source, and asked for once a name. */
export type PushAddress = { sourceId: string; known: boolean; hook: string; made: Record<string, string> }

/** Null while a name is being written, and where nothing is to be entered at the platform; `forget` once it listens. */
export function usePushAddress(
  programme: ProgrammeView,
  platform: PlatformView,
  name: string,
  open: boolean,
) {
  const queries = useQueryClient()
  const [settled] = useDebouncedValue(name, 300)
  const { data, error } = useQuery({
    queryKey: ['push-address', programme.id, platform.platform, settled],
    queryFn: ({ signal }) =>
      call(
        routes.coverage.pushAddress,
        { params: { id: programme.id }, body: { platform: platform.platform, name: settled } },
        signal,
      ),
    enabled: open && platform.pushAddress !== null && settled !== '',
    // Asked for again, a source that is there would get other secrets than those that were copied.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const forget = () => queries.removeQueries({ queryKey: ['push-address'] })
  return { address: settled === name ? (data ?? null) : null, error, forget }
}
