import { z } from 'zod'
import { Instant, Reason, Receipt, route } from './route.ts'
import { PersonRef } from './session.ts'

export const KillSwitchView = z.object({
  scope: z.string(),
  engaged: z.boolean(),
  by: PersonRef.nullable(),
  reason: z.string().nullable(),
  at: Instant,
  releaseAskedBy: PersonRef.nullable(),
})

export const killSwitchRoutes = {
  stop: route({
    method: 'POST',
    path: '/api/kill-switch',
    summary: 'Stop everything outgoing at once',
    needs: 'kill_switch.engage',
    body: z.object({ scope: z.literal('global').default('global'), reason: Reason }),
    ok: Receipt,
  }),
  letGo: route({
    method: 'POST',
    path: '/api/kill-switch/release',
    summary: 'Release the kill switch; a second person must agree',
    needs: 'kill_switch.release',
    body: z.object({ scope: z.literal('global').default('global') }),
    ok: z.object({ answer: z.string(), receipt: Receipt }),
  }),
}
