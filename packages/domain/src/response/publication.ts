/**
 * A text as it will be sent: composed, one kind of line end, no blanks at the ends. Lint and signature are over this; what else
 * is signed and sent with it is `PublishContent` of the sources, for that is what the adapters read.
 */
export const outgoingText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+$/gm, '')
    .trim()
