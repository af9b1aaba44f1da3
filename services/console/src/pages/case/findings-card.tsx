import { isBlind } from '@hark/domain'
import { BlindNote } from '../../parts/case/blind-note.tsx'
import { FindingNote } from '../../parts/case/finding-note.tsx'
import { Card } from './card.tsx'
import { useDesk } from './desk.ts'

/** What detection saw in each post, below the reviewer's own view: evidence before verdict. */
export function FindingsCard() {
  const { c, lit, light } = useDesk()
  if (isBlind(c))
    return (
      <Card title="What detection says">
        <BlindNote />
      </Card>
    )
  const findings = c.postList.filter((p) => p.role !== 'copy').flatMap((p) => p.findings)
  if (findings.length === 0) return null
  return (
    <Card title="What detection says">
      {findings.map((finding) => (
        <FindingNote key={finding.id} finding={finding} lit={lit} onLight={light} />
      ))}
    </Card>
  )
}
