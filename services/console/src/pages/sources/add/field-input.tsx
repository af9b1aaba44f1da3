import type { FieldView } from '@hark/contract'
import { Checkbox, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { wordsOf } from '../../../parts/words/names.ts'
import css from './add.module.css'
import type { Answers } from './answers.ts'

type Plain = string | string[] | boolean
type PlainField = Extract<FieldView['input'], { kind: 'group' }>['fields'][number]

type Props = {
  field: FieldView
  answer: Answers[string] | undefined
  onAnswer: (answer: Answers[string]) => void
}

/** One question of a platform, as its kind asks for it. */
export function FieldInput({ field, answer, onAnswer }: Props) {
  const { input } = field
  if (input.kind !== 'group') {
    return <PlainInput field={{ ...field, input }} answer={answer as Plain | undefined} onAnswer={onAnswer} />
  }
  const own = typeof answer === 'object' && !Array.isArray(answer) ? answer : {}
  return (
    <fieldset className={css.group}>
      <legend>{field.label}</legend>
      {field.hint && <p className={css.quiet}>{field.hint}</p>}
      {input.fields.map((sub) => (
        <PlainInput
          key={sub.name}
          field={sub}
          answer={own[sub.name]}
          onAnswer={(given) => onAnswer({ ...own, [sub.name]: given })}
        />
      ))}
    </fieldset>
  )
}

type PlainProps = { field: PlainField; answer: Plain | undefined; onAnswer: (answer: Plain) => void }

function PlainInput({ field, answer, onAnswer }: PlainProps) {
  const { input, label, hint, required } = field
  const shared = { label, description: hint || undefined }
  if (input.kind === 'yes_no') {
    return (
      <Checkbox {...shared} checked={answer === true} onChange={(e) => onAnswer(e.currentTarget.checked)} />
    )
  }
  if (input.kind === 'some_of') {
    return (
      <Checkbox.Group {...shared} value={answer as string[]} onChange={onAnswer}>
        <Group mt={6}>
          {input.options.map((option) => (
            <Checkbox key={option} value={option} label={wordsOf(option)} />
          ))}
        </Group>
      </Checkbox.Group>
    )
  }
  if (input.kind === 'one_of') {
    const data = input.options.map((value) => ({ value, label: wordsOf(value) }))
    return (
      <NativeSelect
        {...shared}
        data={data}
        value={String(answer)}
        onChange={(e) => onAnswer(e.currentTarget.value)}
      />
    )
  }
  if (input.kind === 'list') {
    return (
      <Textarea
        {...shared}
        description={[hint, 'One a line'].filter(Boolean).join(' · ')}
        required={required}
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        inputMode={input.of === 'number' ? 'numeric' : undefined}
        value={(answer as string[]).join('\n')}
        onChange={(e) => onAnswer(e.currentTarget.value.split('\n'))}
      />
    )
  }
  return (
    <TextInput
      {...shared}
      required={required}
      spellCheck={false}
      autoComplete="off"
      inputMode={input.kind === 'number' ? 'decimal' : undefined}
      value={String(answer)}
      onChange={(e) => onAnswer(e.currentTarget.value)}
    />
  )
}
