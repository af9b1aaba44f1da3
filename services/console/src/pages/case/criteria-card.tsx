import { criteria } from '@hark/domain'
import { useKeys } from '../../keys/use-keys.ts'
import { chosenWords } from '../../parts/post-text/selection.ts'
import { Card } from './card.tsx'
import { CriterionRow } from './criterion-row.tsx'
import { useDesk } from './desk.ts'

/** The four criteria, each confirmed as words of the post or said to be missing. */
export function CriteriaCard() {
  const { draft, texts } = useDesk()
  const done = criteria.filter((c) => draft.criteria[c] !== null).length
  useKeys({
    e: () => {
      if (chosenWords(texts)) document.querySelector<HTMLElement>('[data-selection-bar] button')?.focus()
      else focusNextOpen()
    },
  })
  return (
    <Card title="Criteria" note={`${done} of 4 settled`}>
      {criteria.map((criterion) => (
        <CriterionRow key={criterion} criterion={criterion} />
      ))}
    </Card>
  )
}

/** `e` leads to the next criterion that is still open. */
export function focusNextOpen(): void {
  const open = document.querySelector<HTMLElement>('[data-criterion][data-open="true"] button')
  open?.focus()
  open?.scrollIntoView({ block: 'nearest' })
}
