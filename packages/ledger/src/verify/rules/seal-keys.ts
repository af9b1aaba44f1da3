import type { LedgerEvent } from '../../entry.ts'
import { keyLabel, type NoteVerifier, parseVkey } from '../../note/keys.ts'
import type { Trust } from '../trust.ts'
import type { Rule } from '../walk.ts'

export type SealKeys = {
  /** Complete once the log has been read. */
  keys: NoteVerifier[]
  /** Keys that may sign a bundle's manifest: those that may seal, and those announced for exports alone. */
  manifestKeys: NoteVerifier[]
  /** `elsewhere`: the entry announcing this key may lie outside a partial bundle. */
  judge(label: string): 'known' | 'foreign' | 'elsewhere'
}

/**
 * Which keys may seal: those the reader pinned; otherwise the log's own and those it announced by `key.rotated`
 * with `ref.purpose` "seal" and `ref.vkey`. Purpose "export" signs manifests only: whoever exports cannot seal a signature.
 */
export function sealKeyRule(trust: Trust, partial: boolean): Rule & SealKeys {
  const keys = [...(trust.sealKeys ?? trust.logKeys)]
  const manifestKeys = [...keys]
  return {
    keys,
    manifestKeys,
    judge(label) {
      if (manifestKeys.some((key) => keyLabel(key) === label)) return 'known'
      return partial && trust.sealKeys === null ? 'elsewhere' : 'foreign'
    },
    see({ event }) {
      const announced = announcedKey(event)
      if (!announced) return
      if (announced.purpose === 'export' || trust.sealKeys === null) manifestKeys.push(announced.key)
      if (announced.purpose === 'seal' && trust.sealKeys === null) keys.push(announced.key)
    },
    finish() {},
  }
}

type Announced = { purpose: 'seal' | 'export'; key: NoteVerifier }

function announcedKey({ action, ref }: LedgerEvent): Announced | null {
  if (action !== 'key.rotated' || (ref?.purpose !== 'seal' && ref?.purpose !== 'export')) return null
  try {
    return { purpose: ref.purpose, key: parseVkey(ref.vkey ?? '') }
  } catch {
    return null
  }
}
