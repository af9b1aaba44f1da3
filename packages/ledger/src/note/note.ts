import { decodeUtf8, fromBase64, toBase64 } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import { ed25519Sign, ed25519Verify } from './ed25519.ts'
import { COSIGNATURE_V1, isKeyName, keyLabel, type NoteSigner, type NoteVerifier } from './keys.ts'

/** One signature that verified. `time` (POSIX seconds) only for witness cosignatures. */
export type NoteSignature = { name: string; id: string; time?: number }
export type OpenNote = { text: string; signatures: NoteSignature[] }

const MAX_SIGNATURES = 64

/** Signs `text` (which must end in a newline) as a C2SP note, one line a signer. */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  assertText(text)
  return `${text}\n${signers.map((signer) => signatureLine(signer, text)).join('')}`
}

/** Adds a signature line to an existing note; a witness adds its cosignature so. `time` in POSIX seconds. */
export function addSignature(note: string, signer: NoteSigner, time?: number): string {
  return note + signatureLine(signer, splitNote(note).text, time)
}

/**
 * Opens a note: every line by a known key must verify, at least one must, unknown keys are ignored.
 * Throws `note.malformed`, or `note.unverified` when no trusted signature stands.
 */
export function openNote(note: Uint8Array | string, verifiers: readonly NoteVerifier[]): OpenNote {
  const { text, lines } = splitNote(typeof note === 'string' ? note : decodeNote(note))
  const opened = new Map<string, NoteSignature>()
  for (const line of lines) {
    const known = verifiers.find((key) => key.name === line.name && key.id === line.id)
    if (!known) continue
    const signature = checkLine(known, text, line.signature)
    if (!signature) throw new LedgerError('note.unverified', `invalid signature by ${keyLabel(known)}`)
    opened.set(keyLabel(known), signature)
  }
  if (opened.size === 0) throw new LedgerError('note.unverified', 'no signature by a trusted key')
  return { text, signatures: [...opened.values()] }
}

type Line = { name: string; id: string; signature: Buffer }

/** Takes a note apart without trusting anything in it. */
export function splitNote(note: string): { text: string; lines: Line[] } {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) throw malformed()
  const text = note.slice(0, end + 1)
  assertText(text)
  const rows = note.slice(end + 2, -1).split('\n')
  if (rows.length > MAX_SIGNATURES) throw malformed()
  return { text, lines: rows.map(parseLine) }
}

function parseLine(row: string): Line {
  const [, name, packed] = /^\u2014 (\S+) (\S+)$/.exec(row) ?? []
  if (name === undefined || packed === undefined || !isKeyName(name)) throw malformed()
  const bytes = tryBase64(packed)
  if (bytes.length < 5) throw malformed()
  return { name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) }
}

function checkLine(key: NoteVerifier, text: string, packed: Buffer): NoteSignature | null {
  const named = { name: key.name, id: key.id }
  if (key.type !== COSIGNATURE_V1) {
    return ed25519Verify(key.publicKey, Buffer.from(text), packed) ? named : null
  }
  if (packed.length !== 72) return null
  const time = Number(packed.readBigUInt64BE(0))
  if (!Number.isSafeInteger(time)) return null
  return ed25519Verify(key.publicKey, cosigned(text, time), packed.subarray(8)) ? { ...named, time } : null
}

function signatureLine(signer: NoteSigner, text: string, time?: number): string {
  const id = Buffer.from(signer.id, 'hex')
  return `\u2014 ${signer.name} ${toBase64(Buffer.concat([id, signature(signer, text, time)]))}\n`
}

function signature(signer: NoteSigner, text: string, time?: number): Buffer {
  if (signer.type !== COSIGNATURE_V1) return ed25519Sign(signer.privateKey, Buffer.from(text))
  if (time === undefined || !Number.isSafeInteger(time) || time < 0) {
    throw new LedgerError('note.malformed', 'a cosignature needs its time in seconds')
  }
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(time))
  return Buffer.concat([stamp, ed25519Sign(signer.privateKey, cosigned(text, time))])
}

/** The message of a cosignature/v1: its header separates it from a log's own signature over the same body. */
function cosigned(text: string, time: number): Buffer {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
}

function assertText(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: C2SP forbids them in a note
  if (!text.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f]/.test(text) || !text.isWellFormed())
    throw malformed()
}

function decodeNote(bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw malformed()
  }
}

function tryBase64(text: string): Buffer {
  try {
    return fromBase64(text)
  } catch {
    throw malformed()
  }
}

function malformed(): LedgerError {
  return new LedgerError('note.malformed', 'not a signed note')
}
