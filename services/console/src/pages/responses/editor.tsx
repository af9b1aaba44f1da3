import { type ResponseView, routes } from '@hark/contract'
import { Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession, useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { LintList } from './lint-list.tsx'
import css from './responses.module.css'
import { useLint } from './use-lint.ts'

type Props = { r: ResponseView; version: ResponseView['versions'][number] }

/** Writes the next version; what is typed is kept in this browser until it is saved. */
export function Editor({ r, version }: Props) {
  const key = `reply.${useSession().person.id}.${r.id}.${version.version}`
  const [text, setText] = useState(() => kept(key)?.body ?? version.text)
  const area = useRef<HTMLTextAreaElement>(null)
  const mayNot = useWhyNot('response.draft')
  const { lint, behind, error } = useLint(r, text, version)
  const save = useAct({
    run: () =>
      call(routes.responses.edit, { params: { id: r.id }, body: { basedOn: version.version, text } }),
    refresh: [['responses']],
    receipt: () => null,
    done: () => forget(key),
  })
  const submit = useAct({
    run: () => call(routes.responses.submit, { params: { id: r.id }, body: {} }),
    refresh: [['responses']],
  })
  const changed = text !== version.text
  const whySave =
    mayNot ?? (changed ? (text.trim() === '' ? 'Write something.' : null) : 'Nothing was changed.')
  const whySubmit =
    mayNot ??
    (r.state === 'in_review' ? 'It waits for sign-off already.' : null) ??
    (changed ? 'Save what you changed first.' : null) ??
    (version.lint.blocked ? 'The lint must be clean: see below.' : null)
  const point = (start: number, end: number) => {
    area.current?.focus()
    area.current?.setSelectionRange(start, end)
  }
  return (
    <>
      <h2>The reply, version {version.version}</h2>
      <Textarea
        ref={area}
        aria-label="Text of the reply"
        size="md"
        autosize
        minRows={6}
        lang={r.lang}
        dir="auto"
        value={text}
        readOnly={mayNot !== null}
        onChange={(event) => {
          setText(event.currentTarget.value)
          keep(key, event.currentTarget.value)
        }}
      />
      <Length lint={lint} behind={behind} />
      {r.state === 'in_review' && changed && <p className={css.warn}>Saving takes it back from review.</p>}
      <div className={css.buttons}>
        <ReasonedButton
          variant="default"
          why={whySave}
          onClick={() => save.mutate()}
          loading={save.isPending}
        >
          Save version
        </ReasonedButton>
        <ReasonedButton why={whySubmit} onClick={() => submit.mutate()} loading={submit.isPending}>
          Submit for sign-off
        </ReasonedButton>
      </div>
      <Refused error={save.error ?? submit.error ?? error} />
      <LintList lint={lint} text={text} onPoint={point} />
    </>
  )
}

function Length({ lint, behind }: { lint: ReturnType<typeof useLint>['lint']; behind: boolean }) {
  const { used, limit, unit } = lint.length
  return (
    <p className={used > limit ? css.block : css.quiet} aria-live="polite">
      {used} of {limit} {unit}
      {used > limit && `: ${used - limit} too many`}
      {behind && ' · checking …'}
    </p>
  )
}
