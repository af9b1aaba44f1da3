import type { OpenImport, ProgrammeView } from '@hark/contract'
import { MOST_UPLOAD_BYTES, missingBeforeListening } from '@hark/domain'
import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { programmesQuery } from '../../../api/coverage.ts'
import { bringFile } from '../../../api/imports.ts'
import { useWhyNot } from '../../../api/session.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import { Loaded } from '../../../parts/state/loaded.tsx'
import add from '../add/add.module.css'
import { Step } from '../add/step.tsx'
import { FileDrop, megabytes } from './file-drop.tsx'
import { ShareBar } from './share-bar.tsx'

type Props = {
  chosen: string | undefined
  choose: (programmeId: string) => void
  brought: (made: OpenImport) => void
}

/** Which file, for which programme. Nothing of it is imported by bringing it here. */
export function FileStep(props: Props) {
  const programmes = useQuery(programmesQuery)
  return <Loaded query={programmes}>{({ items }) => <Choosing {...props} programmes={items} />}</Loaded>
}

function Choosing({ chosen, choose, brought, programmes }: Props & { programmes: ProgrammeView[] }) {
  const [file, setFile] = useState<File | null>(null)
  const [share, setShare] = useState(0)
  const programme = programmes.find((p) => p.id === chosen)
  const bring = useMutation({
    mutationFn: () => bringFile(file as File, programme?.id ?? '', setShare),
    onSuccess: brought,
  })
  return (
    <Step
      title="Which file, for which programme?"
      says="CSV, JSONL, XLSX, or an export of Brandwatch, Talkwalker, Meltwater or Sprinklr. It is looked at first: nothing is imported yet."
      why={whyNot(programme) ?? whyNotFile(file)}
      confirm="Next: look at it"
      onConfirm={() => {
        setShare(0)
        bring.mutate()
      }}
      busy={bring.isPending}
    >
      <NativeSelect
        label="Programme"
        required
        disabled={bring.isPending}
        value={chosen ?? ''}
        onChange={(e) => choose(e.currentTarget.value)}
        data={[
          { value: '', label: programmes.length === 0 ? 'There is no programme yet' : 'Choose a programme' },
          ...programmes.map((p) => ({
            value: p.id,
            label: p.kind === 'practice' ? `${p.name} (practice)` : p.name,
          })),
        ]}
      />
      {programme && whyNot(programme) && <Missing programme={programme} />}
      <FileDrop file={file} onFile={setFile} disabled={bring.isPending} />
      {bring.isPending && <ShareBar label={`Bringing ${file?.name ?? 'the file'}`} share={share} />}
      <Refused error={bring.error} />
    </Step>
  )
}

/** Why nothing may be imported into a programme, in words; null where it may. */
function whyNot(p: ProgrammeView | undefined): string | null {
  if (!p) return 'Choose a programme.'
  const missing = p.kind === 'practice' ? [] : missingBeforeListening(p)
  return missing.length > 0 ? `Not written yet: ${missing.join(', ')}.` : null
}

function whyNotFile(file: File | null): string | null {
  if (!file) return 'Choose a file.'
  if (file.size === 0) return 'The file is empty.'
  if (file.size <= MOST_UPLOAD_BYTES) return null
  return `It has ${megabytes(file.size)}, and ${megabytes(MOST_UPLOAD_BYTES)} are the most: split it, or import it on the host.`
}

function Missing({ programme }: { programme: ProgrammeView }) {
  const mayNot = useWhyNot('programme.change')
  return (
    <p className={add.missing}>
      {whyNot(programme)} What real people wrote is imported once it is written.{' '}
      {mayNot ? (
        `Who may write it: ${mayNot.replace(/^Needs the role /, '')}`
      ) : (
        <Link to="/programmes/$id/purpose" params={{ id: programme.id }}>
          Write what is missing
        </Link>
      )}
    </p>
  )
}
