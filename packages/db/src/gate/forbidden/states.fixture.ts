import { type GateUnderTest, type Made, make } from '../gate.fixture.ts'

export type Attempt = Made & { attempt: string }
/** Replies in every state, committed once; acts are tried on them and rolled back. */
export type States = {
  draft: Omit<Made, 'signature' | 'order'>
  undecided: Omit<Made, 'signature' | 'order'>
  approved: Omit<Made, 'order'>
  held: Made
  due: Made
  expired: Made
  unpublished: Made
  sending: Attempt
  unknown: Attempt
  sent: Attempt
  deferred: Attempt
  handHeld: Made
  handDue: Made
  handExpired: Made
  handUnpublished: Made
  taken: Made
  /** Who takes replies out. */
  comms: string
}

export async function makeStates({ admin, people }: GateUnderTest): Promise<States> {
  const drafted = async (decided: boolean) => {
    const response = await make(admin, 'test.draft($1)', [decided])
    return { response, version: await make(admin, 'test.newest($1)', [response]) }
  }
  const ordered = (hold: string, life = '1 day', published = true, byHand = false) =>
    make<Made>(admin, 'test.ordered($1, $2, $3, $4)', [hold, life, published, byHand])
  const taken = async (): Promise<Made> => {
    const made = await ordered('-1 second', '1 day', true, true)
    await admin.query("select gate.take_out($1, test.who('comms'))", [made.response])
    return made
  }
  const claimed = async (outcome: string | null, remote: string | null = null): Promise<Attempt> => {
    const made = await ordered('-1 second')
    const { rows } = await admin.query('select attempt_id from gate.claim_send($1)', [made.order])
    const attempt = rows[0].attempt_id as string
    if (outcome)
      await admin.query('select gate.record_outcome($1, $2, $3, null, null)', [attempt, outcome, remote])
    return { ...made, attempt }
  }
  await admin.query('select gate.check_cluster()')
  const approved = await drafted(true)
  return {
    draft: await drafted(true),
    undecided: await drafted(false),
    approved: { ...approved, signature: await make(admin, 'test.sign($1)', [approved.version]) },
    held: await ordered('1 hour'),
    due: await ordered('-1 second'),
    expired: await ordered('-2 hours', '-1 hour'),
    unpublished: await ordered('-1 second', '1 day', false),
    sending: await claimed(null),
    unknown: await claimed('unknown'),
    sent: await claimed('sent', 'remote-1'),
    deferred: await claimed('not_sent'),
    handHeld: await ordered('1 hour', '1 day', true, true),
    handDue: await ordered('-1 second', '1 day', true, true),
    handExpired: await ordered('-2 hours', '-1 hour', true, true),
    handUnpublished: await ordered('-1 second', '1 day', false, true),
    taken: await taken(),
    comms: people.comms,
  }
}
