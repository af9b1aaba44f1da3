import { Kbd, Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import css from './key-dialog.module.css'
import { keyMap } from './key-map.ts'
import { lettersOff, setLettersOff } from './key-store.ts'

const isMac = navigator.platform.startsWith('Mac')
const written = (key: string): string => key.replace('mod', isMac ? '⌘' : 'Ctrl')

/** The map of keys, and the switch that turns single letters off. */
export function KeyDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [off, setOff] = useState(lettersOff)
  const change = (on: boolean) => {
    setLettersOff(!on)
    setOff(!on)
  }
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard" size="xl">
      <div className={css.groups}>
        {keyMap.map((group) => (
          <section key={group.where}>
            <h2>{group.where}</h2>
            <dl className={css.rows}>
              {group.rows.map((row) => (
                <div key={row.keys + row.what} className={css.row}>
                  <dt>
                    {row.keys.split(' ').map((k) => (
                      <Kbd key={k} size="xs">
                        {written(k)}
                      </Kbd>
                    ))}
                  </dt>
                  <dd>{row.what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="md"
        label="Single-letter keys are on"
        checked={!off}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    </Modal>
  )
}
