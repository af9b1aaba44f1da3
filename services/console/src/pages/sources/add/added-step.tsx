import type { PlatformView } from '@hark/contract'
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { CopyField } from '../../../parts/copy/copy-field.tsx'
import css from './add.module.css'
import type { Added } from './new-source.ts'
import { sentence } from './secret-inputs.tsx'

type Props = { added: Added; name: string; platform: PlatformView; again: () => void }

/** It listens. What the platform has to be told stands here once. */
export function AddedStep({ added, name, platform, again }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  const made = Object.entries(added.made)
  const label = (secret: string) =>
    sentence(platform.hookSecrets.find((s) => s.name === secret)?.label ?? secret)
  return (
    <div className={css.step}>
      <header>
        <h2 ref={head} tabIndex={-1} className={css.title}>
          ✔ Listening to {name}
        </h2>
        <p className={css.says}>
          Its first posts come within a minute or so, and are counted from the first.
        </p>
      </header>
      {added.hook && (
        <CopyField
          label="Address the platform pushes to"
          description="To be entered at the platform, if it is to push. It must reach this deployment from outside."
          value={new URL(added.hook, window.location.origin).href}
        />
      )}
      {made.length > 0 && (
        <section className={css.once} aria-label="Shown for the last time">
          <p>
            <strong>Shown for the last time.</strong> Enter it at the platform now, if it is not there yet:
            Hark keeps it sealed and shows it to nobody again.
          </p>
          {made.map(([secret, value]) => (
            <CopyField key={secret} label={label(secret)} value={value} />
          ))}
        </section>
      )}
      <Group>
        <Button component={Link} to="/sources">
          To the sources
        </Button>
        <Button variant="default" onClick={again}>
          Add another
        </Button>
      </Group>
    </div>
  )
}
