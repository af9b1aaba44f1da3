import { DomainError, type ErrorCode } from '@hark/domain'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

/** The one table from refusal to HTTP status. */
export const statusOf: Record<ErrorCode, number> = {
  'auth.required': 401,
  'auth.failed': 401,
  'auth.locked': 429,
  'auth.forbidden': 403,
  'auth.session_expired': 401,
  'csrf.refused': 403,
  'input.invalid': 400,
  'input.too_large': 413,
  not_found: 404,
  'programme.incomplete': 422,
  'programme.is_practice': 409,
  'source.not_acknowledged': 409,
  'source.forbidden_by_policy': 403,
  'case.leased_by_other': 409,
  'case.lease_lost': 409,
  'case.not_open': 409,
  'case.decided': 409,
  'case.changed': 409,
  'case.nothing_to_undo': 409,
  'case.last_post': 422,
  'decision.criterion_unresolved': 422,
  'decision.quote_not_in_post': 422,
  'decision.reason_required': 422,
  'decision.invalid_combination': 422,
  'decision.code_unknown': 422,
  'decision.already_signed': 409,
  'decision.void': 409,
  'clock.later_without_reason': 422,
  'clock.instant_invalid': 422,
  'sign.reauth_required': 401,
  'sign.second_factor_required': 401,
  'sign.content_changed': 409,
  'sign.not_trained': 403,
  'sign.not_permitted': 403,
  'sign.nothing_to_sign': 409,
  'response.listen_only': 409,
  'response.not_released': 403,
  'response.already_answered': 409,
  'response.post_gone': 409,
  'response.opted_out': 409,
  'response.changed': 409,
  'response.own_draft': 409,
  'response.lint_failed': 422,
  'response.no_disposition': 409,
  'response.not_draft': 409,
  'response.not_reviewable': 409,
  'response.not_signed': 409,
  'response.too_late': 409,
  'response.not_released_yet': 409,
  'response.illegal_transition': 409,
  'handoff.illegal_transition': 409,
  'kill_switch.engaged': 409,
  'kill_switch.not_engaged': 409,
  'kill_switch.second_person_required': 409,
  'roles.forbidden_combination': 422,
  'people.self_change': 409,
  'people.password_blocked': 422,
  'people.invitation_invalid': 401,
  'import.bad_file': 422,
  'ledger.fork': 500,
  'demo.not_practice': 409,
  overloaded: 503,
}

type Refusal = { status: number; code: string; message: string; details?: Record<string, unknown> }

/** One error handler: what we refuse is explained, what we did not foresee is logged and kept quiet. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((err: FastifyError, req: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(err)
    if (refusal.status >= 500) req.log.error({ err, route: req.routeOptions.url }, 'unforeseen error')
    return reply.code(refusal.status).send({ ...body(refusal), requestId: req.id })
  })
  app.setNotFoundHandler((req, reply) =>
    reply
      .code(404)
      .send({ code: 'not_found', message: 'There is nothing at this address.', requestId: req.id }),
  )
}

/** An address the router cannot decode is answered before any hook, so it brings its own headers. */
export function answerUnreadableAddress(_err: FastifyError, req: FastifyRequest, reply: FastifyReply): void {
  reply
    .code(400)
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    .send({ code: 'input.invalid', message: 'This address cannot be read.', requestId: req.id })
}

/** PostgreSQL's class "data exception" where it speaks of a date: there is no year 0, and none beyond its calendar. */
const noSuchValue = /^220(07|08)$/

const body = ({ status: _status, ...rest }: Refusal) => rest

function refusalOf(err: FastifyError): Refusal {
  if (err instanceof DomainError) {
    return { status: statusOf[err.code], code: err.code, message: err.message, details: err.details }
  }
  if (hasZodFastifySchemaValidationErrors(err)) {
    const where = err.validation.map((v) => `${v.instancePath || '/'} ${v.message}`)
    return { status: 400, code: 'input.invalid', message: `Please correct: ${where.join('; ')}.` }
  }
  if (noSuchValue.test(err.code))
    return { status: 400, code: 'input.invalid', message: 'A value is out of its range; correct it.' }
  const status = err.statusCode ?? 500
  if (status === 429)
    return { status, code: 'overloaded', message: 'Too many requests; wait a moment and try again.' }
  if (status === 413) return { status, code: 'input.too_large', message: err.message }
  if (status < 500) return { status, code: 'input.invalid', message: err.message }
  return {
    status: 500,
    code: 'internal',
    message: 'Something failed on our side. Nothing was changed; try again.',
  }
}
