import type { KeyObject } from 'node:crypto'
import { fromBase64, sha256, toBase64 } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import { ed25519PrivateKey, ed25519PublicKey, newSeed, publicBytes } from './ed25519.ts'

/** C2SP signed-note signature types this package writes and reads. */
export const ED25519 = 0x01
export const COSIGNATURE_V1 = 0x04
export type KeyType = typeof ED25519 | typeof COSIGNATURE_V1

/** A key that can check notes. `id` is the 8 hex digits of the C2SP key id. */
export type NoteVerifier = { name: string; id: string; type: KeyType; publicKey: KeyObject }
/** A key that can sign notes. */
export type NoteSigner = NoteVerifier & { privateKey: KeyObject }

/** `name+id`: how a key is named in prose, manifests and seals. */
export function keyLabel(key: { name: string; id: string }): string {
  return `${key.name}+${key.id}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the C2SP rule for key names names them
const namePattern = /^[^\s+\u0000-\u001f\u007f-\u00a0\u200b]{1,255}$/u

export function isKeyName(name: string): boolean {
  return namePattern.test(name) && name.isWellFormed()
}

/** SHA-256(name || 0x0A || type || public key), first four bytes in hex. */
export function keyId(name: string, type: KeyType, raw: Uint8Array): string {
  return sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), raw]))
    .subarray(0, 4)
    .toString('hex')
}

/** Reads `name+id+base64(type || key)`. Throws `key.malformed`, also when the id does not belong to the key. */
export function parseVkey(vkey: string): NoteVerifier {
  const [, name, id, packed] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(vkey) ?? []
  if (name === undefined || id === undefined || packed === undefined) throw malformed('vkey')
  const { type, raw } = unpack(packed, name)
  if (keyId(name, type, raw) !== id) throw malformed('vkey id')
  return { name, id, type, publicKey: ed25519PublicKey(raw) }
}

export function formatVkey(key: NoteVerifier): string {
  const raw = key.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return `${keyLabel(key)}+${toBase64(Buffer.concat([Buffer.of(key.type), raw]))}`
}

/** Reads `PRIVATE+KEY+name+id+base64(type || seed)`, the form Go's sumdb/note writes. */
export function parseSkey(skey: string): NoteSigner {
  const [, name, id, packed] = /^PRIVATE\+KEY\+([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(skey.trim()) ?? []
  if (name === undefined || packed === undefined) throw malformed('skey')
  const { type, raw } = unpack(packed, name)
  const signer = noteSigner(name, raw, type)
  if (signer.id !== id) throw malformed('skey id')
  return signer
}

/** A signer from a raw 32-byte seed. */
export function noteSigner(name: string, seed: Uint8Array, type: KeyType = ED25519): NoteSigner {
  if (!isKeyName(name)) throw malformed('key name')
  const privateKey = ed25519PrivateKey(seed)
  const raw = publicBytes(privateKey)
  return { name, id: keyId(name, type, raw), type, privateKey, publicKey: ed25519PublicKey(raw) }
}

/** A new key pair; `skey` is the only secret, `vkey` is what auditors are given. */
export function generateNoteKey(name: string, type: KeyType = ED25519): { skey: string; vkey: string } {
  const seed = newSeed()
  const signer = noteSigner(name, seed, type)
  const packed = toBase64(Buffer.concat([Buffer.of(type), seed]))
  return { skey: `PRIVATE+KEY+${keyLabel(signer)}+${packed}`, vkey: formatVkey(signer) }
}

function unpack(packed: string, name: string): { type: KeyType; raw: Buffer } {
  if (!isKeyName(name)) throw malformed('key name')
  const bytes = tryBase64(packed)
  const type = bytes[0]
  if (bytes.length !== 33 || (type !== ED25519 && type !== COSIGNATURE_V1)) throw malformed('key material')
  return { type, raw: bytes.subarray(1) }
}

function tryBase64(text: string): Buffer {
  try {
    return fromBase64(text)
  } catch {
    throw malformed('key encoding')
  }
}

function malformed(what: string): LedgerError {
  return new LedgerError('key.malformed', `malformed ${what}`)
}
