import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startConsole } from './console-stack.ts'
import { deskAndPhone, withoutBarrier } from './looks.ts'

test('a source says what somebody should look at, in its card and in coverage; a case says why the words before are missing', async () => {
  await using at = await startConsole()
  const { stack } = at
  const { sourceId } = await stack.seedProgramme({ platform: 'internal', name: 'Pilot network' })
  await sql`insert into source_push (source_id, good_at, refused, refused_since)
    values (${sourceId}, now() - interval '2 days', 14, now() - interval '5 hours')`.execute(stack.db)
  await sql`insert into source_push_day select ${sourceId}, current_date - n, 7200 from generate_series(3, 12) n`.execute(
    stack.db,
  )
  const { caseId, id } = await stack.seedPost({ externalId: 'answer', parentId: 'question' })
  await sql`insert into post_check (post_id, source_id, counted_hour, checked_at)
    select id, source_id, counted_hour, now() - interval '3 days' from post where id = ${id}`.execute(
    stack.db,
  )
  await sql`insert into source_recheck (source_id, due_hours, failing_since, failures, reason)
    values (${stack.programme.sourceId}, 24, now() - interval '31 hours', 12, 'http.401')`.execute(stack.db)
  await sql`insert into context_try values (${id}, 6, null, 'http.500')`.execute(stack.db)

  const page = await at.open('oli', '/sources')
  await page.getByText(/Refused deliveries: 14, none good since/).waitFor()
  await page.getByText(/Nothing pushed for 24 times the longest pause of an ordinary day \(2 h\)/).waitFor()
  await page.getByText(/cannot be asked after \(http\.401\); tries so far: 12\. .*: 1\.$/).waitFor()
  await page.getByText('last pushed 2 d ago').waitFor()
  await withoutBarrier(page, 'source notices', deskAndPhone)
  await page.getByRole('tab', { name: 'Coverage' }).click()
  await page.getByText(/Refused deliveries: 14/).waitFor()
  await withoutBarrier(page, 'coverage notices', deskAndPhone)

  const ana = await at.open('ana', `/cases/${caseId}`)
  await ana
    .getByText(/What this answers or quotes is not available: .* \(http\.500\), tried 6 times/)
    .waitFor()
  await withoutBarrier(ana, 'missing context', deskAndPhone)
  expect(at.complaints).toEqual([])
}, 180_000)
