import { type DecisionView, routes } from '@hark/contract'
import { call } from '../../api/client.ts'
import { queryClient } from '../../api/query-client.ts'
import { useAct } from '../../api/use-act.ts'
import { useDesk } from './desk.ts'
import { conclusionOf } from './draft.ts'

/** Concludes the open case; the receipt carries an undo while nothing is signed. */
export function useConclude(done: (decision: DecisionView, atOnce: boolean) => void) {
  const { c, draft, lease } = useDesk()
  const params = { id: c.id }
  return useAct({
    run: () => {
      const conclusion = conclusionOf(draft)
      if (!conclusion) throw new Error('a draft with open criteria was concluded')
      const body = { token: lease.token ?? '', version: c.version, conclusion }
      return call(routes.cases.conclude, { params, body })
    },
    refresh: [['queue'], ['signing'], ['case', c.id]],
    undo: (reply) =>
      reply.signAtOnce
        ? undefined
        : {
            label: 'Undo',
            run: async () => {
              const receipt = await call(routes.cases.withdrawConclusion, {
                params,
                body: { reason: 'Taken back right after concluding' },
              })
              for (const queryKey of [['queue'], ['signing'], ['case', c.id]])
                void queryClient.invalidateQueries({ queryKey })
              return receipt
            },
          },
    done: ({ decision, signAtOnce }) => {
      lease.drop()
      done(decision, signAtOnce)
    },
  })
}
