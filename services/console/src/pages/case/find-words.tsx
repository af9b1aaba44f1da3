import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { findWords } from '../../parts/post-text/segment.ts'
import { type Target, useDesk } from './desk.ts'

/** Marks words of the post by typing them: the way for who does not use a pointer. */
export function FindWords({ target, label }: { target: Target; label: string }) {
  const { texts, assign } = useDesk()
  const [typed, setTyped] = useState('')
  const found = [...texts]
    .map(([postId, text]) => ({ postId, text, at: findWords(text, typed) }))
    .find((f) => f.at)
  const take = () => {
    if (!found?.at) return
    const span = { ...found.at, text: found.text.slice(found.at.start, found.at.end) }
    assign(target, { postId: found.postId, span })
  }
  return (
    <TextInput
      w="100%"
      label={label}
      value={typed}
      autoFocus
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && take()}
      error={typed.trim() !== '' && !found ? 'These words are not in the post.' : null}
      description={found ? 'Enter takes them' : null}
    />
  )
}
