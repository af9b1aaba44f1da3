import type { ResponseView } from '@hark/contract'
import { type LintView, routes } from '@hark/contract'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../api/client.ts'

/** What the server's lint says of the text as it is typed; the last answer stays until the next. */
export function useLint(r: ResponseView, text: string, known: { text: string; lint: LintView }) {
  const [settled] = useDebouncedValue(text, 250)
  const query = useQuery({
    queryKey: ['lint', r.id, settled],
    queryFn: ({ signal }) =>
      call(
        routes.responses.lint,
        { body: { caseId: r.caseId, postId: r.postId, template: r.template, text: settled } },
        signal,
      ),
    enabled: settled !== known.text,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const lint = settled === known.text ? known.lint : (query.data ?? known.lint)
  return { lint, behind: settled !== text || query.isFetching, error: query.error }
}
