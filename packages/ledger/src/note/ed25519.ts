import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { LedgerError } from '../errors.ts'

// node:crypto reads raw keys only inside these fixed DER headers (RFC 8410).
const spkiHeader = Buffer.from('302a300506032b6570032100', 'hex')
const pkcs8Header = Buffer.from('302e020100300506032b657004220420', 'hex')

export function ed25519PublicKey(raw: Uint8Array): KeyObject {
  if (raw.length !== 32) throw new LedgerError('key.malformed', 'an Ed25519 public key has 32 bytes')
  return createPublicKey({ key: Buffer.concat([spkiHeader, raw]), format: 'der', type: 'spki' })
}

export function ed25519PrivateKey(seed: Uint8Array): KeyObject {
  if (seed.length !== 32) throw new LedgerError('key.malformed', 'an Ed25519 seed has 32 bytes')
  return createPrivateKey({ key: Buffer.concat([pkcs8Header, seed]), format: 'der', type: 'pkcs8' })
}

/** The 32 public bytes that belong to a private key. */
export function publicBytes(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiHeader.length)
}

export function newSeed(): Buffer {
  return randomBytes(32)
}

export function ed25519Sign(key: KeyObject, message: Uint8Array): Buffer {
  return sign(null, message, key)
}

/** False, never an exception, for a signature or key OpenSSL will not even read. */
export function ed25519Verify(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return signature.length === 64 && verify(null, message, key, signature)
  } catch {
    return false
  }
}
