import { z } from 'zod'
import { DecisionView, HandoffState, HandoffView, SignatureView } from './case.ts'
import { ById, Id, Reason, Reauthentication, Receipt, route, Sha256 } from './route.ts'

export const signingRoutes = {
  pending: route({
    method: 'GET',
    path: '/api/signing',
    summary: 'Your conclusions that wait for your signature, and how to sign now',
    needs: 'case.sign',
    ok: z.object({ needsBoth: z.boolean(), items: z.array(DecisionView) }),
  }),
  sign: route({
    method: 'POST',
    path: '/api/signing',
    summary: 'Sign conclusions, one or many, over the list of their hashes',
    needs: 'case.sign',
    body: Reauthentication.extend({
      items: z
        .array(z.object({ decisionId: Id, contentSha256: Sha256 }))
        .min(1)
        .max(500),
    }),
    ok: z.object({ signature: SignatureView, handoffs: z.int(), receipt: Receipt }),
  }),
}

export const handoffRoutes = {
  list: route({
    method: 'GET',
    path: '/api/handoffs',
    summary: 'Signed cases on their way to the safety database',
    needs: 'handoff.read',
    query: z.object({
      state: HandoffState.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    ok: z.object({
      items: z.array(HandoffView),
      counts: z.object({
        forwarded: z.int(),
        acked: z.int(),
        pending: z.int(),
        failed: z.int(),
        withdrawn: z.int(),
      }),
    }),
  }),
  acknowledge: route({
    method: 'POST',
    path: '/api/handoffs/:id/acknowledge',
    summary: 'Record the safety database case number by hand',
    needs: 'handoff.acknowledge',
    params: ById,
    body: z.object({ safetyCaseId: z.string().trim().min(1).max(200), reason: Reason }),
    ok: Receipt,
  }),
  retry: route({
    method: 'POST',
    path: '/api/handoffs/:id/retry',
    summary: 'Try a failed hand-off again now',
    needs: 'handoff.acknowledge',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
}
