import type { routes } from '@hark/contract'
import type { UseMutationResult } from '@tanstack/react-query'
import { Refusal } from '../../../api/problem.ts'
import { Instant } from '../../../parts/clock/instant.tsx'
import { PostText } from '../../../parts/post-text/post-text.tsx'
import { EmptyState } from '../../../parts/state/empty-state.tsx'
import { Refused } from '../../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../../parts/state/reasoned-button.tsx'
import { languageName, platformName } from '../../../parts/words/names.ts'
import { counted } from '../../../parts/words/numbers.ts'
import css from './add.module.css'
import { inWords } from './answers.ts'
import type { StepProps } from './new-source.ts'
import { Step } from './step.tsx'

export type Sample = (typeof routes.coverage.sample)['ok']['_zod']['output']
type Props = StepProps & { sample: UseMutationResult<Sample, Error, void> }

/** The credentials are tried, and what comes is shown: before anything is saved. */
export function SampleStep({ platform, sample, next, back }: Props) {
  const tried = sample.data && sample.data.trouble === null
  return (
    <Step
      title={`Try ${platformName(platform.platform)}`}
      says="Reads once with these settings and credentials, shows up to five posts, and stores none of them."
      why={
        tried
          ? null
          : sample.isPending
            ? 'It is being read.'
            : 'It has to be read once before it may be added.'
      }
      confirm="Next: terms"
      onConfirm={next}
      back={back}
    >
      <div className={css.try}>
        <ReasonedButton
          why={null}
          variant={tried ? 'default' : 'filled'}
          onClick={() => sample.mutate()}
          loading={sample.isPending}
        >
          {sample.data || sample.error ? 'Read once more' : 'Read once'}
        </ReasonedButton>
        <span className={css.quiet}>
          {sample.data?.cost ?? platform.cost ?? 'Reading costs nothing.'} It takes up to 15 seconds.
        </span>
      </div>
      <div role="status" aria-live="polite" className={css.fields}>
        {sample.isPending && <p>Asking {platformName(platform.platform)}…</p>}
        {!sample.isPending && sample.data && <Brought sample={sample.data} pushes={platform.pushes} />}
      </div>
      {!sample.isPending && <Trouble error={sample.error} fields={platform.fields} />}
    </Step>
  )
}

function Brought({ sample, pushes }: { sample: Sample; pushes: boolean }) {
  if (sample.trouble !== null) {
    return (
      <div className={css.trouble}>
        <strong>It could not be read.</strong> {sample.advice} <code>{sample.trouble}</code>
      </div>
    )
  }
  if (sample.posts.length === 0) {
    return (
      <EmptyState title="It answers, and there is nothing to show just now">
        {pushes
          ? 'What it pushes comes once it is added and knows the address.'
          : 'That may be right. If not, go back and look at what is read.'}
      </EmptyState>
    )
  }
  return (
    <>
      <p className={css.fine}>
        ✔ It can be read: {counted(sample.posts.length, 'post')} of it.
        {sample.rejected > 0 &&
          ` ${counted(sample.rejected, 'item')} could not be understood; each will be counted.`}
      </p>
      <ul className={css.posts}>
        {sample.posts.map((post) => (
          <li key={post.externalId} className={css.post}>
            <PostText postId={post.externalId} text={post.text} lang={post.lang} marks={[]} lit={null} />
            <p className={css.quiet}>
              {post.postedAt ? <Instant at={post.postedAt} /> : 'no date'} · {languageName(post.lang)}
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

/** A refusal of the server, said of the questions it speaks of. */
function Trouble({ error, fields }: { error: unknown; fields: StepProps['platform']['fields'] }) {
  const told = error instanceof Refusal ? error.details.fields : null
  return (
    <>
      <Refused error={error} />
      {Array.isArray(told) && (
        <>
          <ul>
            {told.map((problem) => (
              <li key={String(problem)}>{inWords(fields, String(problem))}</li>
            ))}
          </ul>
          <p>Go back to the settings to put it right: what you wrote is still there.</p>
        </>
      )}
    </>
  )
}
