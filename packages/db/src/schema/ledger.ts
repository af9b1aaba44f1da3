import type { Generated, GeneratedAlways } from 'kysely'

export type LedgerEntryTable = {
  id: string
  staged_no: GeneratedAlways<number>
  at: Generated<string>
  action: string
  object_type: string
  object_id: string
  body: string
  leaf_index: number | null
  leaf: Buffer | null
  leaf_hash: Buffer | null
}

export type LedgerPrivateTable = {
  entry_id: string
  field: string
  salt: Buffer
  sealed: Buffer
}

export type LedgerTreeTable = {
  only_row: Generated<boolean>
  origin: string
  size: Generated<number>
  frontier: Generated<string>
}

export type LedgerObjectTable = {
  object_type: string
  object_id: string
  n: number
  leaf_hash: Buffer
}

export type LedgerCheckpointTable = {
  size: number
  root: Buffer
  note: string
  at: Generated<string>
}

export type LedgerTables = {
  ledger_entry: LedgerEntryTable
  ledger_private: LedgerPrivateTable
  ledger_tree: LedgerTreeTable
  ledger_object: LedgerObjectTable
  ledger_checkpoint: LedgerCheckpointTable
}
