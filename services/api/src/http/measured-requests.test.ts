import { conclude, forwardableConclusion, sign, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { trySignIn } from '../auth/signing-in.fixture.ts'

test('requests, failed sign-ins and re-authentications, and signatures are counted; none names a case or a person', async () => {
  await using stack = await startStack()
  const values = async (name: string) =>
    (await stack.ctx.metrics.registry.getSingleMetric(name)?.get())?.values ?? []
  await trySignIn(stack, { password: 'not the password' })
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const decision = await conclude(ana, post.caseId, forwardableConclusion(post))
  const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
  await ana.post('/api/signing', { password: 'not the password', items })
  await sign(ana, [decision])
  await ana.get('/api/made-up-by-a-stranger')

  expect((await values('hark_sign_in_failures_total')).map((v) => v.value)).toEqual([1])
  expect((await values('hark_reauth_failures_total')).map((v) => v.value)).toEqual([1])
  expect(await values('hark_signatures_total')).toMatchObject([{ labels: { meaning: 'decision' }, value: 1 }])
  const served = (await values('http_server_request_duration_seconds')).flatMap(({ labels, value, ...v }) =>
    'metricName' in v && String(v.metricName).endsWith('_count')
      ? [`${labels.method} ${labels.route} ${labels.status}: ${value}`]
      : [],
  )
  expect(served).toEqual(
    expect.arrayContaining([
      'POST /api/session 401: 1',
      'POST /api/session 200: 1',
      'POST /api/cases/:id/claim 200: 1',
      'POST /api/signing 401: 1',
      'POST /api/signing 200: 1',
      'GET unmatched 404: 1',
    ]),
  )
  const scrape = await stack.ctx.metrics.registry.metrics()
  for (const known of [post.caseId, 'made-up-by-a-stranger', 'not the password', 'username'])
    expect(scrape).not.toContain(known)
})
