import type { Generated, GeneratedAlways } from 'kysely'

export type SampleTable = {
  id: string
  programme_id: string
  practice: boolean
  from_at: string
  to_at: string
  seed: string
  model: string
  frame: Buffer
  frame_sha256: GeneratedAlways<Buffer>
  gone: number
  drawn_by: string
  drawn_at: Generated<string>
  entry_id: string
}

export type SampleStratumTable = {
  sample_id: string
  language: string
  band: string
  posts: number
  drawn: number
}

export type SamplePostTable = {
  post_id: string
  sample_id: string
  language: string
  band: string
}

export type SampleOutcomeTable = SamplePostTable & { state: string }

export type SamplesTables = {
  sample: SampleTable
  sample_stratum: SampleStratumTable
  sample_post: SamplePostTable
  sample_outcome: SampleOutcomeTable
}
