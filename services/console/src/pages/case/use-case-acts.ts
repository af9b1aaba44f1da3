import { routes } from '@hark/contract'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { useDesk } from './desk.ts'

/** The changes a case allows besides concluding it. */
export function useCaseActs() {
  const { c, lease } = useDesk()
  const params = { id: c.id }
  const token = lease.token ?? ''
  const refresh = [['case', c.id], ['queue'], ['signing']]
  return {
    release: useAct({
      run: (reason: string) => call(routes.cases.release, { params, body: { token, reason } }),
      refresh,
      done: lease.drop,
    }),
    hold: useAct({
      run: (held: { reason: string; until: string | null }) =>
        call(routes.cases.hold, { params, body: { token, ...held } }),
      refresh,
      done: lease.drop,
    }),
    resume: useAct({ run: () => call(routes.cases.resume, { params, body: {} }), refresh }),
    undo: useAct({ run: () => call(routes.cases.undo, { params, body: { token } }), refresh }),
    withdraw: useAct({
      run: (reason: string) => call(routes.cases.withdrawConclusion, { params, body: { reason } }),
      refresh,
    }),
    reopen: useAct({
      run: (reason: string) => call(routes.cases.reopen, { params, body: { reason } }),
      refresh: [...refresh, ['handoffs'], ['responses']],
    }),
  }
}
