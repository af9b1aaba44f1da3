import { Button, CloseButton } from '@mantine/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { messageOf } from '../../api/problem.ts'
import { timeText } from '../clock/due-text.ts'
import { shortId } from '../words/short-id.ts'
import css from './receipts.module.css'
import { create, dismiss, readToasts, type Toast, watchToasts } from './toast-store.ts'

/** The corner where receipts appear, announced politely. */
export function Receipts() {
  const toasts = useSyncExternalStore(watchToasts, readToasts)
  return (
    <section className={css.corner} aria-label="Receipts" aria-live="polite">
      {toasts.map((toast) => (
        <ReceiptToast key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ReceiptToast({ toast }: { toast: Toast }) {
  const [failed, setFailed] = useState<string | null>(null)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || failed) return
    const timer = setTimeout(() => dismiss(toast.id), 12_000)
    return () => clearTimeout(timer)
  }, [toast.id, held, failed])
  const undo = async () => {
    try {
      const receipt = await toast.undo?.run()
      dismiss(toast.id)
      if (receipt) create({ receipt, undo: null })
    } catch (error) {
      setFailed(messageOf(error).title)
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pausing a timer on hover is no control
    <div
      className={css.toast}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
    >
      <div>
        <div className={css.what}>{toast.receipt.what}</div>
        <div className={css.when}>
          {timeText(toast.receipt.at)} · ledger entry <code>{shortId(toast.receipt.entryId)}</code>
        </div>
        {failed && <div className={css.failed}>{failed}</div>}
      </div>
      {toast.undo && (
        <Button variant="default" onClick={undo}>
          {toast.undo.label}
        </Button>
      )}
      <CloseButton aria-label="Dismiss receipt" size="sm" onClick={() => dismiss(toast.id)} />
    </div>
  )
}
