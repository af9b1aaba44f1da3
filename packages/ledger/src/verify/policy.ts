import { LedgerError } from '../errors.ts'
import { type NoteVerifier, parseVkey } from '../note/keys.ts'

/** A C2SP tlog-policy: which logs, which witnesses, and how many of them must have cosigned. */
export type Policy = {
  logs: NoteVerifier[]
  witnesses: { name: string; key: NoteVerifier }[]
  /** Whether these witnesses (by policy name) are enough. */
  quorum(cosigned: ReadonlySet<string>): boolean
}

type Quorum = Policy['quorum']

/** Throws `policy.malformed`. */
export function parsePolicy(text: string): Policy {
  const logs: NoteVerifier[] = []
  const witnesses: Policy['witnesses'] = []
  const named = new Map<string, Quorum>([['none', () => true]])
  let quorum: Quorum | undefined
  for (const [keyword, ...words] of policyLines(text)) {
    if (keyword === 'log') logs.push(policyKey(words[0]))
    else if (keyword === 'witness') {
      const [name = '', vkey] = words
      define(named, name, (cosigned) => cosigned.has(name))
      witnesses.push({ name, key: policyKey(vkey) })
    } else if (keyword === 'group') {
      const [name = '', threshold = '', ...members] = words
      define(named, name, groupQuorum(threshold, members, named))
    } else if (keyword === 'quorum' && !quorum && words.length === 1) quorum = lookUp(named, words[0])
    else throw malformed(`line "${keyword}"`)
  }
  if (!quorum) throw malformed('no quorum')
  return { logs, witnesses, quorum }
}

function policyLines(text: string): string[][] {
  return text
    .split('\n')
    .map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/[ \t]+/))
}

function groupQuorum(threshold: string, members: string[], named: Map<string, Quorum>): Quorum {
  const rules = members.map((member) => (member === 'none' ? undefined : lookUp(named, member)))
  const needed = threshold === 'all' ? members.length : threshold === 'any' ? 1 : Number(threshold)
  const valid =
    Number.isInteger(needed) && needed >= 1 && needed <= members.length && !rules.includes(undefined)
  if (!valid || new Set(members).size !== members.length) throw malformed('group')
  return (cosigned) => rules.filter((rule) => rule?.(cosigned)).length >= needed
}

function define(named: Map<string, Quorum>, name: string, rule: Quorum): void {
  if (name === '' || named.has(name)) throw malformed(`name "${name}"`)
  named.set(name, rule)
}

function lookUp(named: Map<string, Quorum>, name: string | undefined): Quorum {
  const rule = named.get(name ?? '')
  if (!rule) throw malformed(`unknown name "${name}"`)
  return rule
}

function policyKey(vkey: string | undefined): NoteVerifier {
  try {
    return parseVkey(vkey ?? '')
  } catch {
    throw malformed('key')
  }
}

function malformed(what: string): LedgerError {
  return new LedgerError('policy.malformed', `policy: ${what}`)
}
