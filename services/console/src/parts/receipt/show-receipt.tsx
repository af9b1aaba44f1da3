import type { Receipt } from '@hark/contract'
import { create } from './toast-store.ts'

export type Undo = { label: string; run: () => Promise<Receipt> }

/** What happened, when, and which ledger entry says so. The only toasts there are. */
export function showReceipt(receipt: Receipt, undo?: Undo): void {
  create({ receipt, undo: undo ?? null })
}
