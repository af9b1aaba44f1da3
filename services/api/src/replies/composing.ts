import { type Db, previousReplies, type ReplyGround } from '@hark/db'
import {
  DomainError,
  emergencySlots,
  type LintReport,
  lintReport,
  regulatorSlot,
  replyFingerprint,
  type Slots,
  type Template,
} from '@hark/domain'
import { canonicalBytes } from '@hark/ledger'
import { adapters, PublishContent, type ReplyTarget, replyAccountOn } from '@hark/sources'
import type { ApiContext } from '../context.ts'

/** Platforms this deployment can write to; none is listen-only. */
export const replyPlatforms = ({ config }: ApiContext): string[] =>
  config.HARK_REPLY_PLATFORMS.split(',').flatMap((name) => name.trim() || [])

/** What the reply answers at its platform. Throws where nothing may be sent there, or to this author, or any more. */
export function replyTarget(ctx: ApiContext, g: ReplyGround): { account: string; target: ReplyTarget } {
  const account = replyAccountOn(g.platform, g.accounts)
  const target = adapters[g.platform]?.replyTarget(g, account, g.sourceConfig) ?? null
  if (!replyPlatforms(ctx).includes(g.platform) || target === null) {
    const open = adapters[g.platform]?.byHand?.(g) ?? g.url ?? undefined
    const where = open ? ` Copy the text, and answer by hand: ${open}` : ''
    throw new DomainError('response.listen_only', `Hark cannot answer this post (${g.platform}).${where}`, {
      open,
    })
  }
  if (g.forbidden)
    throw new DomainError('response.listen_only', 'The terms of this source allow no reply from here.')
  if (g.gone) throw new DomainError('response.post_gone', 'The post was removed; there is nothing to answer.')
  if (g.changed)
    throw new DomainError('response.post_gone', 'The post was changed since; answer its newest version.')
  if (g.optedOut)
    throw new DomainError('response.opted_out', 'The author asked not to be contacted. Send nothing.')
  if (!account || !ctx.config.HARK_PV_CONTACT)
    throw new DomainError(
      'programme.incomplete',
      account
        ? 'No PV contact is configured (HARK_PV_CONTACT); every reply must name one.'
        : 'The programme has no account that replies on this platform.',
    )
  return { account, target }
}

/** Values for a template's slots. The author's country is not known, so the reporting route is named in general words. */
export const slotsFor = (ctx: ApiContext, g: ReplyGround, { lang }: Template): Slots => ({
  company: g.entity,
  pv_contact: ctx.config.HARK_PV_CONTACT,
  regulator: regulatorSlot(null, lang),
  ...emergencySlots(null, lang),
})

/** What the lint says of a text on this ground; `except` is the reply itself, which does not repeat itself. */
export async function lintOn(
  ctx: ApiContext,
  db: Db,
  g: ReplyGround,
  w: { text: string; template: Template; at: string; except: string | null },
): Promise<LintReport> {
  const previous = await previousReplies(db, g.postId, w.except)
  return lintReport({
    text: w.text,
    template: w.template,
    slots: slotsFor(ctx, g, w.template),
    at: w.at,
    platform: g.platform,
    markets: g.markets,
    lang: w.template.lang,
    authorLang: g.lang,
    postText: g.text,
    products: g.products,
    contactAllowList: [],
    previousReplies: previous.map((p) => ({
      fingerprint: replyFingerprint(p.text),
      sameThread: p.sameThread,
    })),
    optedOut: g.optedOut,
  })
}

/** The bytes that are signed, and the only thing the publisher sends. `at` is fixed with them, so a repeat is the same record. */
export function bytesOf(
  to: { account: string; target: ReplyTarget },
  g: ReplyGround,
  w: { text: string; template: Template; at: string },
): Uint8Array {
  const content = {
    platform: g.platform,
    account: to.account,
    in_reply_to: to.target,
    text: w.text,
    createdAt: w.at,
    langs: [w.template.lang],
  }
  return canonicalBytes(PublishContent.parse(content))
}
