import { createHash } from 'node:crypto'
import {
  type BundleInput,
  bytesSource,
  commitField,
  formatErased,
  formatVkey,
  type Json,
  type LedgerAction,
  MerkleTree,
  noteSigner,
  type Opening,
  objectKey,
  type SealedEntry,
  type SignatureRecord,
  type SignatureStatement,
  type SignedRecord,
  type StagedEvent,
  sealEntry,
  sealStatement,
  sha256Hex,
  signCheckpoint,
  statementHash,
  type TrustOptions,
  toBase64,
  type VerifyResult,
  verifyBundle,
  writeBundle,
} from '../src/index.ts'

/** Everything about the sample is derived from names, so that it is the same on every run. */
const bytesFor = (name: string) => createHash('sha256').update(name).digest()

type Extras = Pick<StagedEvent, 'why' | 'ref' | 'batch'> & { actor?: string; secret?: Record<string, Json> }

/** A small log in memory: what the sequencer does, without a database. */
export class SampleLog {
  readonly origin: string
  readonly logKey
  readonly sealKey
  readonly sealed: SealedEntry[] = []
  readonly openings: (Opening & { salt: string })[] = []
  readonly erased = new Map<string, number>()
  readonly signatures: SignatureRecord[] = []
  readonly checkpoints: string[] = []
  #tree = new MerkleTree()
  #last = new Map<string, { n: number; leaf: string }>()

  constructor(tenant = 'acme') {
    this.origin = `hark.example/audit/${tenant}`
    this.logKey = noteSigner(this.origin, bytesFor(`log key ${tenant}`))
    this.sealKey = noteSigner(`${this.origin}/seal`, bytesFor(`seal key ${tenant}`))
  }

  add(action: LedgerAction, object: string, extras: Extras = {}): SealedEntry {
    const seq = this.sealed.length
    const [type = '', id = ''] = object.split(':')
    const { actor = 'u_system', secret = {}, ...rest } = extras
    const last = this.#last.get(objectKey({ type, id }))
    const commit = Object.fromEntries(
      Object.entries(secret).map(([field, value]) => [field, this.#commit(seq, field, value)]),
    )
    const staged: StagedEvent = {
      id: uuidFor(`${this.origin} ${seq}`),
      at: new Date(Date.UTC(2026, 10, 22, 4, 0, seq)).toISOString(),
      actor: actor.startsWith('u_system')
        ? { id: actor, kind: 'service' }
        : { id: actor, kind: 'user', role: 'pv_reviewer' },
      action,
      object: { type, id },
      ...(Object.keys(commit).length > 0 ? { commit } : {}),
      ...rest,
    }
    const place = { log: this.origin, seq, n: (last?.n ?? 0) + 1, prev: last?.leaf ?? null }
    const entry = sealEntry(staged, place)
    this.#last.set(objectKey({ type, id }), { n: place.n, leaf: toBase64(entry.leafHash) })
    this.#tree.append(entry.leafHash)
    this.sealed.push(entry)
    return entry
  }

  /** Signs records and returns the hash that entries name the signature by. */
  sign(
    records: SignedRecord[],
    meaning: string,
    signer: string,
    over: Partial<SignatureStatement> = {},
  ): string {
    const statement: SignatureStatement = {
      v: 1,
      type: 'hark-esign-v1',
      records,
      meaning,
      signer: { id: signer, printed_name: `Dr ${signer}` },
      at: '2026-11-22T04:00:30.000Z',
      zone: 'Europe/Berlin',
      reauth_id: `re_${this.signatures.length}`,
      amr: ['pwd', 'otp'],
      ...over,
    }
    this.signatures.push({ statement, seal: sealStatement(statement, this.sealKey) })
    return statementHash(statement)
  }

  erase(seq: number, field: string, approver = 'u_dpo'): void {
    this.erased.set(`${seq}:${field}`, this.sealed.length)
    this.add('erasure.executed', 'person:subject-1', {
      actor: 'u_lead',
      ref: {
        erased: formatErased([{ entry: seq, field }]),
        legal_basis: 'gdpr-17-1-b',
        approved_by: approver,
      },
    })
  }

  /** Takes in an entry made elsewhere, as it is. */
  graft(entry: SealedEntry): void {
    this.#tree.append(entry.leafHash)
    this.sealed.push(entry)
  }

  checkpoint(): string {
    const note = signCheckpoint({ origin: this.origin, size: this.sealed.length, root: this.#tree.root() }, [
      this.logKey,
    ])
    this.checkpoints.push(note)
    return note
  }

  #commit(seq: number, field: string, value: Json): string {
    const salt = bytesFor(`salt ${this.origin} ${seq} ${field}`)
    this.openings.push({ seq, field, salt: toBase64(salt), value })
    return commitField(value, salt)
  }
}

function uuidFor(name: string): string {
  const hex = sha256Hex(name)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

export function bundleInput(log: SampleLog, over: Partial<BundleInput> = {}): BundleInput {
  return {
    checkpoint: log.checkpoints.at(-1) as string,
    earlierCheckpoints: log.checkpoints.slice(0, -1),
    entries: async function* (from, to) {
      for (const { bytes } of log.sealed.slice(from, to)) yield bytes
    },
    openings: (events) => events.flatMap(({ seq }) => openingsOf(log, seq)),
    signatures: () => log.signatures,
    extra: {
      'records.jsonl': Buffer.from('{"case":"c1"}\n'),
      'line-listing.csv': Buffer.from('a,b\r\n1,"x\r\ny"\r\n'),
    },
    software: 'hark 0.1.0',
    requestedBy: 'u_auditor',
    signer: log.sealKey,
    ...over,
  }
}

function openingsOf(log: SampleLog, seq: number): Opening[] {
  return log.openings
    .filter((opening) => opening.seq === seq)
    .map((opening) => {
      const by = log.erased.get(`${seq}:${opening.field}`)
      return by === undefined ? opening : { seq, field: opening.field, erased_by: by }
    })
}

export async function bundleOf(log: SampleLog, over: Partial<BundleInput> = {}): Promise<Buffer> {
  return await collect(writeBundle(bundleInput(log, over)))
}

export async function verify(
  log: SampleLog,
  bundle: Uint8Array,
  over: Partial<TrustOptions> = {},
): Promise<VerifyResult> {
  return await verifyBundle(bytesSource(bundle), { vkey: formatVkey(log.logKey), ...over })
}

/** Names of the checks that failed. */
export function failures(result: VerifyResult): string[] {
  return result.checks.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name)
}
