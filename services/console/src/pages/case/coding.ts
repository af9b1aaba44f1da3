import type { ConceptsView } from '@hark/contract'
import type { Coding } from '@hark/domain'

export type Option = { value: string; coding: Coding; name: string; about: string; score: number }
type Group = { title: string; note: string | null; options: Option[] }
type Release = Extract<NonNullable<ConceptsView['meddra']>, { ranked: unknown }>

const releaseOf = ({ meddra }: ConceptsView): Release | null => (meddra && 'ranked' in meddra ? meddra : null)
const short = (sha256: string): string => `SHA-256 ${sha256.slice(0, 12)}…`
const nothing = (options: readonly unknown[]): string | null =>
  options.length === 0 ? 'Nothing comes near.' : null

/** A code means something only in its edition: the same number of two releases may be two terms. */
export const choiceOf = ({ dictionary, version, sha256, code }: Coding): string =>
  [dictionary, version, sha256, code].join(' ')

const option = (coding: Coding, rest: Pick<Option, 'name' | 'about' | 'score'>): Option => ({
  value: choiceOf(coding),
  coding,
  ...rest,
})

/** What can be chosen, by dictionary, each best first: MedDRA first where the organisation has a release. */
export function optionsOf(view: ConceptsView): Group[] {
  const { open, meddra } = view
  const { version, sha256 } = open
  const concepts = open.ranked.map(({ id, name, score }) =>
    option({ dictionary: 'open', version, sha256, code: id, name }, { name, about: id, score }),
  )
  const title = `Open vocabulary ${version} · ${short(sha256)}`
  const own = { title, note: nothing(concepts), options: concepts }
  const release = releaseOf(view)
  if (release) return [licensed(release), own]
  const why =
    meddra && 'trouble' in meddra
      ? `The MedDRA folder cannot be used: ${meddra.trouble}.`
      : 'No MedDRA release is set (HARK_MEDDRA_DIR).'
  return [{ ...own, note: [own.note, why].filter(Boolean).join(' ') }]
}

function licensed({ version, language, sha256, ranked }: Release): Group {
  const options = ranked.map((r) =>
    // As it is signed: of MedDRA the code and the edition, never the words.
    option(
      { dictionary: 'meddra', version, sha256, code: r.code },
      {
        name: r.name,
        about: `${r.code} · PT ${r.ptName} · SOC ${r.socName}${r.via ? ` · by way of “${r.via}”` : ''}`,
        score: r.score,
      },
    ),
  )
  return { title: `MedDRA ${version} ${language} · ${short(sha256)}`, note: nothing(options), options }
}

/** The choice as it is signed. Undefined for none. */
export const codingOf = (view: ConceptsView, value: string): Coding | undefined =>
  optionsOf(view)
    .flatMap(({ options }) => options)
    .find((o) => o.value === value)?.coding

/** What is to be said of a choice that is not in the list: null where it is. */
export function asideOf(view: ConceptsView, coding: Coding | undefined): string | null {
  if (!coding || codingOf(view, choiceOf(coding))) return null
  const held = coding.dictionary === 'open' ? view.open : releaseOf(view)
  return held?.version === coding.version && held.sha256 === coding.sha256
    ? 'Chosen before; it is not among what comes near now.'
    : 'Chosen from another edition than the one at hand, and cannot be signed so: choose again.'
}

/** How near a concept comes, in words; which of them comes nearest is said first. */
export function nearnessInWords(score: number, rank: number): string {
  const near = score >= 0.85 ? 'very near' : score >= 0.6 ? 'near' : score >= 0.4 ? 'somewhat near' : 'far'
  return rank === 0 ? `best match, ${near}` : near
}

/** "Rash (best of 5)"; null where nothing ranks. */
export function firstOf(view: ConceptsView): string | null {
  const ranked = releaseOf(view)?.ranked ?? view.open.ranked
  if (!ranked[0]) return null
  return `${ranked[0].name} (${ranked.length === 1 ? 'the only match' : `best of ${ranked.length}`})`
}
