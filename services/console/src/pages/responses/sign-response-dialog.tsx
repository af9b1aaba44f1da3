import { type ResponseView, routes } from '@hark/contract'
import { Button, Group, Modal, Radio, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { hasCode } from '../../api/problem.ts'
import { useSession } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { emptyReauth, Reauth, reauthBody, whyNotReauth } from '../../parts/sign/reauth.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Outgoing } from './outgoing.tsx'
import css from './responses.module.css'

type Meaning = 'pv_approve' | 'pv_reject'

/** PV sign-off over the exact bytes: post, disposition and text are all in front of the signer. */
export function SignResponseDialog({ r, onClose }: { r: ResponseView; onClose: () => void }) {
  const { person, signing } = useSession()
  const version = r.versions.at(-1)
  const [meaning, setMeaning] = useState<Meaning>('pv_approve')
  const [reason, setReason] = useState('')
  const [reauth, setReauth] = useState(emptyReauth)
  const sign = useAct({
    run: () =>
      call(routes.responses.sign, {
        params: { id: r.id },
        body: { ...reauthBody(reauth), contentSha256: version?.contentSha256 ?? '', meaning, reason },
      }),
    refresh: [['responses'], ['session']],
    done: onClose,
  })
  const needsBoth = signing.needsBoth || hasCode(sign.error, 'sign.second_factor_required')
  const why =
    signing.mayNot ??
    (meaning === 'pv_reject' && reason.trim().length < 3 ? 'Say why you reject it.' : null) ??
    whyNotReauth(reauth, needsBoth)
  if (!version) return null
  return (
    <Modal opened onClose={onClose} size="xl" title="Read and sign" closeOnClickOutside={false}>
      <form
        className={css.signForm}
        onSubmit={(event) => {
          event.preventDefault()
          if (!why) sign.mutate()
        }}
      >
        <h3>In answer to</h3>
        <bdi dir="auto" className={css.outgoing}>
          {r.postText ?? 'text not held'}
        </bdi>
        <p className={css.quiet}>
          {r.caseNumber}: {r.disposition ?? 'not decided'}
        </p>
        <Outgoing version={version} />
        <Radio.Group
          value={meaning}
          onChange={(value) => setMeaning(value as Meaning)}
          label="Your signature means"
        >
          <Radio size="xs" mt={8} value="pv_approve" label="Reviewed by PV: this may be sent as it stands" />
          <Radio size="xs" mt={10} value="pv_reject" label="Rejected" />
        </Radio.Group>
        <Textarea
          mt="xs"
          label={meaning === 'pv_reject' ? 'Reason' : 'Reason (if any)'}
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <p>
          Signed as <strong>{person.printedName}</strong>.
        </p>
        <Reauth value={reauth} onChange={setReauth} needsBoth={needsBoth} />
        <Refused error={sign.error} />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton type="submit" why={why} loading={sign.isPending}>
            {meaning === 'pv_approve' ? 'Sign off' : 'Sign rejection'}
          </ReasonedButton>
        </Group>
      </form>
    </Modal>
  )
}
