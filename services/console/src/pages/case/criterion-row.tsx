import type { Criterion } from '@hark/domain'
import { Button, Textarea, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { Words } from '../../parts/post-text/words.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { criterionNames, criterionQuestions } from '../../parts/words/names.ts'
import css from './case-page.module.css'
import { focusNextOpen } from './criteria-card.tsx'
import { useDesk } from './desk.ts'
import { FindWords } from './find-words.tsx'
import { proposalsFor } from './proposals.ts'
import { questionFor } from './told.ts'

export function CriterionRow({ criterion }: { criterion: Criterion }) {
  const { draft, update, lit, light } = useDesk()
  const found = draft.criteria[criterion]
  const kind = found && 'span' in found ? `confirmed:${criterion}` : criterion
  const clear = () => update((old) => ({ ...old, criteria: { ...old.criteria, [criterion]: null } }))
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only lights the words
    <div
      className={css.criterion}
      data-criterion={criterion}
      data-open={found === null}
      data-lit={lit === criterion || lit === `confirmed:${criterion}` || undefined}
      onMouseEnter={() => light(kind)}
      onMouseLeave={() => light(null)}
      onFocus={() => light(kind)}
      onBlur={() => light(null)}
    >
      <span className={css.criterionName}>
        <span aria-hidden="true">{found === null ? '○' : 'span' in found ? '✔' : '?'}</span>{' '}
        {criterionNames[criterion]}
      </span>
      {found === null && <OpenCriterion criterion={criterion} />}
      {found && 'span' in found && (
        <Settled text={found.span.text} onClear={clear} name={criterionNames[criterion]} />
      )}
      {found && 'missing' in found && (
        <Missing criterion={criterion} question={found.missing} onClear={clear} />
      )}
    </div>
  )
}

function OpenCriterion({ criterion }: { criterion: Criterion }) {
  const { c, assign, update, readOnly, setMarking, marking } = useDesk()
  const [finding, setFinding] = useState(false)
  const proposals = proposalsFor(c, criterion).slice(0, 3)
  const question = questionFor(c, criterion)
  const missing = () => {
    const asked = { missing: question ?? criterionQuestions[criterion] }
    update((old) => ({ ...old, criteria: { ...old.criteria, [criterion]: asked } }))
    requestAnimationFrame(focusNextOpen)
  }
  return (
    <div className={css.offers}>
      {proposals.map((p) => (
        <ReasonedButton
          key={p.postId + p.span.start}
          variant="default"
          size="compact-sm"
          className={css.offer}
          why={readOnly}
          onClick={() => {
            assign(criterion, p)
            requestAnimationFrame(focusNextOpen)
          }}
        >
          <span>
            <VisuallyHidden>Confirm {criterionNames[criterion]}: </VisuallyHidden>✔{' '}
            <Words text={p.span.text} quoted />
          </span>
        </ReasonedButton>
      ))}
      <ReasonedButton
        variant="subtle"
        size="compact-sm"
        why={readOnly}
        aria-pressed={marking === criterion}
        onClick={() => {
          setMarking(marking === criterion ? null : criterion)
          setFinding(true)
        }}
      >
        Mark words…
      </ReasonedButton>
      <ReasonedButton variant="subtle" size="compact-sm" why={readOnly} onClick={missing}>
        Missing
      </ReasonedButton>
      {question && proposals.length === 0 && (
        <span className={css.ask}>
          not in the post → ask: <Words text={question} />
        </span>
      )}
      {finding && !readOnly && (
        <FindWords target={criterion} label={`Select the words in the post, or type them here`} />
      )}
    </div>
  )
}

type SettledProps = { text: string; onClear: () => void; name: string }

function Settled({ text, onClear, name }: SettledProps) {
  const { readOnly } = useDesk()
  return (
    <div className={css.settled}>
      <Words text={text} quoted />
      {!readOnly && (
        <Button variant="subtle" size="compact-sm" onClick={onClear} aria-label={`Change ${name}`}>
          Change
        </Button>
      )}
    </div>
  )
}

type MissingProps = { criterion: Criterion; question: string; onClear: () => void }

function Missing({ criterion, question, onClear }: MissingProps) {
  const { update, readOnly } = useDesk()
  if (readOnly)
    return (
      <div className={css.settled}>
        missing → ask: <bdi>{question}</bdi>
      </div>
    )
  return (
    <div className={css.settled}>
      <Textarea
        autosize
        maxRows={6}
        className={css.question}
        aria-label={`Question that would complete ${criterionNames[criterion]}`}
        leftSection="ask"
        leftSectionWidth={36}
        value={question}
        maxLength={500}
        error={question.trim() === '' && 'Write the question to ask.'}
        onChange={(event) => {
          // One question in one line, however many it fills here.
          const missing = event.currentTarget.value.replace(/\s*\n\s*/g, ' ')
          update((old) => ({ ...old, criteria: { ...old.criteria, [criterion]: { missing } } }))
        }}
      />
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={onClear}
        aria-label={`Change ${criterionNames[criterion]}`}
      >
        Change
      </Button>
    </div>
  )
}
