export { type LedgerAction, ledgerActions } from './actions.ts'
export { type BatchProof, batchRoot, commitBatch, proveInBatch, verifyInBatch } from './batch.ts'
export { type BundleReader, openBundle } from './bundle/archive.ts'
export type { FileContent } from './bundle/content.ts'
export { DECISIONS, type DecisionRecord, SIGNED_BYTES } from './bundle/decision.ts'
export type { EntryReader, OpeningLookup } from './bundle/log-files.ts'
export { MANIFEST, MANIFEST_NOTE, type Manifest, parseManifest } from './bundle/manifest.ts'
export type { Opening } from './bundle/opening.ts'
export { formatProofFile, type ProofFile, parseProofFile } from './bundle/proof-file.ts'
export { type BundleSource, bytesSource, fileSource } from './bundle/source.ts'
export {
  decodeEntryBundle,
  encodeEntryBundle,
  entryBundlePath,
  entryBundles,
  TILE_WIDTH,
  type Tile,
  TileBuilder,
  tilePath,
} from './bundle/tiles.ts'
export { type BundleInput, writeBundle } from './bundle/write.ts'
export { fromBase64, sha256Hex, toBase64 } from './bytes.ts'
export { canonicalBytes, canonicalJson, type Json, parseCanonical } from './canonical.ts'
export {
  type Checkpoint,
  checkpointBody,
  type OpenCheckpoint,
  openCheckpoint,
  parseCheckpointBody,
  peekCheckpoint,
  signCheckpoint,
} from './checkpoint.ts'
export {
  commitField,
  type ErasedField,
  formatErased,
  newSalt,
  opensCommitment,
  parseErased,
} from './commitment.ts'
export {
  type BatchCommitment,
  checkStaged,
  type EntryPlace,
  type LedgerActor,
  type LedgerEvent,
  MAX_ENTRY_BYTES,
  objectKey,
  parseEntry,
  type SealedEntry,
  type StagedEvent,
  sealEntry,
} from './entry.ts'
export { LedgerError, type LedgerErrorCode } from './errors.ts'
export { type CompletedNode, Frontier } from './merkle/frontier.ts'
export { EMPTY_ROOT, leafHash, nodeHash } from './merkle/hash.ts'
export { consistencyPlan, inclusionPlan, type NodeId, rootPlan } from './merkle/plan.ts'
export { type NodeReader, storedConsistencyProof, storedInclusionProof, storedRoot } from './merkle/stored.ts'
export { MerkleTree, merkleTree, treeRoot } from './merkle/tree.ts'
export { verifyConsistency, verifyInclusion } from './merkle/verify.ts'
export {
  COSIGNATURE_V1,
  ED25519,
  formatVkey,
  generateNoteKey,
  type KeyType,
  keyLabel,
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  parseSkey,
  parseVkey,
} from './note/keys.ts'
export { addSignature, type NoteSignature, type OpenNote, openNote, signNote } from './note/note.ts'
export {
  type Seal,
  type SignatureRecord,
  type SignatureStatement,
  type SignedRecord,
  sealStatement,
  statementBytes,
  statementHash,
  toSignatureRecord,
  verifySeal,
} from './signature.ts'
export { parseStrictJson, parseStrictJsonBytes } from './strict-json.ts'
export { csvCell, csvRow, renderTrailCsv, trailHeader, trailRow } from './trail.ts'
export { verifyBundle } from './verify/bundle.ts'
export {
  type Check,
  type CheckName,
  exitCodeOf,
  type FirstBad,
  type VerifyResult,
} from './verify/checklist.ts'
export { type LogInput, verifyLog } from './verify/log.ts'
export { type Policy, parsePolicy } from './verify/policy.ts'
export { readable } from './verify/report.ts'
export { type AlteredColumns, withShownColumns } from './verify/shown-columns.ts'
export type { TrustOptions } from './verify/trust.ts'
