import type { VerifyResult } from './checklist.ts'

/** One line a check, then the verdict. */
export function readable({ checks, firstBad, status }: VerifyResult): string {
  const marks = { ok: 'ok  ', fail: 'FAIL', skipped: '-   ' }
  const lines = checks.map(({ name, outcome, detail }) => `${marks[outcome]}  ${name}: ${detail}`)
  if (firstBad) {
    const { index, id, object, reason } = firstBad
    lines.push(
      '',
      `first bad entry: ${index}${id ? `, id ${id}` : ''}${object ? `, ${object}` : ''} (${reason})`,
    )
  }
  return [...lines, '', status.toUpperCase()].join('\n')
}
