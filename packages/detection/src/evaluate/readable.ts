import type { Figure } from './figures.ts'
import type { Group, Mistake, Report } from './report.ts'
import type { SituationScore } from './situations.ts'

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(3).replace(/^0/, '') : '–')
const percent = (value: number): string => (Number.isFinite(value) ? `${(100 * value).toFixed(1)} %` : '–')
/** A share somebody stated, as exactly as they did. */
const asGiven = (share: number): string => `${Number((100 * share).toPrecision(6))} %`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, at) => Math.max(cell.length, ...rows.map((row) => (row[at] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  return [line(head), ...rows.map(line)]
}

function figureRows(figures: Record<string, Figure>): string[][] {
  return Object.entries(figures).map(([name, { value, low, high }]) => [
    name,
    number(value),
    `${number(low)} … ${number(high)}`,
  ])
}

function copiesLine({ copies, rows }: Report): string[] {
  if (copies.rows === 0) return []
  const { contradicted } = copies
  const both = contradicted === 1 ? '; 1 text bears both labels' : `; ${contradicted} texts bear both labels`
  return [
    `${copies.rows} of them (${percent(copies.rows / rows)}) repeat the text of another; the intervals count copies as one observation${contradicted > 0 ? both : ''}`,
  ]
}

function groupTable(title: string, groups: readonly Group[]): string[] {
  const rows = groups.map((g) => [
    g.name,
    `${g.rows}`,
    `${g.positives}`,
    percent(g.flagged / g.rows),
    g.positives > 0 ? number(g.recall) : '–',
    g.positives > 0 && g.positives < g.rows ? number(g.ap) : '–',
  ])
  return ['', ...table([title, 'rows', 'AE', 'flagged', 'recall', 'AP'], rows)]
}

function situationTable(scores: readonly SituationScore[]): string[] {
  if (scores.length === 0) return []
  const rows = scores.map(({ code, rows, said, precision, recall }) => [
    code,
    `${rows}`,
    `${said}`,
    number(precision),
    number(recall),
  ])
  return ['', ...table(['situation', 'rows', 'said', 'precision', 'recall'], rows)]
}

/** Strangers' text for a terminal: one line, nothing that moves the cursor or turns the reading direction. */
export const shown = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`)
    .slice(0, 160)

const mistakes = (title: string, rows: readonly Mistake[]): string[] =>
  rows.length === 0
    ? []
    : ['', title, ...rows.map((m) => `  ${number(m.score)}  ${m.id}  [${m.kind}]  ${shown(m.text)}`)]

/** The whole report for a terminal. */
export function readableReport(report: Report): string {
  const { shipped, best, situations, spans, atPrevalence } = report
  return [
    `${report.rows} posts, ${report.positives} with an adverse event (${percent(report.positives / report.rows)})`,
    ...copiesLine(report),
    '',
    ...table(['figure', 'value', '95 % interval'], figureRows(report.figures)),
    '',
    `as shipped: ${shipped.tp + shipped.fp} flagged (${percent(shipped.load)}), ${shipped.fp} of them in vain; ${shipped.fn} missed`,
    `best F1 at threshold ${number(best.threshold)} · calibration error ${number(report.calibration.ece)}`,
    ...(situations.rows > 0
      ? [`special situations without an event: ${situations.flagged} of ${situations.rows} seen`]
      : []),
    ...(spans
      ? [
          `event spans, relaxed: F1 ${number(spans.f1)} (${spans.found} of ${spans.gold} found, ${spans.matched} of ${spans.predicted} right)`,
        ]
      : []),
    ...(atPrevalence
      ? [
          '',
          ...table(
            ['at prevalence', asGiven(atPrevalence.prevalence), '95 % interval'],
            figureRows(atPrevalence.figures),
          ),
        ]
      : []),
    ...groupTable('language', report.byLanguage),
    ...groupTable('class', report.byClass),
    ...situationTable(situations.byCode),
    ...mistakes('missed, lowest first', report.gallery.missed),
    ...mistakes('flagged in vain, highest first', report.gallery.falseAlarms),
  ].join('\n')
}
