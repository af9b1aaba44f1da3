import { type Act, noReplies, owner, REFUSED } from './act.fixture.ts'
export const version = (response: string, over: Record<string, string> = {}) => {
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
export const response = (over: Record<string, string>) => {
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

/** A comment of one long thread, where each first comment is a conversation. */
const under = (id: string, parent: string) => `(select test.post('${id}', 't3_r', '${parent}', 'reddit'))`
const answered = (id: string, parent: string) => `select test.draft_on(${under(id, parent)})`

export const drafting: Act[] = [
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
  owner([
    'answers a comment twice: once below it',
    () => response({ post_id: under('t1_b', 't1_a') }),
    '23505',
    { before: () => answered('t1_a', 't3_r'), says: /one_reply_a_conversation/ },
  ]),
  owner([
    'answers below what nobody holds, in a thread with a reply',
    () => response({ post_id: under('t1_b', 't1_unheard') }),
    '23505',
    { before: () => answered('t1_a', 't3_r'), says: /is not known/ },
  ]),
  owner([
    'answers a comment of a thread with a reply below what nobody holds',
    () => response({ post_id: under('t1_b', 't3_r') }),
    '23505',
    { before: () => answered('t1_a', 't1_unheard'), says: /is not known/ },
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
