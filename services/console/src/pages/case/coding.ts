import type { ConceptsView } from '@hark/contract'
import type { Coding } from '@hark/domain'

type Option = { value: string; name: string; about: string }
type Group = { title: string; note: string | null; options: Option[] }
type Release = Extract<NonNullable<ConceptsView['meddra']>, { ranked: unknown }>

const releaseOf = ({ meddra }: ConceptsView): Release | null => (meddra && 'ranked' in meddra ? meddra : null)
const short = (sha256: string): string => `SHA-256 ${sha256.slice(0, 12)}…`
const nothing = (options: readonly unknown[]): string | null =>
  options.length === 0 ? 'Nothing comes near.' : null

/** What can be chosen, by dictionary: MedDRA first where the organisation has a release. */
export function optionsOf(view: ConceptsView): Group[] {
  const { open, meddra } = view
  const concepts = open.ranked.map(
    (r): Option => ({ value: `open ${r.id}`, name: r.name, about: `${r.id} · ${r.score.toFixed(2)}` }),
  )
  const title = `Open vocabulary ${open.version} · ${short(open.sha256)}`
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
  const options = ranked.map((r) => ({
    value: `meddra ${r.code}`,
    name: r.name,
    about: `${r.code} · PT ${r.ptName} · SOC ${r.socName} · ${r.score.toFixed(2)}${r.via ? ` · by way of “${r.via}”` : ''}`,
  }))
  return { title: `MedDRA ${version} ${language} · ${short(sha256)}`, note: nothing(options), options }
}

/** The choice as it is signed: of MedDRA the code and the edition, never the words. Undefined for none. */
export function codingOf(view: ConceptsView, value: string): Coding | undefined {
  const [dictionary, code = ''] = value.split(' ')
  const release = releaseOf(view)
  if (dictionary === 'meddra' && release)
    return { dictionary, version: release.version, sha256: release.sha256, code }
  const concept = view.open.ranked.find((r) => r.id === code)
  if (dictionary !== 'open' || !concept) return undefined
  const { version, sha256 } = view.open
  return { dictionary, version, sha256, code, name: concept.name }
}

/** "Rash (1 of 5)"; null where nothing ranks. */
export function firstOf(view: ConceptsView): string | null {
  const ranked = releaseOf(view)?.ranked ?? view.open.ranked
  return ranked[0] ? `${ranked[0].name} (1 of ${ranked.length})` : null
}
