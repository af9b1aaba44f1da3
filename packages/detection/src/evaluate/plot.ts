import type { Report } from './report.ts'

const side = 320
const gap = 56
const colour = { line: '#1d6fb8', ideal: '#9aa5b1', ink: '#24313f' }

type Point = readonly [number, number]

/** Without an event there is no recall, without a flag no precision. */
const isFinitePoint = (point: Point): boolean => point.every(Number.isFinite)

function chart(
  at: number,
  title: string,
  x: string,
  y: string,
  lines: { points: readonly Point[]; colour: string; dots?: boolean }[],
): string {
  const known = lines.map((line) => ({ ...line, points: line.points.filter(isFinitePoint) }))
  const untold = known.some(({ points, dots }) => !dots && points.length === 0)
  const place = ([px, py]: Point): string =>
    `${(at + px * side).toFixed(1)},${(gap + (1 - py) * side).toFixed(1)}`
  const grid = [0, 0.25, 0.5, 0.75, 1].map((v) => {
    const [gx, gy] = [at + v * side, gap + (1 - v) * side]
    return `<path d="M${gx} ${gap}V${gap + side}M${at} ${gy}H${at + side}" stroke="#e3e8ee"/><text x="${gx}" y="${gap + side + 16}" text-anchor="middle">${v}</text><text x="${at - 6}" y="${gy + 4}" text-anchor="end">${v}</text>`
  })
  const drawn = known.map(({ points, colour: stroke, dots }) =>
    dots
      ? points
          .map(
            (p) =>
              `<circle cx="${place(p).split(',')[0]}" cy="${place(p).split(',')[1]}" r="4" fill="${stroke}"/>`,
          )
          .join('')
      : `<polyline fill="none" stroke="${stroke}" stroke-width="2" points="${points.map(place).join(' ')}"/>`,
  )
  const label = `<text x="${at + side / 2}" y="${gap - 14}" text-anchor="middle" font-weight="600">${title}</text><text x="${at + side / 2}" y="${gap + side + 36}" text-anchor="middle">${x}</text><text x="${at - 38}" y="${gap + side / 2}" text-anchor="middle" transform="rotate(-90 ${at - 38} ${gap + side / 2})">${y}</text>`
  const note = `<text x="${at + side / 2}" y="${gap + side / 2}" text-anchor="middle">the file holds no event</text>`
  return grid.join('') + drawn.join('') + label + (untold ? note : '')
}

/** Three charts side by side as one SVG: precision by recall, recall by share read, and whether a score means what it says. */
export function plotOf(report: Report): string {
  const shipped = report.shipped
  const chance: Point[] = [
    [0, 0],
    [1, 1],
  ]
  const charts = [
    chart(gap + 10, 'Precision and recall', 'recall', 'precision', [
      { points: report.curve.map((p) => [p.recall, p.precision]), colour: colour.line },
      { points: [[shipped.recall, shipped.precision]], colour: '#c2410c', dots: true },
    ]),
    chart(2 * gap + side + 30, 'What reading finds', 'share of posts read', 'recall', [
      { points: chance, colour: colour.ideal },
      { points: report.curve.map((p) => [p.load, p.recall]), colour: colour.line },
      { points: [[shipped.load, shipped.recall]], colour: '#c2410c', dots: true },
    ]),
    chart(3 * gap + 2 * side + 50, 'Calibration', 'score', 'share that were events', [
      { points: chance, colour: colour.ideal },
      { points: report.calibration.bins.map((b) => [b.meanScore, b.rate]), colour: colour.line },
    ]),
  ]
  const [width, height] = [4 * gap + 3 * side + 50, 2 * gap + side]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="${colour.ink}"><rect width="${width}" height="${height}" fill="#fff"/>${charts.join('')}</svg>\n`
}
