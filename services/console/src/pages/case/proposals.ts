import type { CaseView } from '@hark/contract'
import { type Criterion, evidenceKinds, type Seriousness, type SpecialSituation } from '@hark/domain'
import type { Chosen } from '../../parts/post-text/selection.ts'

/** Words that detection offers for a criterion, this case's own patient and the finding's own choice first; the reviewer confirms or not. */
export function proposalsFor(c: Pick<CaseView, 'postList' | 'patient'>, criterion: Criterion): Chosen[] {
  const own: Chosen[] = []
  const evidence: Chosen[] = []
  const posts = [...c.postList].sort((a, b) => rank(a.role) - rank(b.role))
  for (const post of posts) {
    for (const finding of post.findings) {
      const mentioned = finding.patients.find((p) => criterion === 'patient' && p.label === c.patient)?.span
      if (mentioned) own.unshift({ postId: post.id, span: mentioned })
      const span = finding.criteria[criterion]
      if (span) own.push({ postId: post.id, span })
      for (const e of finding.evidence) {
        if (e.kind === criterion && evidenceKinds.includes(e.kind))
          evidence.push({ postId: post.id, span: { start: e.start, end: e.end, text: e.text } })
      }
    }
  }
  const seen = new Set<string>()
  return [...own, ...evidence].filter((p) => {
    const words = p.span.text.toLowerCase()
    return !seen.has(words) && seen.add(words)
  })
}

const rank = (role: string): number => ['index', 'follow_up', 'copy', 'thread'].indexOf(role)

const all = <T>(c: Pick<CaseView, 'postList'>, of: 'seriousness' | 'special'): T[] => [
  ...new Set(c.postList.flatMap((p) => p.findings.flatMap((f) => f[of] as T[]))),
]
export const proposedSeriousness = (c: Pick<CaseView, 'postList'>) => all<Seriousness>(c, 'seriousness')
export const proposedSpecial = (c: Pick<CaseView, 'postList'>) => all<SpecialSituation>(c, 'special')
