import { fromBase64, isBase64Of, toBase64 } from './bytes.ts'
import { LedgerError } from './errors.ts'
import { HASH_SIZE } from './merkle/hash.ts'
import type { NoteSigner, NoteVerifier } from './note/keys.ts'
import { type NoteSignature, openNote, signNote, splitNote } from './note/note.ts'

/** A tree head: which log, how many entries, their root. */
export type Checkpoint = { origin: string; size: number; root: Uint8Array }
export type OpenCheckpoint = Checkpoint & { signatures: NoteSignature[] }

/** The C2SP checkpoint body: exactly origin, size and base64 root, a line each; no extension lines. */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  if (!isOrigin(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== HASH_SIZE)
    throw malformed()
  return `${origin}\n${size}\n${toBase64(root)}\n`
}

export function parseCheckpointBody(body: string): Checkpoint {
  const [, origin, digits, root] = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n$/.exec(body) ?? []
  const size = Number(digits)
  if (!origin || !isOrigin(origin) || !Number.isSafeInteger(size) || !isBase64Of(root, HASH_SIZE))
    throw malformed()
  return { origin, size, root: fromBase64(root) }
}

/** Signs a tree head. The first signer is the log's own key and is named like the origin. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(checkpointBody(checkpoint), signers)
}

/**
 * Opens a checkpoint note: at least one of `verifiers` named like the origin must have signed.
 * A witness alone is not enough: it vouches for consistency, not for authorship.
 */
export function openCheckpoint(
  note: Uint8Array | string,
  verifiers: readonly NoteVerifier[],
): OpenCheckpoint {
  const { text, signatures } = openNote(note, verifiers)
  const checkpoint = parseCheckpointBody(text)
  if (!signatures.some(({ name, time }) => name === checkpoint.origin && time === undefined)) {
    throw new LedgerError('note.unverified', 'not signed by a trusted key of this log')
  }
  return { ...checkpoint, signatures }
}

/** Reads a checkpoint without checking who signed it: for sizes and messages, never for trust. */
export function peekCheckpoint(note: string): Checkpoint {
  return parseCheckpointBody(splitNote(note).text)
}

/** An origin is a schema-less URL, so that it can also be the name of the log's key. */
function isOrigin(origin: string): boolean {
  return /^[\x21-\x2a\x2c-\x7e]{1,200}$/.test(origin)
}

function malformed(): LedgerError {
  return new LedgerError('checkpoint.malformed', 'not a checkpoint of origin, size and root')
}
