import type { SpecialSituation } from '@hark/domain'
import type { EvaluatedPost } from './report.ts'

export type SituationScore = {
  code: SpecialSituation
  /** Posts labelled with it, posts it was said of, and posts of both. */
  rows: number
  said: number
  right: number
  precision: number
  recall: number
}

export type Situations = {
  /** Posts with a situation and no event, and how many of them a person gets to see: as an event, or by a situation. */
  rows: number
  flagged: number
  /** Of the posts whose line says which situations hold; empty where none does. */
  byCode: SituationScore[]
}

function scoreOf(code: SpecialSituation, posts: readonly EvaluatedPost[]): SituationScore {
  const labelled = posts.filter(({ post }) => post.special?.includes(code))
  const said = posts.filter(({ special }) => special.includes(code)).length
  const right = labelled.filter(({ special }) => special.includes(code)).length
  return {
    code,
    rows: labelled.length,
    said,
    right,
    precision: right / said,
    recall: right / labelled.length,
  }
}

export function situationsOf(posts: readonly EvaluatedPost[]): Situations {
  const alone = posts.filter(({ post }) => post.situation)
  const coded = posts.filter(({ post }) => post.special !== null)
  const codes = new Set(coded.flatMap(({ post, special }) => [...(post.special ?? []), ...special]))
  return {
    rows: alone.length,
    flagged: alone.filter(({ flag, special }) => flag || special.length > 0).length,
    byCode: [...codes]
      .map((code) => scoreOf(code, coded))
      .sort((a, b) => b.rows - a.rows || (a.code < b.code ? -1 : 1)),
  }
}
