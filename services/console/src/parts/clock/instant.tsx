import { instantText } from './due-text.ts'

/** A moment in words, with UTC behind it. */
export function Instant({ at, zone }: { at: string | null; zone?: string | undefined }) {
  if (!at) return <span>–</span>
  return (
    <time dateTime={at} title={instantText(at, 'UTC')}>
      {instantText(at, zone)}
    </time>
  )
}
