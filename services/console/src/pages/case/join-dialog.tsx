import { routes } from '@hark/contract'
import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { caseQuery } from '../../api/cases.ts'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { PostCard } from '../../parts/case/post-card.tsx'
import { EmptyState } from '../../parts/state/empty-state.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { useDesk } from './desk.ts'

/** The same patient and event told twice: another case is folded into this one, after reading it. */
export function JoinDialog({ onClose }: { onClose: () => void }) {
  const { c, lease } = useDesk()
  const [from, setFrom] = useState(c.related[0]?.id ?? '')
  const join = useAct({
    run: () => call(routes.cases.join, { params: { id: c.id }, body: { token: lease.token ?? '', from } }),
    refresh: [['case', c.id], ['queue']],
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title={`Join another case into ${c.number}`} size="lg">
      <Stack gap="sm">
        {c.related.length === 0 && (
          <EmptyState title="No open case looks related">
            Cases of the same author, thread or cluster would be offered here. Paste the address of another
            below.
          </EmptyState>
        )}
        <Radio.Group value={from} onChange={setFrom} label="Case to fold in">
          <Stack gap={10} mt={8}>
            {c.related.map((r, n) => (
              <Radio
                key={r.id}
                value={r.id}
                label={`${r.number} · ${r.why}`}
                data-autofocus={n === 0 || undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label="Or its address"
          placeholder={`${location.origin}/cases/…`}
          onChange={(event) => setFrom(idIn(event.currentTarget.value))}
        />
        {from && <OtherCase id={from} />}
        <Refused error={join.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton
            why={from ? null : 'Choose the case to fold in.'}
            onClick={() => join.mutate()}
            loading={join.isPending}
          >
            Join
          </ReasonedButton>
        </Group>
      </Stack>
    </Modal>
  )
}

function OtherCase({ id }: { id: string }) {
  const query = useQuery(caseQuery(id))
  const post = query.data?.postList[0]
  if (query.error) return <Refused error={query.error} />
  return post ? <PostCard post={post} /> : null
}

const idIn = (text: string): string => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0] ?? ''
