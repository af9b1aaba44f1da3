import { type ImportMapping, routes } from '@hark/contract'
import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import { profilesQuery } from '../../../api/imports.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../../parts/state/reasoned-button.tsx'
import css from './import.module.css'

type Props = { mapping: ImportMapping; onChange: (mapping: ImportMapping) => void }

/** Mappings kept under a name: the next export of the same tool has the same columns. */
export function Profiles({ mapping, onChange }: Props) {
  const [name, setName] = useState('')
  const saved = useQuery(profilesQuery)
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => call(routes.imports.saveProfile, { params: { name }, body: { mapping } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: profilesQuery.queryKey }),
  })
  const items = saved.data?.items ?? []
  const why = !mapping.columns.text
    ? 'No column holds the text yet.'
    : /^[a-z0-9][a-z0-9-]{0,39}$/.test(name)
      ? null
      : 'A name of lower-case letters, digits and hyphens.'
  return (
    <details className={css.profiles}>
      <summary>Saved mappings</summary>
      {items.length > 0 && (
        <NativeSelect
          label="Use a saved mapping"
          value=""
          onChange={(e) => {
            const found = items.find((one) => one.name === e.currentTarget.value)
            if (found) onChange(found.mapping)
          }}
          data={[
            { value: '', label: 'Choose one' },
            ...items.map((one) => ({ value: one.name, label: one.name })),
          ]}
        />
      )}
      <div className={css.save}>
        <TextInput
          label="Save these columns as"
          autoComplete="off"
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <ReasonedButton variant="default" why={why} loading={save.isPending} onClick={() => save.mutate()}>
          {items.some((one) => one.name === name) ? 'Replace it' : 'Save'}
        </ReasonedButton>
      </div>
      <p role="status" className={css.quiet}>
        {save.data
          ? `Saved as ${save.data.name}; \`hark import --profile ${save.data.name}\` uses it too.`
          : ''}
      </p>
      <Refused error={save.error} />
    </details>
  )
}
