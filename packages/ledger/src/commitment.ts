import { randomBytes } from 'node:crypto'
import { fromBase64, isBase64Of, sha256, toBase64 } from './bytes.ts'
import { canonicalBytes, type Json } from './canonical.ts'
import { LedgerError } from './errors.ts'

const prefix = Buffer.from('hark-commit-v1\0')

/** 32 random bytes, one salt per field and event: without it a handle could be found by trying them all. */
export function newSalt(): Buffer {
  return randomBytes(32)
}

/** SHA-256("hark-commit-v1" 0x00 || salt || JCS(value)), base64: what an entry's `commit.<field>` holds. */
export function commitField(value: Json, salt: Uint8Array): string {
  if (salt.length !== 32) throw new LedgerError('commitment.invalid', 'a salt has 32 bytes')
  return toBase64(sha256(Buffer.concat([prefix, salt, canonicalBytes(value)])))
}

/** True when salt and value open the commitment. */
export function opensCommitment(commitment: string, value: Json, salt: string): boolean {
  return isBase64Of(salt, 32) && commitField(value, fromBase64(salt)) === commitment
}

/** A private field of one entry, by the entry's place or, as it may not have one yet, by its id. */
export type ErasedField = { entry: number | string; field: string }

/** How `erasure.executed` lists what it erased: `41:author 41:text`, in `ref.erased`. */
export function formatErased(fields: readonly ErasedField[]): string {
  return fields.map(({ entry, field }) => `${entry}:${field}`).join(' ')
}

const place =
  /^(?:(0|[1-9][0-9]{0,15})|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})):([a-z][a-z0-9_]{0,62})$/

/** Reads `ref.erased`; null when it is not in that form. */
export function parseErased(list: string): ErasedField[] | null {
  const fields = list.split(' ').map((item) => place.exec(item))
  if (fields.some((field) => field === null)) return null
  return fields.map((found) => {
    const [, seq, id, field] = found as RegExpExecArray
    return { entry: id ?? Number(seq), field: field as string }
  })
}
