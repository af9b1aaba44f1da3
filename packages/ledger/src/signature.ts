import { fromBase64, sha256Hex, toBase64 } from './bytes.ts'
import { canonicalBytes, type Json } from './canonical.ts'
import { LedgerError } from './errors.ts'
import { ed25519Sign, ed25519Verify } from './note/ed25519.ts'
import { keyLabel, type NoteSigner, type NoteVerifier } from './note/keys.ts'
import {
  anyString,
  exactly,
  identifier,
  instant,
  integer,
  listOf,
  sha256HexRule,
  shape,
  text,
} from './shape.ts'

/** The bytes a signature is over: one version of one record, by its SHA-256 in hex. */
export type SignedRecord = { type: string; id: string; version: number; content_sha256: string }

/**
 * What a person put their name to (21 CFR 11.50: printed name, time, meaning; 11.70: linked to the record).
 * Conclusions signed together are one statement over the list of their hashes.
 */
export type SignatureStatement = {
  v: 1
  type: 'hark-esign-v1'
  records: SignedRecord[]
  /** A code such as `pv_approve` or `conclusion`; the console prints it in words. */
  meaning: string
  signer: { id: string; printed_name: string }
  at: string
  /** IANA zone the signer worked in, so that local time can be shown. */
  zone: string
  /** The re-authentication this signature used up. */
  reauth_id: string
  /** Factors as RFC 8176 method references, for example `["pwd","otp"]`. */
  amr: string[]
}

/** The server's Ed25519 seal over a statement; `key` is `name+id` of the sealing key. */
export type Seal = { key: string; sig: string }

/** One line of signatures.jsonl. */
export type SignatureRecord = { statement: SignatureStatement; seal: Seal }

const record = shape({ type: identifier, id: identifier, version: integer(0), content_sha256: sha256HexRule })
const statementShape = shape({
  v: exactly(1),
  type: exactly('hark-esign-v1'),
  records: listOf(record),
  meaning: text(/^[a-z][a-z0-9_]{0,62}$/),
  signer: shape({ id: identifier, printed_name: text(/^\P{Cc}{1,200}$/u) }),
  at: instant,
  zone: text(/^[A-Za-z0-9_+/-]{1,64}$/),
  reauth_id: identifier,
  amr: listOf(text(/^[a-z][a-z0-9_-]{0,30}$/)),
})
const recordShape = shape({ statement: statementShape, seal: shape({ key: anyString, sig: anyString }) })

/** Canonical bytes S of a statement. Throws `signature.invalid` when a member is missing or of another form. */
export function statementBytes(statement: SignatureStatement): Uint8Array {
  if (!statementShape(statement as unknown as Json)) {
    throw new LedgerError('signature.invalid', 'not a hark-esign-v1 statement')
  }
  return canonicalBytes(statement)
}

/** SHA-256 of S in hex: how an entry's `ref.sig` names a signature. */
export function statementHash(statement: SignatureStatement): string {
  return sha256Hex(statementBytes(statement))
}

/** Seals "hark-esign-v1\n" || S. The header keeps the key from ever signing a checkpoint by accident. */
export function sealStatement(statement: SignatureStatement, sealer: NoteSigner): Seal {
  return { key: keyLabel(sealer), sig: toBase64(ed25519Sign(sealer.privateKey, sealedMessage(statement))) }
}

/** True when the seal stands under one of `keys`. */
export function verifySeal({ statement, seal }: SignatureRecord, keys: readonly NoteVerifier[]): boolean {
  const key = keys.find((candidate) => keyLabel(candidate) === seal.key)
  if (!key) return false
  try {
    return ed25519Verify(key.publicKey, sealedMessage(statement), fromBase64(seal.sig, 64))
  } catch {
    return false
  }
}

/** Reads one parsed line of signatures.jsonl. Throws `signature.invalid`. */
export function toSignatureRecord(value: Json): SignatureRecord {
  if (!recordShape(value)) throw new LedgerError('signature.invalid', 'not a signature record')
  return value as unknown as SignatureRecord
}

function sealedMessage(statement: SignatureStatement): Uint8Array {
  return Buffer.concat([Buffer.from('hark-esign-v1\n'), statementBytes(statement)])
}
