import { routes } from '@hark/contract'
import { databaseNow, killSwitches, listResponses, replyGround } from '@hark/db'
import { escapeInvisible, outgoingText, slotsOf, type Template, templatesInForce } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { lintOn, replyPlatforms } from '../replies/composing.ts'
import { draftReply, editReply, knownTemplate } from '../replies/draft.ts'
import { assertMayCompose, listWaiting, readReleased } from '../replies/release.ts'
import { reportHandPosting } from '../replies/report-hand.ts'
import { resolveAttempt } from '../replies/resolve.ts'
import { signReply } from '../replies/sign.ts'
import { optOutAuthor, revokeApproval, withdrawReply } from '../replies/stop.ts'
import { submitReply } from '../replies/submit.ts'
import { takeOut } from '../replies/take-out.ts'
import { viewResponse, viewResponseSummary } from '../views/response.ts'

export function responseRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { responses } = routes
  handle(app, responses.list, async ({ query }) => ({
    listenOnly: replyPlatforms(ctx).length === 0,
    items: (await listResponses(ctx.db, query)).map(viewResponseSummary),
    killSwitches: await killSwitches(ctx.db),
  }))
  handle(app, responses.read, async ({ params, caller }) => viewResponse(ctx, caller, params.id))
  handle(app, responses.templates, async ({ query }) => ({
    items: templatesInForce(await databaseNow(ctx.db), query.lang).map(viewTemplate),
  }))
  handle(app, responses.waiting, () => listWaiting(ctx))
  handle(app, responses.released, ({ params, caller }) => readReleased(ctx, caller, params.id))
  handle(app, responses.lint, async ({ body, caller }) => {
    await assertMayCompose(ctx.db, caller, body.caseId, body.postId)
    const ground = await replyGround(ctx.db, body.caseId, body.postId)
    const text = outgoingText(body.text)
    const now = { template: knownTemplate(body.template), at: await databaseNow(ctx.db), except: null }
    return { ...(await lintOn(ctx, ctx.db, ground, { text, ...now })), escaped: escapeInvisible(text) }
  })
  handle(app, responses.draft, async ({ body, caller }) =>
    viewResponse(ctx, caller, await draftReply(ctx, caller, body)),
  )
  handle(app, responses.edit, async ({ params, body, caller }) => {
    await editReply(ctx, caller, params.id, body)
    return viewResponse(ctx, caller, params.id)
  })
  handle(app, responses.submit, ({ params, caller }) => submitReply(ctx, caller, params.id))
  handle(app, responses.sign, async ({ params, body, caller }) => {
    const receipt = await signReply(ctx, caller, params.id, body)
    return { response: await viewResponse(ctx, caller, params.id), receipt }
  })
  handle(app, responses.takeOut, ({ params, caller }) => takeOut(ctx, caller, params.id))
  handle(app, responses.reportHand, ({ params, body, caller }) =>
    reportHandPosting(ctx, caller, params.id, body),
  )
  handle(app, responses.withdraw, ({ params, body, caller }) =>
    withdrawReply(ctx, caller, params.id, body.reason),
  )
  handle(app, responses.revoke, ({ params, body, caller }) =>
    revokeApproval(ctx, caller, params.id, body.reason),
  )
  handle(app, responses.resolve, ({ params, body, caller }) => resolveAttempt(ctx, caller, params.id, body))
  handle(app, responses.optOut, ({ body, caller }) => optOutAuthor(ctx, caller, body))
}

const viewTemplate = (t: Template) => ({
  id: t.id,
  name: t.name,
  lang: t.lang,
  version: t.version,
  body: t.body,
  slots: slotsOf(t),
})
