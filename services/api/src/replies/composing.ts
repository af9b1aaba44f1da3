import { type Db, type PostPlace, previousReplies, type ReplyGround } from '@hark/db'
import {
  DomainError,
  emergencySlots,
  type LintReport,
  lintReport,
  namesAuthor,
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

/** Where the reply goes: `byHand` where no machine can send it, and a person takes it out once it is signed and released. */
export type Destination = { account: string; target: ReplyTarget; byHand: boolean }

/** Where a person answers a post by hand; null where nobody knows its address, or there is no such place. */
export const handAddress = (g: PostPlace): string | null =>
  g.practice ? null : (adapters[g.platform]?.byHand?.(g) ?? g.url)

/** What the reply answers at its platform. Throws where nothing may be sent there, or to this author, or any more. */
export function replyTarget(ctx: ApiContext, g: ReplyGround): Destination {
  const account = replyAccountOn(g.platform, g.accounts)
  const own = replyPlatforms(ctx)
  const byApi = own.includes(g.platform)
    ? (adapters[g.platform]?.replyTarget(g, account, g.sourceConfig) ?? null)
    : null
  // Whoever only listens answers nobody, by hand or by machine.
  if (!byApi && (own.length === 0 || !account || handAddress(g) === null))
    throw new DomainError(
      'response.listen_only',
      `Hark cannot answer this post (${g.platform}).${missing(g)}`,
    )
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
  return { account, target: byApi ?? plainTarget(g), byHand: byApi === null }
}

/** `@name` a reply to this post begins with, so that its author is told of it; null where the platform needs no name, or it is not known. */
export const mentionFor = (g: ReplyGround): string | null =>
  adapters[g.platform]?.mention?.(g, replyAccountOn(g.platform, g.accounts), g.sourceConfig) ?? null

/** For the receipt of whoever offers or approves a reply: whether the author will hear of it. */
export const toldOrNot = (g: ReplyGround, text: string): string => {
  if (!adapters[g.platform]?.mention) return ''
  return namesAuthor({ text, mention: mentionFor(g) })
    ? ' The author is named, so the platform tells them.'
    : ' The author is not named, so the platform does not tell them.'
}

/** What would let a person answer by hand what no machine can. */
const missing = ({ platform, accounts }: ReplyGround): string =>
  adapters[platform]?.account && !replyAccountOn(platform, accounts)
    ? ' Name the account that answers there in the programme: then a reply is signed here, and posted by hand.'
    : ''

const plainTarget = ({ externalId, rootId }: ReplyGround): ReplyTarget => ({
  parent: { id: externalId, cid: null },
  root: { id: rootId ?? externalId, cid: null },
})

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
    mention: mentionFor(g),
    markets: g.markets,
    lang: w.template.lang,
    authorLang: g.lang,
    postText: g.text,
    products: g.products,
    contactAllowList: [],
    previousReplies: previous.map((p) => ({
      fingerprint: replyFingerprint(p.text),
      answeredBefore: p.answeredBefore,
    })),
    optedOut: g.optedOut,
  })
}

/** The bytes that are signed, and the only thing the publisher sends. `at` is fixed with them, so a repeat is the same record. */
export function bytesOf(
  to: Destination,
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
    ...(to.byHand && { byHand: true }),
  }
  return canonicalBytes(PublishContent.parse(content))
}
