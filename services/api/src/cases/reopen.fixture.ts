import { type Client, type Stack, startStack } from '@hark/testkit'

export const reason = { reason: 'the author wrote again' }

export type ReopeningStack = Stack & { ana: Client; ben: Client }

/** A stack whose replies need no hold, with one who decides and one who opens again. */
export async function reopeningStack(): Promise<ReopeningStack> {
  const stack = await startStack({
    config: { HARK_REPLY_PLATFORMS: 'practice', HARK_HOLD_SECONDS: 0 },
    programme: { platform: 'practice', kind: 'practice' },
  })
  return Object.assign(stack, { ana: await stack.as('ana'), ben: await stack.as('ben') })
}

export const reopen = ({ ben }: ReopeningStack, caseId: string) =>
  ben.post(`/api/cases/${caseId}/reopen`, reason)
