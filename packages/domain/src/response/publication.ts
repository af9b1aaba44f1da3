import { epochOf } from '../clock.ts'
import type { Platform } from '../post.ts'
import { addressOf, contactsIn } from './contact.ts'

/** A stretch of the text that leads somewhere; offsets in UTF-16 code units, `url` always with its scheme. */
export type PublicationLink = { start: number; end: number; url: string }

/**
 * Everything that changes what the public sees, and nothing else. Its RFC 8785 bytes are what is signed, and the only
 * thing the publisher sends (trust.md §3.1). `created_at` is fixed at signing, so a repeat is the same record.
 */
export type PublicationBody = {
  platform: Platform
  account: string
  /** As the platform names posts; `root` where a reply must also name the start of its thread. */
  in_reply_to: { id: string; root?: string }
  text: string
  lang: string
  created_at: string
  links: PublicationLink[]
}

/** A text as it will be sent: composed, one kind of line end, no blanks at the ends. Lint and signature are over this. */
export const outgoingText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim()

/** The body for a finished text; links are those the text itself shows. */
export function publicationBody(p: Omit<PublicationBody, 'links'>): PublicationBody {
  const text = outgoingText(p.text)
  const created_at = new Date(epochOf(p.created_at)).toISOString()
  return { ...p, text, created_at, links: linksIn(text) }
}

/** Web addresses shown in a text, as links; an e-mail address stays plain text. */
export function linksIn(text: string): PublicationLink[] {
  return contactsIn(text).flatMap(({ kind, start, end, text: shown }) => {
    const address = kind === 'url' ? addressOf(shown) : null
    return address ? [{ start, end, url: address.href }] : []
  })
}
