import { type NoteVerifier, parseVkey } from '../note/keys.ts'
import { type Policy, parsePolicy } from './policy.ts'

/** What the reader brings along, out of band. Nothing in a bundle is trusted beyond it. */
export type TrustOptions = {
  /** The log's verifier key, or several after a rotation. */
  vkey: string | string[]
  /** Keys allowed to seal signatures and manifests; absent: those the log itself announced by `key.rotated`. */
  sealVkey?: string | string[]
  /** C2SP tlog-policy text naming the witnesses the reader wants to see. */
  policy?: string
  /** A checkpoint note the reader kept from before: the only proof against a rewritten history. */
  previousCheckpoint?: string
}

export type Trust = {
  logKeys: NoteVerifier[]
  sealKeys: NoteVerifier[] | null
  policy: Policy | null
  previousCheckpoint: string | null
}

/** Throws `key.malformed` or `policy.malformed`: wrong usage, not a finding. */
export function toTrust(options: TrustOptions): Trust {
  return {
    logKeys: [options.vkey].flat().map(parseVkey),
    sealKeys: options.sealVkey === undefined ? null : [options.sealVkey].flat().map(parseVkey),
    policy: options.policy === undefined ? null : parsePolicy(options.policy),
    previousCheckpoint: options.previousCheckpoint ?? null,
  }
}
