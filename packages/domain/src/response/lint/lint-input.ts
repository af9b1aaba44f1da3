import type { Platform } from '../../post.ts'
import { type Contact, contactsIn } from '../contact.ts'
import { renderEvery, type Slots, type Template } from '../template.ts'
import { type Token, tokensOf } from './plain-text.ts'

export type PreviousReply = {
  /** `replyFingerprint` of the text sent. */
  fingerprint: string
  /** Sent to the same author, or into the same conversation, as the reply being written. */
  answeredBefore: boolean
}

/** Everything the lint looks at; it reads no clock and no store, so the same input always gives the same findings. */
export type LintInput = {
  /** As it would be sent (`outgoingText`). */
  text: string
  /** Null where the text rests on no template; that alone blocks it. */
  template: Template | null
  /** Values for the template's slots, from configuration and the tables, not from the author. */
  slots: Slots
  /** Now, ISO 8601. */
  at: string
  platform: Platform
  /** `@name` of the author, where the platform tells them of a reply only if it begins so. */
  mention?: string | null
  /** ISO 3166-1 alpha-2, and `EU` for all of it. */
  markets: readonly string[]
  /** Likely country of the post's author; null or absent where unknown. */
  authorCountry?: string | null
  /** Language of the reply, as it will be declared to the platform. */
  lang: string
  /** Language of the post; null, absent or `und` where unknown. */
  authorLang?: string | null
  postText: string
  /** Brand, substance, aliases, slang and hashtags of every product; leave out names that are everyday words. */
  products: readonly string[]
  /** E-mail addresses, telephone numbers, web addresses and @names that may appear besides those in the slots. */
  contactAllowList: readonly string[]
  previousReplies: readonly PreviousReply[]
  optedOut: boolean
}

export type LintSeverity = 'block' | 'warn'

/** One thing wrong with a reply. Offsets are UTF-16 code units of `text`; null where it is about no one place. */
export type LintFinding = {
  rule: string
  severity: LintSeverity
  message: string
  fix: string
  start: number | null
  end: number | null
}

/** The input with what several rules need worked out once. */
export type LintContext = LintInput & {
  tokens: Token[]
  contacts: Contact[]
  /** Every text the template allows; empty where there is no template or a slot has no value. */
  allowed: string[]
  slotProblem: string | null
}

export type LintRule = (c: LintContext) => LintFinding[]

export function contextOf(input: LintInput): LintContext {
  const { allowed, slotProblem } = allowedTexts(input)
  const said = withoutMention(input)
  return { ...input, tokens: tokensOf(said), contacts: contactsIn(said), allowed, slotProblem }
}

/** Whether the reply begins with the author's name, as its platform must see it to tell them. */
export const namesAuthor = ({ text, mention }: Pick<LintInput, 'text' | 'mention'>): boolean =>
  !!mention && text.startsWith(mention) && /^\s/.test(text.slice(mention.length))

/** The text with blanks for that name, which is no word of ours and stands in no template; offsets stay those of the text. */
function withoutMention({ text, mention }: LintInput): string {
  if (!mention || !namesAuthor({ text, mention })) return text
  return ' '.repeat(mention.length) + text.slice(mention.length)
}

function allowedTexts({ template, slots }: LintInput): Pick<LintContext, 'allowed' | 'slotProblem'> {
  if (!template) return { allowed: [], slotProblem: null }
  try {
    return { allowed: renderEvery(template, slots), slotProblem: null }
  } catch (refusal) {
    return { allowed: [], slotProblem: refusal instanceof Error ? refusal.message : String(refusal) }
  }
}

type Place = { start: number; end: number }

export const block = (rule: string, message: string, fix: string, at: Place | null = null): LintFinding =>
  made(rule, 'block', message, fix, at)

export const warn = (rule: string, message: string, fix: string, at: Place | null = null): LintFinding =>
  made(rule, 'warn', message, fix, at)

const made = (
  rule: string,
  severity: LintSeverity,
  message: string,
  fix: string,
  at: Place | null,
): LintFinding => ({ rule, severity, message, fix, start: at?.start ?? null, end: at?.end ?? null })
