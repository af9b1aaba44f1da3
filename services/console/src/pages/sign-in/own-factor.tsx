import { useMemo } from 'react'
import { encode } from 'uqr'
import css from './sign-in.module.css'

/** The secret of an authenticator: as a picture to scan, and as letters to type. */
export function OwnFactor({ uri }: { uri: string }) {
  const { path, size } = useMemo(() => drawn(uri), [uri])
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <div className={css.factor}>
      <p>Scan this with your authenticator app, or type the letters into it.</p>
      <svg
        className={css.picture}
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label="Picture of the secret for an authenticator app; the same as the letters below"
      >
        <path d={path} />
      </svg>
      <code className={css.letters}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
    </div>
  )
}

/** One square a dark module, as one path: nothing is parsed as HTML. */
function drawn(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: 4 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return { path, size }
}
