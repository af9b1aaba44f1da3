import type { PlatformView } from '@hark/contract'
import { CopyField } from '../../../parts/copy/copy-field.tsx'
import { Refused } from '../../../parts/state/error-state.tsx'
import css from './add.module.css'
import { sentence } from './secret-inputs.tsx'
import type { PushAddress } from './use-push-address.ts'

type Props = {
  platform: PlatformView
  name: string
  push: { address: PushAddress | null; error: unknown }
  /** Secrets a person wrote: nothing is made in their place. */
  own: Record<string, string>
}

/** What is entered at the platform, before anything is saved: some give out their own secret only once they know the address. */
export function PushAddressBox({ platform, name, push: { address, error }, own }: Props) {
  if (platform.pushAddress === null) return null
  const { subscribes, checked } = platform.pushAddress
  const callback = platform.fields.find((field) => field.name === 'callback')?.label
  return (
    <fieldset className={css.group}>
      <legend>{subscribes ? 'Address for hubs' : 'To enter at the platform'}</legend>
      <p className={css.quiet}>
        {subscribes
          ? `It belongs to the name “${name}”. Hark asks the hubs itself: copy it into “${callback}” above, where new posts shall be pushed.`
          : `What stands here belongs to the name “${name}” and stays the same until the source listens: enter it there, and come back whenever you like.`}
        {address?.known &&
          ' There is a source of this name: it keeps its address, and secrets are replaced when you accept the terms.'}
        {checked && ' Where the platform checks the address at once, finish there when the source listens.'}
      </p>
      <Refused error={error} />
      <CopyField
        label="Address the platform pushes to"
        description="It must reach this deployment from outside."
        value={address ? new URL(address.hook, window.location.origin).href : ''}
      />
      {platform.hookSecrets
        .filter((secret) => !own[secret.name] && address?.made[secret.name])
        .map((secret) => (
          <CopyField
            key={secret.name}
            label={sentence(secret.label)}
            description="Made for it; shown until the source listens, then to nobody"
            value={address?.made[secret.name] ?? ''}
          />
        ))}
    </fieldset>
  )
}
