import type { LedgerEvent } from '../../entry.ts'
import { keyLabel, type NoteVerifier, parseVkey } from '../../note/keys.ts'
import type { Trust } from '../trust.ts'
import type { Rule } from '../walk.ts'

export type SealKeys = {
  /** Complete once the log has been read. */
  keys: NoteVerifier[]
  /** `elsewhere`: the entry announcing this key may lie outside a partial bundle. */
  judge(label: string): 'known' | 'foreign' | 'elsewhere'
}

/**
 * Which keys may seal: those the reader pinned; otherwise the log's own and those it announced by `key.rotated`
 * with `ref.purpose` "seal" and `ref.vkey`.
 */
export function sealKeyRule(trust: Trust, partial: boolean): Rule & SealKeys {
  const keys = [...(trust.sealKeys ?? trust.logKeys)]
  return {
    keys,
    judge(label) {
      if (keys.some((key) => keyLabel(key) === label)) return 'known'
      return partial && trust.sealKeys === null ? 'elsewhere' : 'foreign'
    },
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
