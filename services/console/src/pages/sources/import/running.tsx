import { type OpenImport, routes } from '@hark/contract'
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { urlOf } from '../../../api/client.ts'
import { dropImport } from '../../../api/imports.ts'
import { useWhyNot } from '../../../api/session.ts'
import { Refused } from '../../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../../parts/state/reasoned-button.tsx'
import { number } from '../../../parts/words/numbers.ts'
import add from '../add/add.module.css'
import { problemInWords } from './mapping.ts'
import { ShareBar } from './share-bar.tsx'

const titles = {
  open: 'Waiting for you',
  wanted: 'Importing',
  done: '✔ Imported',
  failed: 'Not imported',
  dropped: 'Discarded',
} as const

/** How far an import is, and what became of every line once it ended. */
export function Running({ file, another }: { file: OpenImport; another: () => void }) {
  const head = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new state is told to who does not see it
  useEffect(() => head.current?.focus(), [file.state])
  return (
    <div className={add.step}>
      <header>
        <h2 ref={head} tabIndex={-1} className={add.title}>
          {titles[file.state]}: {file.fileName}
        </h2>
        <p className={add.says}>{said(file)}</p>
      </header>
      {file.state === 'wanted' && <ShareBar label="Read" share={file.share} />}
      <p>
        <strong>{number(file.offered)}</strong> offered = {number(file.unmatched)} unmatched +{' '}
        {number(file.duplicate)} duplicate + <strong>{number(file.stored)}</strong> stored +{' '}
        {number(file.rejected)} rejected
      </p>
      {file.state === 'wanted' ? <Stop id={file.id} /> : <After file={file} another={another} />}
    </div>
  )
}

function said({ state, programme, problem, offered, share }: OpenImport): string {
  if (state === 'wanted')
    return share === 0
      ? `For ${programme.name}. It waits for its turn, or is about to be read; you may leave this page.`
      : `For ${programme.name}. You may leave this page: it goes on by itself, and after an interruption where it was.`
  if (state === 'failed')
    return `${problemInWords(problem)} What was stored by then stays; importing it again adds nothing twice.`
  if (state === 'dropped')
    return offered > 0
      ? 'It was stopped. What was stored by then stays, counted.'
      : 'Nothing of it was imported.'
  return `For ${programme.name}. The file is deleted here. What names a product is judged now, and comes to the queue where it may tell of an adverse event.`
}

function Stop({ id }: { id: string }) {
  const mayNot = useWhyNot('sources.change')
  const client = useQueryClient()
  const stop = useMutation({
    mutationFn: () => dropImport(id),
    onSettled: () => void client.invalidateQueries({ queryKey: ['imports'] }),
  })
  return (
    <Group>
      <ReasonedButton variant="default" why={mayNot} loading={stop.isPending} onClick={() => stop.mutate()}>
        Stop the import
      </ReasonedButton>
      <Refused error={stop.error} />
    </Group>
  )
}

const After = ({ file, another }: { file: OpenImport; another: () => void }) => (
  <Group>
    {file.rejected > 0 && (
      <Button
        component="a"
        variant="default"
        href={urlOf(routes.imports.rejected.path, { id: file.id })}
        download
      >
        Download the rejected lines
      </Button>
    )}
    <Button variant="default" onClick={another}>
      Import another
    </Button>
    <Button component={Link} to="/sources">
      To the sources
    </Button>
  </Group>
)
