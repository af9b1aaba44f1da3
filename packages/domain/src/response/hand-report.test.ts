import { describe, expect, test } from 'vitest'
import { assertHandReport } from './hand-report.ts'

const post = 'https://x.com/intent/post?in_reply_to=1'
const posted = (address: string, at: string | null = post) => assertHandReport({ posted: true, address }, at)

describe('what became of a reply posted by hand', () => {
  test.each([
    'https://x.com/brand/status/2',
    'https://www.x.com/brand/status/2',
    'https://mobile.twitter.com/brand/status/2',
  ])('%s is where the post is', (address) => {
    expect(() => posted(address)).not.toThrow()
  })
  test.each(['x.com/brand/status/2', 'http://x.com/brand/status/2', 'javascript:alert(1)', ''])(
    '“%s” is no address',
    (address) => {
      expect(() => posted(address)).toThrow(/beginning with https/)
    },
  )
  test('an address elsewhere is named with both places', () => {
    expect(() => posted('https://x.com.example/brand/status/2')).toThrow(/at x\.com\.example.*at x\.com/)
  })
  test('where nobody knows the address of the post, any secure one does', () => {
    expect(() => posted('https://social.example/@brand/2', null)).not.toThrow()
  })
  test('what was not posted needs no address', () => {
    expect(() => assertHandReport({ posted: false, reason: 'the post was gone' }, post)).not.toThrow()
  })
})
