import { sameBytes, sha256, toBase64 } from '../bytes.ts'
import { canonicalBytes, type Json } from '../canonical.ts'
import { LedgerError } from '../errors.ts'
import {
  anyString,
  exactly,
  identifier,
  instant,
  integer,
  mapOf,
  type Rule,
  sha256HexRule,
  shape,
  text,
} from '../shape.ts'
import { parseStrictJsonBytes } from '../strict-json.ts'

/** Size in bytes, SHA-256 in hex, and for .jsonl and .csv the records in it (a CSV's heading not counted). */
export type FileFacts = { sha256: string; size: number; rows?: number }

export type Manifest = {
  v: 1
  type: 'hark-bundle-v1'
  origin: string
  /** Entries [from, to) the bundle speaks of; `complete` when every one of them from 0 is inside. */
  range: { from: number; to: number }
  complete: boolean
  counts: { entries: number; checkpoints: number; signatures: number; openings: number }
  files: Record<string, FileFacts>
  software: string
  generated_at: string
  requested_by: string
  /** `name+id` of the key that signed manifest.note; absent from an unsigned bundle. */
  signed_by?: string
}

export const MANIFEST = 'manifest.json'
export const MANIFEST_NOTE = 'manifest.note'

const truth: Rule = (value) => typeof value === 'boolean'
const manifestShape = shape(
  {
    v: exactly(1),
    type: exactly('hark-bundle-v1'),
    origin: identifier,
    range: shape({ from: integer(0), to: integer(0) }),
    complete: truth,
    counts: shape({
      entries: integer(0),
      checkpoints: integer(1),
      signatures: integer(0),
      openings: integer(0),
    }),
    files: mapOf(/^/, shape({ sha256: sha256HexRule, size: integer(0) }, { rows: integer(0) })),
    software: text(/^[\x20-\x7e]{1,100}$/),
    generated_at: instant,
    requested_by: identifier,
  },
  { signed_by: anyString },
)

export function manifestBytes(manifest: Manifest): Uint8Array {
  if (!manifestShape(manifest as unknown as Json)) throw new LedgerError('bundle.bad_input', 'not a manifest')
  return canonicalBytes(manifest)
}

/** Strict, complete and canonical, or `bundle.malformed`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const value = parseStrictJsonBytes(bytes)
  if (!manifestShape(value) || !sameBytes(canonicalBytes(value), bytes)) {
    throw new LedgerError('bundle.malformed', 'not a canonical manifest')
  }
  return value as unknown as Manifest
}

/**
 * The text that manifest.note signs. Its first line is no log's origin, so it can never pass for a checkpoint.
 */
export function manifestNoteText(origin: string, manifest: Uint8Array): string {
  return `hark-bundle-v1\n${origin}\n${toBase64(sha256(manifest))}\n`
}

/** Counts the records of a .jsonl or .csv file as bytes stream past; undefined for other files. */
export function rowCounter(name: string): { add(chunk: Uint8Array): void; rows(): number | undefined } {
  const csv = name.endsWith('.csv')
  let lines = 0
  let quoted = false
  return {
    add(chunk) {
      for (const byte of chunk) {
        if (byte === 0x22) quoted = csv && !quoted
        else if (byte === 0x0a && !quoted) lines++
      }
    },
    rows: () => (csv ? Math.max(lines - 1, 0) : name.endsWith('.jsonl') ? lines : undefined),
  }
}
