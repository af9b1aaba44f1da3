import { type SpecialSituation, specialSituations } from '@hark/domain'
import { Button, Chip, Group } from '@mantine/core'
import { useState } from 'react'
import { specialNames } from '../../parts/words/names.ts'
import { Card } from './card.tsx'
import { useDesk } from './desk.ts'
import { proposedSpecial } from './proposals.ts'

/** Special situations (GVP VI.B.6): what detection offers and what is chosen first, the rest on demand. */
export function SpecialCard() {
  const { c, draft, update, readOnly } = useDesk()
  const [all, setAll] = useState(false)
  const proposed = proposedSpecial(c)
  const near = specialSituations.filter((s) => proposed.includes(s) || draft.special.includes(s))
  const shown = all ? specialSituations : near
  return (
    <Card
      title="Special situations"
      note={draft.special.length === 0 ? 'none chosen' : `${draft.special.length} chosen`}
    >
      <Chip.Group
        multiple
        value={draft.special}
        onChange={(special) => update((old) => ({ ...old, special: special as SpecialSituation[] }))}
      >
        <Group gap={4} role="group" aria-label="Special situations">
          {shown.map((s) => (
            <Chip key={s} value={s} size="xs" radius="sm" disabled={readOnly !== null}>
              {specialNames[s]}
              {proposed.includes(s) && !draft.special.includes(s) ? ' ?' : ''}
            </Chip>
          ))}
          <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${specialSituations.length}`}
          </Button>
        </Group>
      </Chip.Group>
    </Card>
  )
}
