import { type Act, api, person, REFUSED } from './act.fixture.ts'
import type { States } from './states.fixture.ts'

type Signed = Partial<
  Record<
    'version' | 'hash' | 'signer' | 'meaning' | 'reauth' | 'statement' | 'printed' | 'zone' | 'id' | 'last',
    string
  >
>

/** A signature as the application would insert it, one thing of it wrong. Values that need rights are made beforehand. */
export function signing(
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

const said =
  (change: string) =>
  (s: States): Signed => ({
    statement: `convert_to((convert_from(test.statement('${s.draft.version}', (select content_hash from gate.response_version where id = '${s.draft.version}'), test.who('signer'), 'pv_approve', r), 'UTF8')::jsonb || ${change})::text, 'UTF8')`,
  })
const otherRecord = (s: States) =>
  `jsonb_build_object('records', convert_from(test.statement('${s.approved.version}', sha256('x'), test.who('signer'), 'pv_approve', r), 'UTF8')::jsonb -> 'records')`

export const signatures: Act[] = [
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
