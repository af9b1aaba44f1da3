import type { CaseView, FindingView, PostView, StructureView } from '@hark/contract'
import type { Criterion, Span } from '@hark/domain'
import {
  ageInWords,
  doseInWords,
  pregnancyInWords,
  reporterNames,
  roleNames,
  timeInWords,
  weightInWords,
} from '../../parts/words/structure.ts'

/** One thing the post says: in our words unless its own say the same, and the words of the post it rests on; null where none do. */
export type Told = { said: string; span: Span | null; quoted: boolean }
export type ToldRow = { name: string; items: Told[] }
export type ToldPost = { post: PostView; rows: ToldRow[]; silent: string[] }

/** Words that only repeat ours are lit and not said twice. */
const told = (said: string, span: Span | null, same = said): Told => ({
  said,
  span,
  quoted: span !== null && span.text.toLowerCase() !== same.toLowerCase(),
})

/** What each post of the case says in parts, copies left out: they say the same. */
export function toldBy(c: Pick<CaseView, 'postList' | 'patient'>): ToldPost[] {
  return c.postList
    .filter((post) => post.role !== 'copy')
    .flatMap((post) => {
      const structure = post.findings.find((f) => f.structure)?.structure
      return structure ? [{ post, ...rowsOf(structure, post.findings, c.patient) }] : []
    })
}

function rowsOf(s: StructureView, findings: FindingView[], patient: string): Omit<ToldPost, 'post'> {
  const mine = s.patients.some((p) => p.label === patient)
    ? s.patients.filter((p) => p.label === patient)
    : s.patients
  const others = s.patients.filter((p) => !mine.includes(p))
  const rows: ToldRow[] = [
    { name: 'Patient', items: mine.flatMap((p) => person(p, findings)) },
    { name: 'Also told of', items: others.flatMap((p) => person(p, findings)) },
    { name: 'Medicines', items: medicines(s, findings) },
    { name: 'Doses', items: s.doses.map((d) => told(doseInWords(d), d)) },
    { name: 'Times', items: s.times.map((t) => told(timeInWords(t), t)) },
    { name: 'Who tells', items: [told(reporterNames[s.reporter.kind], s.reporter.by)] },
  ]
  const empty = rows.filter((row) => row.items.length === 0 && row.name !== 'Also told of')
  return {
    rows: rows.filter((row) => row.items.length > 0),
    silent: empty.map((row) => row.name.toLowerCase()),
  }
}

/** Sex stands in the words that name the person, so it rests on them. */
function person(p: StructureView['patients'][number], findings: FindingView[]): Told[] {
  const mention = findings.flatMap((f) => f.patients).find((m) => m.label === p.label)?.span ?? null
  return [
    told(p.label === 'author' ? 'the author' : p.label, mention),
    ...(p.age ? [told(ageInWords(p.age), p.age)] : []),
    ...(p.sex ? [{ said: p.sex, span: mention, quoted: false }] : []),
    ...(p.pregnancy ? [told(pregnancyInWords(p.pregnancy), p.pregnancy)] : []),
    ...(p.weight ? [told(weightInWords(p.weight), p.weight)] : []),
  ]
}

/** Each medicine once a role; the phrase that decided the role beside it, where one did. */
function medicines({ medicines: named }: StructureView, findings: FindingView[]): Told[] {
  const seen = new Set<string>()
  return named.flatMap((m) => {
    const key = `${m.productId} ${m.role}`
    if (seen.has(key)) return []
    seen.add(key)
    const brand = findings.find((f) => f.product.id === m.productId)?.product.brand ?? m.text
    return [told(`${brand}: ${roleNames[m.role]}`, m.by ?? m, brand)]
  })
}

/** The question that would complete a criterion, in the language of the post; null where a post of the case gives it. */
export function questionFor(c: Pick<CaseView, 'postList'>, criterion: Criterion): string | null {
  const read = c.postList
    .filter((p) => p.role !== 'copy')
    .flatMap((p) => p.findings.filter((f) => f.structure))
  if (read.some((f) => f.criteria[criterion])) return null
  const missing = read.flatMap((f) => f.structure?.missing ?? [])
  return missing.find((m) => m.criterion === criterion)?.text ?? null
}
