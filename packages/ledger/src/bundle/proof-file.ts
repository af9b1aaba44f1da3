import { fromBase64, toBase64 } from '../bytes.ts'
import { LedgerError } from '../errors.ts'

const header = 'c2sp.org/tlog-proof@v1'

/** A C2SP tlog-proof: one entry's index, its inclusion proof, and the checkpoint it is proved against. */
export type ProofFile = { index: number; hashes: Uint8Array[]; checkpoint: string }

export function formatProofFile({ index, hashes, checkpoint }: ProofFile): string {
  return `${[header, `index ${index}`, ...hashes.map(toBase64)].join('\n')}\n\n${checkpoint}`
}

/** Throws `proof.malformed`. Proofs with extra data are refused: Hark writes none, and it is not authenticated. */
export function parseProofFile(text: string): ProofFile {
  const split = text.indexOf('\n\n')
  const [first, second, ...lines] = text.slice(0, Math.max(split, 0)).split('\n')
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(second ?? '')?.[1]
  if (first !== header || index === undefined || !Number.isSafeInteger(Number(index))) throw malformed()
  return { index: Number(index), hashes: parseHashLines(lines), checkpoint: text.slice(split + 2) }
}

/** `consistency/<m>-<n>`: a base64 hash a line. */
export function formatHashLines(hashes: readonly Uint8Array[]): string {
  return hashes.map((hash) => `${toBase64(hash)}\n`).join('')
}

export function readHashLines(text: string): Uint8Array[] {
  if (text === '') return []
  if (!text.endsWith('\n')) throw malformed()
  return parseHashLines(text.slice(0, -1).split('\n'))
}

function parseHashLines(lines: string[]): Uint8Array[] {
  try {
    return lines.map((line) => fromBase64(line, 32))
  } catch {
    throw malformed()
  }
}

function malformed(): LedgerError {
  return new LedgerError('proof.malformed', 'not a proof')
}
