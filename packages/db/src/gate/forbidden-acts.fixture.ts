import type { PoolClient } from 'pg'
import { byHandActs } from './by-hand-acts.fixture.ts'
import { type GateUnderTest, type Made, make } from './gate.fixture.ts'

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

/** One act that must not succeed. `before` runs as superuser and gives what `sql` needs; both are rolled back. */
export type Act = {
  name: string
  as: string
  sql: (s: States, made: Record<string, string>) => string
  before?: (s: States) => string
  code: string
  /** Words of the refusal, where the code alone does not tell which guard spoke. */
  says?: RegExp
  isolation?: 'repeatable read' | 'serializable'
}

type Row = [name: string, sql: Act['sql'], code: string, more?: Partial<Act>]
const by =
  (as: string) =>
  ([name, sql, code, more]: Row): Act => ({ name: `${as}: ${name}`, as, sql, code, ...more })

const REFUSED = '42501'
const NOT_YET = '55000'
const api = by('hark_api')
const publisher = by('hark_publisher')
const owner = by('superuser')

const order = (version: string, signature: string, hash = 'content_hash') => `
  insert into gate.publish_order (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry)
  select gen_random_uuid(), id, ${hash}, '${signature}', now(), now() + interval '1 day', (select id from hark.ledger_entry limit 1)
  from gate.response_version where id = '${version}'`

/** The terms of every source are acknowledged anew, and now forbid replies. */
const noReplies = () =>
  `update hark.source set policy = policy || '{"mayReply": false}', acknowledged_at = now()`

const orders: Act[] = [
  api([
    'orders where the terms allow no reply',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    { before: noReplies, says: /allow no reply/ },
  ]),
  api(['orders without a signature', (s) => order(s.draft.version, crypto.randomUUID()), '23503']),
  api([
    'orders another text than the one signed',
    (s) => order(s.approved.version, s.approved.signature, "sha256('x')"),
    '23503',
  ]),
  api([
    'orders with the signature of another reply',
    (s) => order(s.draft.version, s.approved.signature),
    '23503',
  ]),
  api([
    'orders on a rejection',
    (s, m) => order(s.draft.version, m.made as string),
    REFUSED,
    { before: rejected('draft') },
  ]),
  api([
    'orders after an edit',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    { before: (s) => `select test.edit('${s.approved.response}')`, says: /newer version/ },
  ]),
  api([
    'orders on a revoked approval',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    {
      before: (s) => `select gate.revoke_signature('${s.approved.signature}', test.who('lead'), 'why')`,
      says: /revoked/,
    },
  ]),
  api([
    'orders a withdrawn reply',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    {
      before: (s) => `select gate.withdraw_response('${s.approved.response}', test.who('lead'), 'why')`,
      says: /withdrawn/,
    },
  ]),
  api(['orders a second sending', (s) => order(s.held.version, s.held.signature), '23505']),
  api([
    'orders straight into sending',
    (s) => `insert into gate.publish_order (id, state) values ('${s.draft.version}', 'sending')`,
    REFUSED,
    { says: /permission denied/ },
  ]),
  owner([
    'orders straight into sending',
    (s) =>
      order(s.approved.version, s.approved.signature)
        .replace('(id,', '(state, id,')
        .replace('select', "select 'sending',"),
    REFUSED,
    { says: /starts ready/ },
  ]),
  owner([
    'orders for longer than for ever',
    (s) =>
      order(s.approved.version, s.approved.signature).replace(
        "now() + interval '1 day'",
        "now() - interval '1 day'",
      ),
    '23514',
  ]),
  owner([
    'an order nobody wrote down',
    (s) =>
      `${order(s.approved.version, s.approved.signature).replace('(select id from hark.ledger_entry limit 1)', 'gen_random_uuid()')}; set constraints all immediate`,
    '23503',
  ]),
  owner([
    'an order twice by its name',
    (s) => order(s.approved.version, s.approved.signature).replace('gen_random_uuid()', `'${s.held.order}'`),
    '23505',
  ]),
]

function rejected(state: 'draft' | 'due') {
  return (s: States) =>
    `select to_jsonb(test.sign('${s[state].version}', test.who('lead'), 'pv_reject')) as made`
}

type Signed = Partial<
  Record<
    'version' | 'hash' | 'signer' | 'meaning' | 'reauth' | 'statement' | 'printed' | 'zone' | 'id' | 'last',
    string
  >
>

/** A signature as the application would insert it, one thing of it wrong. Values that need rights are made beforehand. */
function signing(
  name: string,
  over: (s: States) => Signed,
  code: string,
  more: Partial<Act> & { extra?: string; first?: Act['before'] } = {},
): Act {
  const { extra = '', first, ...rest } = more
  const before = (s: States) => {
    const o = over(s)
    const version = o.version ?? s.draft.version
    const hash = o.hash ?? `(select content_hash from gate.response_version where id = '${version}')`
    const signer = o.signer ?? "test.who('signer')"
    const meaning = o.meaning ?? 'pv_approve'
    const statement = o.statement ?? `test.statement('${version}', ${hash}, ${signer}, '${meaning}', r)`
    return `${first ? `${first(s)};` : ''} select jsonb_build_object('version', '${version}', 'hash', encode(${hash}, 'hex'), 'signer', ${signer}, 'meaning', '${meaning}',
      'reauth', r, 'statement', encode(${statement}, 'hex'), 'printed', ${o.printed ?? `coalesce((select printed_name from hark.person where id = ${signer}), 'Nobody')`},
      'zone', '${o.zone ?? 'Europe/Berlin'}', 'id', ${o.id ?? 'gen_random_uuid()'}, 'last', ${o.last ?? 'test.entry()'}) as made
      from (select ${o.reauth ?? `test.reauth(${signer}, ${hash})`} as r) x`
  }
  const sql: Act['sql'] = (_, m) => `
    insert into gate.signature (id, response_version_id, content_hash, signer_id, printed_name, meaning, zone, reauthentication_id, statement, last_entry${extra && `, ${extra.split('=')[0]}`})
    values ('${m.id}', '${m.version}', '\\x${m.hash}', '${m.signer}', '${m.printed}', '${m.meaning}', '${m.zone}', '${m.reauth}', '\\x${m.statement}', '${m.last}'${extra && `, ${extra.split('=')[1]}`});
    set constraints all immediate`
  return { ...api([name, sql, code, rest]), before }
}

const person = (set: string) => () => `update hark.person set ${set} where id = test.who('signer')`
const said =
  (change: string) =>
  (s: States): Signed => ({
    statement: `convert_to((convert_from(test.statement('${s.draft.version}', (select content_hash from gate.response_version where id = '${s.draft.version}'), test.who('signer'), 'pv_approve', r), 'UTF8')::jsonb || ${change})::text, 'UTF8')`,
  })
const otherRecord = (s: States) =>
  `jsonb_build_object('records', convert_from(test.statement('${s.approved.version}', sha256('x'), test.who('signer'), 'pv_approve', r), 'UTF8')::jsonb -> 'records')`

const signatures: Act[] = [
  signing('signs what they wrote', () => ({ signer: "test.who('author')" }), REFUSED, { says: /four eyes/ }),
  signing(
    'signs what they once edited',
    (s) => ({ version: s.draft.version, signer: "test.who('lead')" }),
    REFUSED,
    { says: /four eyes|newest/, first: (s) => `select test.edit('${s.draft.response}', test.who('lead'))` },
  ),
  signing('signs while deactivated', () => ({}), REFUSED, {
    says: /not authorised/,
    first: person('active = false'),
  }),
  signing('signs after a reset, before enrolling', () => ({}), REFUSED, {
    says: /not authorised/,
    first: person('must_enrol = true'),
  }),
  signing('signs for communications', () => ({ signer: "test.who('comms')" }), REFUSED, {
    says: /not authorised/,
  }),
  signing(
    'signs as nobody',
    () => ({ signer: 'gen_random_uuid()', statement: "'\\x7b7d'::bytea", reauth: 'gen_random_uuid()' }),
    REFUSED,
    { says: /not authorised/ },
  ),
  signing('signs without authenticating', () => ({ reauth: 'gen_random_uuid()' }), REFUSED, {
    says: /no fresh/,
  }),
  signing(
    'signs on an authentication grown cold',
    (s) => ({
      reauth: `test.reauth(test.who('signer'), (select content_hash from gate.response_version where id = '${s.draft.version}'), '3 minutes')`,
    }),
    REFUSED,
    { says: /no fresh/ },
  ),
  signing(
    "signs on another's authentication",
    (s) => ({
      reauth: `test.reauth(test.who('lead'), (select content_hash from gate.response_version where id = '${s.draft.version}'))`,
    }),
    REFUSED,
    { says: /no fresh/ },
  ),
  signing(
    'signs on an authentication over other bytes',
    () => ({ reauth: "test.reauth(test.who('signer'), sha256('x'))" }),
    REFUSED,
    { says: /no fresh/ },
  ),
  signing(
    'signs twice on one authentication',
    (s) => ({
      version: s.approved.version,
      reauth: `(select reauthentication_id from gate.signature where id = '${s.approved.signature}')`,
      meaning: 'pv_reject',
    }),
    '23505',
  ),
  signing('signs before the disposition', (s) => ({ version: s.undecided.version }), REFUSED, {
    says: /disposition/,
  }),
  signing('seals it themselves', () => ({}), REFUSED, { says: /sealed by the clock/, extra: "seal='{}'" }),
  signing('gives it a place in the ledger', () => ({}), REFUSED, {
    says: /sealed by the clock/,
    extra: 'leaf_index=0',
  }),
  signing('signs bytes that are not those of the version', () => ({ hash: "sha256('x')" }), '23503'),
  signing('signs with a meaning of their own', () => ({ meaning: 'approved' }), '23514'),
  signing('signs what is not the newest version', (s) => ({ version: s.draft.version }), REFUSED, {
    says: /newest/,
    first: (s) => `select test.edit('${s.draft.response}')`,
  }),
  signing('signs what is withdrawn', () => ({}), REFUSED, {
    says: /withdrawn/,
    first: (s) => `select gate.withdraw_response('${s.draft.response}', test.who('lead'), 'why')`,
  }),
  signing('says another record in the statement', (s) => said(otherRecord(s))(s), REFUSED, {
    says: /something else/,
  }),
  signing('says another meaning', said(`'{"meaning":"pv_reject"}'`), REFUSED, { says: /something else/ }),
  signing(
    'says another signer',
    said(`jsonb_build_object('signer', jsonb_build_object('id', test.who('lead'), 'printed_name', 'Lead'))`),
    REFUSED,
    { says: /something else/ },
  ),
  signing(
    'says another signer of the same name',
    said(
      `jsonb_build_object('signer', jsonb_build_object('id', test.who('lead'), 'printed_name', 'Signer'))`,
    ),
    REFUSED,
    { says: /something else/ },
  ),
  signing('prints another name than the statement', () => ({ printed: "'Somebody Else'" }), REFUSED, {
    says: /something else/,
  }),
  signing(
    'says another authentication',
    said(`jsonb_build_object('reauth_id', gen_random_uuid())`),
    REFUSED,
    { says: /something else/ },
  ),
  signing('says another zone', said(`'{"zone":"UTC"}'`), REFUSED, { says: /something else/ }),
  signing('says an hour ago', said(`jsonb_build_object('at', now() - interval '1 hour')`), REFUSED, {
    says: /something else/,
  }),
  signing('says an hour to come', said(`jsonb_build_object('at', now() + interval '1 hour')`), REFUSED, {
    says: /something else/,
  }),
  signing('says nothing that can be read', () => ({ statement: "'x'::bytea" }), '22P02'),
  signing('signs as a signature that exists', (s) => ({ id: `'${s.held.signature}'::uuid` }), '23505'),
  signing('signs without an entry', () => ({ last: 'gen_random_uuid()' }), '23503'),
]

const claim = (id: string) => `select * from gate.claim_send('${id}')`
const claims: Act[] = [
  publisher(['claims what is on hold', (s) => claim(s.held.order), NOT_YET, { says: /on hold/ }]),
  publisher(['claims what has expired', (s) => claim(s.expired.order), NOT_YET, { says: /expired/ }]),
  publisher([
    'claims what no checkpoint holds',
    (s) => claim(s.unpublished.order),
    NOT_YET,
    { says: /checkpoint/ },
  ]),
  publisher([
    'claims under the kill switch',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('global', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'claims under a kill switch of another scope',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('practice', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'claims with the approval revoked',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `insert into gate.signature_revocation (signature_id, by_id, reason) values ('${s.due.signature}', test.who('lead'), 'why')`,
      says: /revoked/,
    },
  ]),
  publisher([
    'claims what was rejected',
    (s) => claim(s.due.order),
    REFUSED,
    { before: rejected('due'), says: /rejected/ },
  ]),
  publisher([
    'claims with the signer gone',
    (s) => claim(s.due.order),
    REFUSED,
    { before: person('active = false'), says: /no longer authorised/ },
  ]),
  publisher([
    'claims with the signer demoted',
    (s) => claim(s.due.order),
    REFUSED,
    { before: person("roles = '{comms}'"), says: /no longer authorised/ },
  ]),
  publisher([
    'claims what was withdrawn',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) => `update gate.response set withdrawn_at = now() where id = '${s.due.response}'`,
      says: /withdrawn/,
    },
  ]),
  publisher([
    'claims where the terms allow no reply any more',
    (s) => claim(s.due.order),
    REFUSED,
    { before: noReplies, says: /allow no reply/ },
  ]),
  publisher([
    'claims an answer to a removed post',
    (s) => claim(s.due.order),
    REFUSED,
    { before: ofPost('update hark.post set removed_at = now()'), says: /gone/ },
  ]),
  publisher([
    'claims an answer to an erased post',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: ofPost('update hark.post set erased_at = now(), text = null, raw = null, author_ref = null'),
      says: /gone/,
    },
  ]),
  publisher([
    'claims an answer to a changed post',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `select test.post(external_id) from hark.post where id = (select post_id from gate.response where id = '${s.due.response}')`,
      says: /changed/,
    },
  ]),
  publisher([
    'claims an answer to who opted out',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `select gate.record_opt_out(post_id, test.who('comms'), 'why') from gate.response where id = '${s.due.response}'`,
      says: /opted out/,
    },
  ]),
  publisher([
    'claims an answer whose case was opened again',
    (s) => claim(s.due.order),
    REFUSED,
    { before: (s) => ofCase(s, voided), says: /no longer stands/ },
  ]),
  publisher([
    'claims an answer approved under a disposition that was replaced',
    (s) => claim(s.due.order),
    REFUSED,
    { before: (s) => `${ofCase(s, voided)}; ${ofCase(s, decidedAnew)}`, says: /no longer stands/ },
  ]),
  owner([
    'puts an order into sending under the kill switch',
    (s) => `update gate.publish_order set state = 'sending' where id = '${s.due.order}'`,
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('global', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'reads drafts',
    () => 'select canonical from gate.response_version',
    REFUSED,
    { says: /permission denied/ },
  ]),
]

const ofCase = (s: States, change: (caseId: string) => string) =>
  change(`(select case_id from gate.response where id = '${s.due.response}')`)
const voided = (caseId: string) =>
  `update hark.decision set state = 'voided', voided_at = now(), void_reason = 'why' where case_id = ${caseId}`
const decidedAnew = (caseId: string) =>
  `insert into hark.decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, state, last_entry)
   values (gen_random_uuid(), ${caseId}, 2, test.who('other'), '{}', false, false, false, 'question_only', 'signed', test.entry())`

function ofPost(update: string) {
  return (s: States) =>
    `${update} where id = (select post_id from gate.response where id = '${s.due.response}')`
}

const version = (response: string, over: Record<string, string> = {}) => {
  const v = {
    id: 'gen_random_uuid()',
    n: '(select max(version) + 1 from gate.response_version where response_id = r.id)',
    author: "test.who('comms')",
    bytes: 'test.bytes(r.post_id)',
    last: 'test.entry()',
    ...over,
  }
  return `insert into gate.response_version (id, response_id, version, author_id, canonical, template, lint, last_entry)
    select ${v.id}, r.id, ${v.n}, ${v.author}, ${v.bytes}, 't', '{}', ${v.last} from gate.response r where r.id = '${response}'; set constraints all immediate`
}
const response = (over: Record<string, string>) => {
  const r = {
    id: 'gen_random_uuid()',
    programme_id: 'programme',
    case_id: 'c.id',
    post_id: 'p.post',
    practice: 'true',
    last_entry: 'test.entry()',
    ...over,
  }
  return `insert into gate.response (${Object.keys(r).join(', ')}) select ${Object.values(r).join(', ')}
    from test.place, (select test.post() as post) p, (select id from hark.pv_case limit 1) c; set constraints all immediate`
}

const drafting: Act[] = [
  owner([
    'drafts where the terms allow no reply',
    () => response({}),
    REFUSED,
    { before: noReplies, says: /allow no reply/ },
  ]),
  owner(['edits what is ordered', (s) => version(s.held.response), REFUSED, { says: /withdraw it first/ }]),
  owner([
    'edits what is on its way',
    (s) => version(s.sending.response),
    REFUSED,
    { says: /withdraw it first/ },
  ]),
  owner([
    'edits what may be public',
    (s) => version(s.unknown.response),
    REFUSED,
    { says: /withdraw it first/ },
  ]),
  owner(['edits what was sent', (s) => version(s.sent.response), REFUSED, { says: /withdraw it first/ }]),
  owner([
    'edits what is withdrawn',
    (s) => version(s.draft.response),
    REFUSED,
    {
      before: (s) => `select gate.withdraw_response('${s.draft.response}', test.who('lead'), 'why')`,
      says: /withdrawn/,
    },
  ]),
  owner([
    'leaves out a version',
    (s) => version(s.draft.response, { n: '7' }),
    '23505',
    { says: /follow one another/ },
  ]),
  owner(['writes the same version again', (s) => version(s.draft.response, { n: '1' }), '23505']),
  owner([
    'writes bytes for another platform',
    (s) =>
      version(s.draft.response, {
        bytes: `convert_to((convert_from(test.bytes(r.post_id), 'UTF8')::jsonb || '{"platform":"bluesky"}')::text, 'UTF8')`,
      }),
    REFUSED,
    { says: /another post/ },
  ]),
  owner([
    'writes bytes that answer another post',
    (s) => version(s.draft.response, { bytes: 'test.bytes(test.post())' }),
    REFUSED,
    { says: /another post/ },
  ]),
  owner(['writes bytes nobody can read', (s) => version(s.draft.response, { bytes: "'x'::bytea" }), '22P02']),
  owner([
    'writes to what PV took back from communications',
    (s) => version(s.draft.response),
    REFUSED,
    {
      before: (s) =>
        `update hark.reply_release set ended_at = now(), ended_by = test.who('other') where case_id = (select case_id from gate.response where id = '${s.draft.response}')`,
      says: /not released/,
    },
  ]),
  owner(['writes as nobody', (s) => version(s.draft.response, { author: 'gen_random_uuid()' }), '23503']),
  owner([
    'writes without an entry',
    (s) => version(s.draft.response, { last: 'gen_random_uuid()' }),
    '23503',
  ]),
  owner([
    'writes a version twice by its name',
    (s) => version(s.draft.response, { id: `'${s.draft.version}'` }),
    '23505',
  ]),
  owner([
    'writes to a reply that is none',
    (s) => version(s.draft.response).replace('r.id, (select', 'gen_random_uuid(), (select'),
    '23505',
  ]),
  owner([
    'answers a thread twice',
    (s) => response({ post_id: `(select post_id from gate.response where id = '${s.draft.response}')` }),
    '23505',
  ]),
  owner([
    'answers below an answered post',
    (s) =>
      response({
        post_id: `(select test.post(root => external_id) from hark.post where id = (select post_id from gate.response where id = '${s.draft.response}'))`,
      }),
    '23505',
  ]),
  owner(['mixes practice and real', () => response({ practice: 'false' }), REFUSED, { says: /never mixed/ }]),
  owner([
    'answers a post that is none',
    () => response({ post_id: 'gen_random_uuid()' }),
    REFUSED,
    { says: /never mixed/ },
  ]),
  owner(['answers for a case that is none', () => response({ case_id: 'gen_random_uuid()' }), '23503']),
  owner([
    'answers for a programme that is none',
    () => response({ programme_id: 'gen_random_uuid()' }),
    '23503',
  ]),
  owner(['answers without an entry', () => response({ last_entry: 'gen_random_uuid()' }), '23503']),
  owner(['answers twice by one name', (s) => response({ id: `'${s.draft.response}'` }), '23505']),
]

const inTable =
  (table: string, set: string, id: (s: States) => string, key = 'id') =>
  (s: States) =>
    `update gate.${table} set ${set} where ${key} = '${id(s)}'`
const changed = (
  what: string,
  table: string,
  set: string,
  id: (s: States) => string,
  more: Partial<Act> & { key?: string; code?: string } = {},
): Act => {
  const { key, code = REFUSED, ...rest } = more
  return owner([what, inTable(table, set, id, key), code, rest])
}
const keeps = /keeps its post and case/
const transition = /no transition/
const follows = /follows the outcome/
const two = /two people/
const once = /recorded once/

const changes: Act[] = [
  ...['id', 'programme_id', 'case_id', 'post_id'].map((c) =>
    changed(`moves a reply (${c})`, 'response', `${c} = gen_random_uuid()`, (s) => s.draft.response, {
      says: keeps,
    }),
  ),
  ...["platform = 'bluesky'", "thread = 'x'", 'practice = false', "created_at = '2020-01-01'"].map((c) =>
    changed(`moves a reply (${c})`, 'response', c, (s) => s.draft.response, { says: keeps }),
  ),
  owner([
    'takes a withdrawal back',
    (s) => `update gate.response set withdrawn_at = null where id = '${s.draft.response}'`,
    REFUSED,
    {
      before: (s) => `select gate.withdraw_response('${s.draft.response}', test.who('lead'), 'why')`,
      says: /final/,
    },
  ]),
  changed('rewrites the bytes', 'response_version', "canonical = 'x'", (s) => s.due.version),
  changed('rewrites a statement', 'signature', "statement = 'x'", (s) => s.due.signature),
  changed('turns a signature round', 'signature', "meaning = 'pv_reject'", (s) => s.due.signature),
  changed('seals again', 'signature', "seal = 'x'", (s) => s.due.signature),
  changed('moves it in the ledger', 'signature', 'leaf_index = 999', (s) => s.held.signature),
  changed('says it was sent', 'publish_order', "state = 'sent'", (s) => s.due.order, { says: transition }),
  changed('sends again what was sent', 'publish_order', "state = 'ready'", (s) => s.sent.order, {
    says: transition,
  }),
  changed('invents a state', 'publish_order', "state = 'flying'", (s) => s.due.order, { says: transition }),
  changed('says it was sent without an outcome', 'publish_order', "state = 'sent'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('puts back what is on its way', 'publish_order', "state = 'ready'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('fails what is on its way', 'publish_order', "state = 'failed'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('sends the unknown again', 'publish_order', "state = 'ready'", (s) => s.unknown.order, {
    says: follows,
  }),
  changed('gives the unknown up', 'publish_order', "state = 'cancelled'", (s) => s.unknown.order, {
    says: follows,
  }),
  owner([
    'sends again what two gave up',
    (s) => `update gate.publish_order set state = 'ready' where id = '${s.unknown.order}'`,
    REFUSED,
    {
      before: (s) =>
        `insert into gate.unknown_verdict (attempt_id, person_id, verdict, reason) select '${s.unknown.attempt}', test.who(p), 'cancel', 'why' from unnest(array['lead', 'second']) p; update gate.publish_attempt set outcome = 'not_sent' where id = '${s.unknown.attempt}'`,
      says: two,
    },
  ]),
  ...[
    "hold_until = now() - interval '1 day'",
    "expires_at = now() + interval '9 days'",
    "content_hash = 'x'",
    'signature_id = gen_random_uuid()',
    'response_version_id = gen_random_uuid()',
    "meaning = 'pv_reject'",
    "created_at = '2020-01-01'",
  ].map((c) =>
    changed(`rebinds an order (${c})`, 'publish_order', c, (s) => s.held.order, {
      says: /bound to its signature/,
    }),
  ),
  changed('forgets a sending', 'publish_attempt', 'outcome = null', (s) => s.sent.attempt, { says: once }),
  changed(
    'denies a sending',
    'publish_attempt',
    "outcome = 'not_sent', remote_id = null",
    (s) => s.sent.attempt,
    { says: once },
  ),
  changed('forgets that it is unknown', 'publish_attempt', 'outcome = null', (s) => s.unknown.attempt, {
    says: once,
  }),
  changed('denies the unknown alone', 'publish_attempt', "outcome = 'not_sent'", (s) => s.unknown.attempt, {
    says: two,
  }),
  changed('rewrites why it is unknown', 'publish_attempt', "reason = 'x'", (s) => s.unknown.attempt, {
    says: once,
  }),
  changed(
    'moves an attempt in time',
    'publish_attempt',
    "started_at = '2020-01-01', outcome = 'unknown'",
    (s) => s.sending.attempt,
    { says: once },
  ),
  changed(
    'gives an attempt to another order',
    'publish_attempt',
    "order_id = gen_random_uuid(), outcome = 'unknown'",
    (s) => s.sending.attempt,
    { says: once },
  ),
  changed(
    'records an outcome nobody knows',
    'publish_attempt',
    "outcome = 'maybe'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'records a sending without a receipt',
    'publish_attempt',
    "outcome = 'sent'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'records a receipt of nothing',
    'publish_attempt',
    "outcome = 'not_sent', remote_id = 'x'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'releases the kill switch alone',
    'kill_switch',
    "engaged = false, by_id = test.who('lead')",
    () => 'global',
    {
      key: 'scope',
      says: two,
      before: () => `select gate.engage_kill_switch('global', test.who('lead'), 'why')`,
    },
  ),
  changed(
    'releases what they asked for themselves',
    'kill_switch',
    "engaged = false, by_id = test.who('lead')",
    () => 'global',
    {
      key: 'scope',
      says: two,
      before: () =>
        `select gate.engage_kill_switch('global', test.who('comms'), 'why'); select gate.release_kill_switch('global', test.who('lead'))`,
    },
  ),
  changed('releases as nobody', 'kill_switch', 'engaged = false, by_id = null', () => 'global', {
    key: 'scope',
    says: two,
    before: () =>
      `select gate.engage_kill_switch('global', test.who('comms'), 'why'); select gate.release_kill_switch('global', test.who('lead'))`,
  }),
  changed('hides the kill switch', 'kill_switch', "scope = 'x'", () => 'global', { key: 'scope', says: two }),
  changed('stops as nobody', 'kill_switch', 'engaged = true, by_id = gen_random_uuid()', () => 'global', {
    key: 'scope',
    code: '23503',
  }),
  changed('asks as nobody', 'kill_switch', 'release_asked_by = gen_random_uuid()', () => 'global', {
    key: 'scope',
    code: '23503',
  }),
  changed('claims another database', 'cluster_identity', 'timeline = 99', () => 'true', {
    key: 'only_row',
    says: /open orders/,
  }),
]

const attempt = (orderId: string, n: number, outcome: string | null) =>
  `insert into gate.publish_attempt (order_id, n, outcome) values ('${orderId}', ${n}, ${outcome ? `'${outcome}'` : 'null'})`
const verdict =
  (over: Record<string, string> = {}) =>
  (s: States) => {
    const v = {
      attempt: `'${s.unknown.attempt}'`,
      person: "test.who('lead')",
      verdict: "'resend'",
      reason: "'why'",
      at: "'2026-01-01'",
      ...over,
    }
    return `insert into gate.unknown_verdict (attempt_id, person_id, verdict, reason, at) values (${Object.values(v).join(', ')})`
  }
const optOut = (over: Record<string, string> = {}) => {
  const o = { ref: "'x'", by: "test.who('comms')", reason: "'why'", ...over }
  return `insert into gate.opt_out (platform, author_ref, by_id, reason) values ('practice', ${Object.values(o).join(', ')})`
}
const revocation =
  (over: Record<string, string> = {}) =>
  (s: States) => {
    const r = { signature: `'${s.approved.signature}'`, by: "test.who('lead')", reason: "'why'", ...over }
    return `insert into gate.signature_revocation (signature_id, by_id, reason) values (${Object.values(r).join(', ')})`
  }

const records: Act[] = [
  owner([
    'attempts without a claim',
    (s) => attempt(s.due.order, 1, null),
    REFUSED,
    { says: /begins with a claim/ },
  ]),
  owner([
    'attempts with its outcome ready',
    (s) =>
      attempt(s.due.order, 1, 'sent')
        .replace('outcome)', 'outcome, remote_id)')
        .replace("'sent')", "'sent', 'x')"),
    REFUSED,
    { says: /begins with a claim/ },
  ]),
  owner(['attempts beside an open attempt', (s) => attempt(s.sending.order, 2, null), '23505']),
  owner(['numbers two attempts alike', (s) => attempt(s.deferred.order, 1, 'unknown'), '23505']),
  owner(['attempts an order that is none', () => attempt(crypto.randomUUID(), 1, 'unknown'), '23503']),
  owner([
    'names two attempts alike',
    (s) =>
      attempt(s.deferred.order, 2, 'unknown')
        .replace('(order_id', '(id, order_id')
        .replace("values ('", `values ('${s.sent.attempt}', '`),
    '23505',
  ]),
  owner([
    'sends twice',
    (s) =>
      `update gate.publish_attempt set outcome = 'sent', remote_id = 'b' where order_id = '${s.sent.order}' and n = 2`,
    '23505',
    { before: (s) => attempt(s.sent.order, 2, 'unknown') },
  ]),
  owner(['a verdict of nobody', verdict({ person: 'gen_random_uuid()' }), '23503']),
  owner(['a verdict on nothing', verdict({ attempt: 'gen_random_uuid()' }), '23503']),
  owner(['a verdict of their own', verdict({ verdict: "'maybe'" }), '23514']),
  owner(['a verdict without a reason', verdict({ reason: "' '" }), '23514']),
  owner(['a verdict twice in one moment', verdict(), '23505', { before: verdict() }]),
  owner(['an opt-out without a reason', () => optOut({ reason: "''" }), '23514']),
  owner(['an opt-out by nobody', () => optOut({ by: 'gen_random_uuid()' }), '23503']),
  owner(['an opt-out twice', () => optOut(), '23505', { before: () => optOut() }]),
  owner(['a revocation without a reason', revocation({ reason: "''" }), '23514']),
  owner(['a revocation by nobody', revocation({ by: 'gen_random_uuid()' }), '23503']),
  owner(['a revocation of nothing', revocation({ signature: 'gen_random_uuid()' }), '23503']),
  owner(['a revocation twice', revocation(), '23505', { before: revocation() }]),
  owner([
    'a kill switch twice',
    () => "insert into gate.kill_switch (scope, engaged) values ('global', false)",
    '23505',
  ]),
  owner([
    'a second identity',
    () => "insert into gate.cluster_identity (system_identifier, timeline, made) values (1, 1, 'x')",
    '23505',
  ]),
  owner([
    'an identity beside the one',
    () =>
      "insert into gate.cluster_identity (only_row, system_identifier, timeline, made) values (false, 1, 1, 'x')",
    '23514',
  ]),
]

const readCommitted = /read committed/
const asOf = (name: string, as: string, sql: Act['sql'], isolation: Act['isolation']): Act => ({
  ...by(as)([`${name} in ${isolation}`, sql, '25000']),
  says: readCommitted,
  ...(isolation && { isolation }),
})
const isolated: Act[] = (['repeatable read', 'serializable'] as const).flatMap((isolation) => [
  asOf('claims', 'hark_publisher', (s) => claim(s.due.order), isolation),
  asOf('edits', 'superuser', (s) => version(s.draft.response), isolation),
  asOf('signs', 'superuser', (s) => `select test.sign('${s.draft.version}')`, isolation),
  asOf('orders', 'hark_api', (s) => order(s.approved.version, s.approved.signature), isolation),
  asOf(
    'revokes',
    'hark_api',
    (s) => `select gate.revoke_signature('${s.due.signature}', null, 'why')`,
    isolation,
  ),
  asOf(
    'withdraws',
    'hark_api',
    (s) => `select gate.withdraw_response('${s.due.response}', null, 'why')`,
    isolation,
  ),
])

/** Rows each table is sure to hold while its deletion is tried. */
const rowOf: Record<string, Act['before']> = {
  signature_revocation: revocation(),
  unknown_verdict: verdict(),
  opt_out: () => optOut(),
}
const gone: Act[] = [
  'response',
  'response_version',
  'signature',
  'signature_revocation',
  'kill_switch',
  'publish_order',
  'publish_attempt',
  'unknown_verdict',
  'cluster_identity',
  'opt_out',
  'taken_out',
].flatMap((t) => {
  const before = rowOf[t]
  return [
    owner([
      `deletes from ${t}`,
      () => `delete from gate.${t}`,
      REFUSED,
      { says: new RegExp(`DELETE on ${t}$`), ...(before && { before }) },
    ]),
    owner([
      `empties ${t}`,
      () => `truncate gate.${t} cascade`,
      REFUSED,
      { says: new RegExp(`TRUNCATE on ${t}$`) },
    ]),
    ...(before
      ? [
          owner([
            `rewrites ${t}`,
            () => `update gate.${t} set reason = 'x'`,
            REFUSED,
            { says: new RegExp(`UPDATE on ${t}$`), before },
          ]),
        ]
      : []),
  ]
})

/** The table of forbidden acts (trust.md §3.4): who tries what, and how the schema answers. */
export const forbiddenActs: Act[] = [
  ...orders,
  ...signatures,
  ...claims,
  ...drafting,
  ...changes,
  ...records,
  ...gone,
  ...isolated,
  ...byHandActs({ api, publisher, owner }),
]

/** What the schema answered: its code and words, 'done' where the act succeeded; null where it could not even be prepared. */
export async function tryAct(
  client: PoolClient,
  s: States,
  act: Act,
): Promise<{ code: string; says: string } | null> {
  await client.query('savepoint act')
  try {
    const made = await prepare(client, s, act)
    if (!made) return null
    await client.query(act.as === 'superuser' ? 'select 1' : `set local role ${act.as}`)
    await client.query(act.sql(s, made))
    return { code: 'done', says: '' }
  } catch (err) {
    const { code = '', message } = err as { code?: string; message: string }
    return { code, says: message }
  } finally {
    await client.query('rollback to savepoint act')
  }
}

async function prepare(client: PoolClient, s: States, act: Act): Promise<Record<string, string> | null> {
  if (!act.before) return {}
  try {
    const answer = await client.query(act.before(s))
    const made = (Array.isArray(answer) ? answer.at(-1) : answer).rows[0]?.made
    return typeof made === 'string' ? { made } : (made ?? {})
  } catch {
    return null
  }
}

export const refusedAsExpected = (act: Act, got: { code: string; says: string }): boolean =>
  got.code === act.code && (act.says?.test(got.says) ?? true)
