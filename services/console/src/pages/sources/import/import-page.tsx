import { type ImportMapping, type OpenImport, routes } from '@hark/contract'
import { Stepper } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call } from '../../../api/client.ts'
import { dropImport, importQuery, previewOf } from '../../../api/imports.ts'
import { useAct } from '../../../api/use-act.ts'
import { Page } from '../../../parts/shell/page.tsx'
import { Loaded } from '../../../parts/state/loaded.tsx'
import sources from '../sources.module.css'
import { FileStep } from './file-step.tsx'
import { Lately } from './lately.tsx'
import { columnsToldIn, type Known, knownFrom, LookStep } from './look-step.tsx'
import { Running } from './running.tsx'
import { TermsStep } from './terms-step.tsx'

const steps = ['File', 'Columns and posts', 'Terms', 'Import']

/** A file of posts, in the order it should be looked at: which, what is in it, under which terms; and then what became of it. */
export function ImportPage() {
  const search = useSearch({ from: '/sources/import' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const go = (to: { id?: string; programme?: string }) => {
    void client.invalidateQueries({ queryKey: ['imports'] })
    void navigate({ to: '/sources/import', search: to, replace: true })
  }
  if (search.id) return <OneFile key={search.id} id={search.id} again={(programme) => go({ programme })} />
  return (
    <AtStep step={0}>
      <FileStep
        chosen={search.programme}
        choose={(programme) => go({ programme })}
        brought={({ id }) => go({ id })}
      />
      <Lately />
    </AtStep>
  )
}

const AtStep = ({ step, children }: { step: number; children: React.ReactNode }) => (
  <Page title="Import a file">
    <Stepper className={sources.steps ?? ''} active={step} size="xs" mb="lg" allowNextStepsSelect={false}>
      {steps.map((name) => (
        <Stepper.Step key={name} label={name} allowStepSelect={false} />
      ))}
    </Stepper>
    {children}
  </Page>
)

/** Where an import stands is known to the api: a reload, or another day, finds it there. */
function OneFile({ id, again }: { id: string; again: (programme: string) => void }) {
  const query = useQuery(importQuery(id))
  return (
    <Loaded query={query}>
      {(file) => {
        const waits = file.state === 'open' && file.received === file.bytes
        const another = () => again(file.programme.id)
        if (waits) return <Waiting file={file} another={another} />
        return (
          <AtStep step={3}>
            <Running file={file} another={another} />
          </AtStep>
        )
      }}
    </Loaded>
  )
}

/** What is looked at, and what is accepted: kept in this page alone, for it is decided in one go. */
function Waiting({ file, another }: { file: OpenImport; another: () => void }) {
  const [terms, setTerms] = useState(false)
  const [mapping, setMapping] = useState<ImportMapping | null>(null)
  const [known, setKnown] = useState<Known>({ columns: [], mapping: null, asksDateOrder: false })
  const [looked, setLooked] = useState<ImportMapping | null>(null)
  const look = useMutation({
    mutationFn: (wanted: ImportMapping | null) => previewOf(file.id, wanted),
    onMutate: setLooked,
    onSuccess: (preview) => setKnown(knownFrom(preview)),
    onError: (error) => {
      const columns = columnsToldIn(error)
      if (columns.length > 0) setKnown({ columns, mapping: null, asksDateOrder: false })
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at once when it is opened; after that by hand
  useEffect(() => look.mutate(null), [])
  const start = useAct({
    run: (acknowledge: string | null) =>
      call(routes.imports.start, { params: { id: file.id }, body: { mapping, acknowledge } }),
    refresh: [['imports'], ['sources'], ['coverage'], ['session']],
  })
  const discard = useMutation({ mutationFn: () => dropImport(file.id), onSettled: another })
  return (
    <AtStep step={terms ? 2 : 1}>
      {terms ? (
        <TermsStep
          file={file}
          start={start.mutate}
          back={() => setTerms(false)}
          error={start.error}
          busy={start.isPending}
        />
      ) : (
        <LookStep
          {...{ file, mapping, setMapping, known, look }}
          changed={mapping !== looked}
          next={() => setTerms(true)}
          back={discard.mutate}
        />
      )}
    </AtStep>
  )
}
