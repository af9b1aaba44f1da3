import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { KeyDialog } from '../../keys/key-dialog.tsx'
import { useKeys } from '../../keys/use-keys.ts'
import { lastCase } from '../case/last-case.ts'

/** Keys that work on every page. */
export function GlobalKeys() {
  const navigate = useNavigate()
  const [map, setMap] = useState(false)
  useKeys({
    '?': () => setMap(true),
    '/': () => void navigate({ to: '/queue', search: (old: object) => ({ ...old, find: true }) }),
    'g q': () => void navigate({ to: '/queue' }),
    'g r': () => void navigate({ to: '/responses' }),
    'g s': () => void navigate({ to: '/signing' }),
    'g c': () => {
      const id = lastCase()
      if (id) void navigate({ to: '/cases/$id', params: { id } })
    },
  })
  return <KeyDialog opened={map} onClose={() => setMap(false)} />
}
