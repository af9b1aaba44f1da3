import type { DecisionView } from '@hark/contract'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Concluded } from '../../parts/sign/concluded.tsx'
import { SignDialog } from '../../parts/sign/sign-dialog.tsx'
import { SignatureLine } from '../../parts/sign/signature-line.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Card } from './card.tsx'

/** What was concluded, by whom, and its signature once there is one. */
export function Decided({ decision }: { decision: DecisionView }) {
  const [signing, setSigning] = useState(false)
  const { person, signing: state } = useSession()
  const why =
    state.mayNot ??
    (decision.author.id === person.id ? null : `${decision.author.printedName} concluded this and signs it.`)
  return (
    <Card title={decision.signature ? 'Decision, signed' : 'Conclusion, not signed yet'}>
      <Concluded decision={decision} />
      <p>
        Concluded by {decision.author.printedName}, <Instant at={decision.concludedAt} />
      </p>
      {decision.signature ? (
        <SignatureLine signature={decision.signature} />
      ) : (
        <ReasonedButton why={why} onClick={() => setSigning(true)}>
          Sign…
        </ReasonedButton>
      )}
      {signing && <SignDialog decisions={[decision]} onClose={() => setSigning(false)} postpone="Cancel" />}
    </Card>
  )
}
