import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'
import css from './state.module.css'

/** Nothing for 300 ms, then skeletons: a flash of grey is worse than a short wait. */
export function Pending({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return <div aria-busy="true" />
  return (
    <div className={css.pending} role="status" aria-busy="true" aria-label={label}>
      {Array.from({ length: rows }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={n} height={16} width={`${90 - ((n * 17) % 40)}%`} />
      ))}
    </div>
  )
}
