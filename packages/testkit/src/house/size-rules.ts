import { parseAst } from 'vitest/node'
import { isTest, type SourceFile } from './source-tree.ts'

type Limits = { median: number; p90: number; max?: number }
export const fileLimits = { median: 60, p90: 150, max: 250 } satisfies Limits
/** What a service starts and stops fits on a screen: what it needs is built in its context. */
export const mainLimit = 40
export const functionLimits = { median: 15, p90: 40 } satisfies Limits

/** Which limits on the length of files and functions the code breaks; tests are not measured. */
export function sizeProblems(files: SourceFile[]): string[] {
  const code = files.filter(({ path }) => !isTest(path))
  const lengths = code.map(({ path, text }) => ({ name: path, lines: text.trimEnd().split('\n').length }))
  return [
    ...tooLong('file', lengths, fileLimits.max),
    ...tooLong(
      'main',
      lengths.filter(({ name }) => isMain.test(name)),
      mainLimit,
    ),
    ...spreadProblems('files', lengths, fileLimits),
    ...spreadProblems('functions', code.flatMap(functionLengths), functionLimits),
  ]
}

const isMain = /^services\/[^/]+\/src\/main\.ts$/

function tooLong(what: string, lengths: Length[], limit: number): string[] {
  return lengths
    .filter(({ lines }) => lines > limit)
    .map(({ name, lines }) => `${name} has ${lines} lines; no ${what} may have more than ${limit}`)
}

type Length = { name: string; lines: number }

function spreadProblems(what: string, lengths: Length[], limits: Limits): string[] {
  const sorted = lengths.toSorted((a, b) => a.lines - b.lines)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.lines ?? 0
  const longest = sorted.slice(-5).map(({ name, lines }) => `${name} ${lines}`)
  return [
    ...(at(0.5) > limits.median
      ? [`the median of ${what} is ${at(0.5)} lines, the limit ${limits.median}`]
      : []),
    ...(at(0.9) > limits.p90
      ? [
          `a tenth of the ${what} exceed ${at(0.9)} lines, the limit is ${limits.p90}; longest: ${longest.join(', ')}`,
        ]
      : []),
  ]
}

type AstNode = { type: string; start: number; end: number; [key: string]: unknown }

/** Lengths in lines of functions and methods with a block body, first line to last. */
export function functionLengths({ path, text }: SourceFile): Length[] {
  const program = parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as AstNode
  const found: Length[] = []
  visit(program, (node) => {
    const body = node.body as AstNode | null | undefined
    if (
      !/Function/.test(node.type) ||
      body?.type === undefined ||
      !/BlockStatement|FunctionBody/.test(body.type)
    )
      return
    const line = text.slice(0, node.start).split('\n').length
    found.push({ name: `${path}:${line}`, lines: text.slice(node.start, node.end).split('\n').length })
  })
  return found
}

function visit(value: unknown, see: (node: AstNode) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return
  if (typeof (value as AstNode).type === 'string') see(value as AstNode)
  for (const child of Object.values(value)) visit(child, see)
}
