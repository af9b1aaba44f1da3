import type { Receipt } from '@hark/contract'
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { showReceipt, type Undo } from '../parts/receipt/show-receipt.tsx'

type Act<I, O> = {
  run: (input: I) => Promise<O>
  /** The receipt inside the reply; null where the change has none to show. */
  receipt?: (reply: O) => Receipt | null
  undo?: (reply: O, input: I) => Undo | undefined
  refresh?: QueryKey[]
  done?: (reply: O, input: I) => void
}

/** One change: runs it, refreshes what it touched, shows its receipt. The error stays with the caller. */
export function useAct<I = void, O = Receipt>(act: Act<I, O>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act.run,
    onSuccess: (reply, input) => {
      const receipt = act.receipt ? act.receipt(reply) : receiptIn(reply)
      if (receipt) showReceipt(receipt, act.undo?.(reply, input))
      // The next page first, what is refreshed behind it after.
      act.done?.(reply, input)
      for (const queryKey of act.refresh ?? []) void client.invalidateQueries({ queryKey })
    },
  })
}

function receiptIn(reply: unknown): Receipt | null {
  const found = reply as { receipt?: Receipt; entryId?: string } | undefined
  if (found?.receipt) return found.receipt
  return found?.entryId ? (reply as Receipt) : null
}
