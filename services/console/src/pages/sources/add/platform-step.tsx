import type { PlatformView } from '@hark/contract'
import { useQuery } from '@tanstack/react-query'
import { platformsQuery } from '../../../api/coverage.ts'
import { EmptyState } from '../../../parts/state/empty-state.tsx'
import { Loaded } from '../../../parts/state/loaded.tsx'
import { platformName } from '../../../parts/words/names.ts'
import { Policy, TermsLink } from '../policy.tsx'
import css from './add.module.css'
import { Choice } from './choice.tsx'
import { Step } from './step.tsx'

type Props = {
  chosen: string | undefined
  choose: (platform: string) => void
  next: () => void
  back: () => void
}

/** What each platform gives, costs, and allows. */
export function PlatformStep({ chosen, choose, next, back }: Props) {
  const query = useQuery(platformsQuery)
  return (
    <Loaded query={query}>
      {({ items }) => (
        <Step
          title="Which platform?"
          says="What it reads, what it costs, whether one can reply, and what its terms ask."
          why={items.some((p) => p.platform === chosen) ? null : 'Choose a platform.'}
          confirm="Next: settings"
          onConfirm={next}
          back={back}
          wide
        >
          {items.length === 0 && (
            <EmptyState title="No platform can be listened to">
              This deployment was built without any.
            </EmptyState>
          )}
          <fieldset className={css.cards}>
            <legend className={css.hidden}>Platform</legend>
            {items.toSorted(byName).map((p) => (
              <Choice
                key={p.platform}
                name="platform"
                checked={p.platform === chosen}
                onChoose={() => choose(p.platform)}
                title={platformName(p.platform)}
              >
                <Platform platform={p} />
              </Choice>
            ))}
          </fieldset>
        </Step>
      )}
    </Loaded>
  )
}

const byName = (a: PlatformView, b: PlatformView): number =>
  platformName(a.platform).localeCompare(platformName(b.platform))

function Platform({ platform: { policy, cost, needsPermission } }: { platform: PlatformView }) {
  const { summary, mayReply, replyCondition } = policy as Said
  return (
    <>
      <p>{summary}</p>
      <dl className={css.facts}>
        <div>
          <dt>Cost</dt>
          <dd>{cost ?? 'Reading costs nothing.'}</dd>
        </div>
        <div>
          <dt>Replies</dt>
          <dd>
            {mayReply ? 'Possible. ' : 'Not from here. '}
            {replyCondition}
          </dd>
        </div>
        <div>
          <dt>Terms</dt>
          <dd>
            <TermsLink policy={policy} />
            {needsPermission && <strong> · a permission must be on file</strong>}
          </dd>
        </div>
      </dl>
      <details>
        <summary>What the terms allow</summary>
        <Policy policy={policy} />
      </details>
    </>
  )
}
type Said = { summary?: string; mayReply?: boolean; replyCondition?: string | null }
