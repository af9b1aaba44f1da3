import type { ConceptsView, TermView } from '@hark/contract'
import { openVocabulary, type Vocabulary } from '@hark/detection'
import type { Coding } from '@hark/domain'
import { type Llt, lltRanker, loadMedDra, NotMedDra } from '@hark/icsr'

export type Question =
  | { ask: 'rank'; phrase: string; lang: string; most: number }
  | { ask: 'term'; version: string; sha256: string; code: string }
  | { ask: 'fault'; coding: Coding }
export type Answers = { rank: ConceptsView; term: TermView; fault: string | null }

type Dictionary = {
  version: string
  language: string
  sha256: string
  llts: ReadonlyMap<string, Llt>
  rank: ReturnType<typeof lltRanker>
}
type Loaded = Dictionary | { trouble: string } | null

/** The dictionaries, each read when it is first asked for. */
export function openLookup(directory: string | null) {
  let loaded: Loaded | undefined
  const meddra = (): Loaded => {
    loaded ??= directory ? load(directory, openVocabulary()) : null
    return loaded
  }
  const answer = <Q extends Question>(q: Q): Answers[Q['ask']] => {
    if (q.ask === 'rank') return rank(q, openVocabulary(), meddra()) as Answers[Q['ask']]
    if (q.ask === 'term') return { term: termOf(q, meddra()) } as Answers[Q['ask']]
    return faultOf(q.coding, meddra) as Answers[Q['ask']]
  }
  return { answer }
}

/** What is wrong with the folder is the operator's to mend; where it lies is nobody else's business. */
function load(directory: string, open: Vocabulary): Loaded {
  try {
    const { llts, ...edition } = loadMedDra(directory)
    const rank = lltRanker({ ...edition, llts }, open.rank)
    return { ...edition, llts: new Map(llts.map((llt) => [llt.code, llt])), rank }
  } catch (err) {
    return { trouble: err instanceof NotMedDra ? err.message : 'the folder cannot be read' }
  }
}

function rank(q: Question & { ask: 'rank' }, open: Vocabulary, meddra: Loaded): ConceptsView {
  const { version, sha256 } = open
  const ranked = open
    .rank(q.phrase, q.lang, q.most)
    .map(({ id, name, strength }) => ({ id, name, score: strength }))
  return { open: { version, sha256, ranked }, meddra: rankLlts(q, meddra) }
}

function rankLlts(q: Question & { ask: 'rank' }, meddra: Loaded): ConceptsView['meddra'] {
  if (!meddra || 'trouble' in meddra) return meddra
  const { version, language, sha256 } = meddra
  const ranked = meddra
    .rank(q.phrase, q.lang, q.most)
    .map(({ score, via, ...llt }) => ({ ...shown(llt), score, via }))
  return { version, language, sha256, ranked }
}

const shown = ({ current: _, ...llt }: Llt): Omit<Llt, 'current'> => llt

function termOf(q: Question & { ask: 'term' }, meddra: Loaded): TermView['term'] {
  if (!meddra || 'trouble' in meddra || q.sha256 !== meddra.sha256 || q.version !== meddra.version)
    return null
  return meddra.llts.get(q.code) ?? null
}

/** Why a coding cannot be signed, or null: only a current term of the edition at hand can. */
function faultOf(coding: Coding, meddra: () => Loaded): string | null {
  const { version, sha256, code } = coding
  if (coding.dictionary === 'open') {
    const open = openVocabulary()
    const known = open.sha256 === sha256 && open.version === version && open.names.get(code) === coding.name
    return known ? null : `${code} is no concept of the open vocabulary at hand.`
  }
  const held = meddra()
  if (!held || 'trouble' in held) return 'No MedDRA release is at hand to code with.'
  if (held.sha256 !== sha256 || held.version !== version)
    return `The code is of another MedDRA release than the one at hand (${held.version}); choose again.`
  return held.llts.get(code)?.current ? null : `${code} is no current lowest level term of MedDRA ${version}.`
}
