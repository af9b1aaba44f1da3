import type { LedgerEvent } from '../../entry.ts'
import { type NoteVerifier, parseVkey } from '../../note/keys.ts'
import type { Trust } from '../trust.ts'
import type { Rule } from '../walk.ts'

/**
 * Which keys may seal: those the reader pinned; otherwise the log's own and those it announced by `key.rotated`
 * with `ref.purpose` "seal" and `ref.vkey`. `keys` is complete once the log has been read.
 */
export function sealKeyRule(trust: Trust): Rule & { keys: NoteVerifier[] } {
  const keys = [...(trust.sealKeys ?? trust.logKeys)]
  return {
    keys,
    see({ event }) {
      const announced = trust.sealKeys === null ? announcedKey(event) : null
      if (announced) keys.push(announced)
    },
    finish() {},
  }
}

function announcedKey({ action, ref }: LedgerEvent): NoteVerifier | null {
  if (action !== 'key.rotated' || ref?.purpose !== 'seal') return null
  try {
    return parseVkey(ref.vkey ?? '')
  } catch {
    return null
  }
}
