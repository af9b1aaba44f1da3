import { DomainError } from '../errors.ts'

/** What a person says became of a reply they took out to post by hand. */
export type HandReport = { posted: true; address: string } | { posted: false; reason: string }

/**
 * Only they can know, so nothing is checked at the platform; an address elsewhere than the post that was answered is a slip of the
 * clipboard. `postAddress` is where the reply was to be posted; null where nobody knows it. Throws `input.invalid`.
 */
export function assertHandReport(said: HandReport, postAddress: string | null): void {
  if (!said.posted) return
  const site = siteOf(said.address)
  if (site === null)
    throw new DomainError(
      'input.invalid',
      'Give the whole address of the posted reply, beginning with https://.',
    )
  const there = postAddress && siteOf(postAddress)
  if (there && site !== there)
    throw new DomainError(
      'input.invalid',
      `This address is at ${site}, and the post is at ${there}. Copy the address of the reply itself.`,
    )
}

const sameSite: Record<string, string> = { 'twitter.com': 'x.com', 'youtu.be': 'youtube.com' }

/** The site of a secure address, however its pages for telephones and its older names are called; null where it is none. */
function siteOf(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url?.protocol !== 'https:') return null
  const site = url.hostname.replace(/^(www|m|mobile|old|new)\./, '')
  return sameSite[site] ?? site
}
