import type { SignatureStatement, SignedRecord } from '@hark/ledger'
import { amrOf, type Reauthenticated } from '../auth/reauthenticate.ts'

/** What a person puts their name to: printed name, time, zone, meaning, and exactly which bytes (11.50, 11.70). */
export function statementOf(
  by: Reauthenticated,
  what: { records: SignedRecord[]; meaning: string; at: string; zone: string },
): SignatureStatement {
  return {
    v: 1,
    type: 'hark-esign-v1',
    records: what.records,
    meaning: what.meaning,
    signer: { id: by.person.id, printed_name: by.person.printedName },
    at: what.at,
    zone: what.zone,
    reauth_id: by.id,
    amr: amrOf(by.factors),
  }
}
