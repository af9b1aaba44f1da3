/** The texts a model is fitted on, each with its label, spans and group; what differs between corpora ends here. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type CorpusSpan, readCorpus } from './corpus-format.ts'

const root = join(import.meta.dirname, '..')
export const shared = process.env.HARK_SHARED ?? join(root, '../shared')

export type Source = {
  id: string
  group: string
  domain: string
  text: string
  lang: string | null
  spans: CorpusSpan[]
  meta: Record<string, unknown>
  /** The medicine a text is about that it does not name. */
  about?: string
  /** Medicines as the run time finds them, or as marked. */
  view: 'run' | 'marked'
}

export function* corpus(): Generator<Source> {
  const folder = join(root, 'training/corpus')
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()) {
    const { rows, faults } = readCorpus(file, readFileSync(join(folder, file), 'utf8'))
    if (faults.length) console.error(`${file}: ${faults.length} lines left out`)
    for (const row of rows) {
      const { label, negative, register, voice, kind, sentiment, pair, idea } = row
      const meta = {
        label,
        negative,
        register,
        voice,
        kind,
        sentiment,
        pair,
        idea,
        seriousness: row.seriousness,
        situations: row.special,
      }
      const source = {
        id: row.id,
        group: `${file}:${idea}`,
        domain: 'own',
        text: row.text,
        lang: row.lang,
        spans: row.spans,
        meta,
      }
      yield { ...source, view: 'marked' }
      yield { ...source, view: 'run' }
    }
  }
}

const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

/** Places of phrases in a text, first occurrence each. */
function spansOf(text: string, phrases: readonly string[], kind: CorpusSpan['kind']): CorpusSpan[] {
  const low = text.toLowerCase()
  return phrases.flatMap((phrase) => {
    const start = phrase ? low.indexOf(phrase.toLowerCase()) : -1
    return start < 0 || low.length !== text.length ? [] : [{ kind, start, end: start + phrase.length }]
  })
}

type PsyTar = {
  id: string
  text: string
  label: number
  meta: { drug_id: string | null; adr_spans: string[] | null; flags: Record<string, number> }
}

/** Sentences stand in the order of their reviews, and only those with a reaction say of which medicine. A sentence of a stranger's review often says none: every other is read so. */
export function* psytar(): Generator<Source> {
  let reviewed = 'lexapro'
  for (const line of lines(join(shared, 'corpora/psytar/norm.jsonl'))) {
    const { id, text, label, meta } = JSON.parse(line) as PsyTar
    const spans = spansOf(text, meta.adr_spans ?? [], 'event')
    reviewed = meta.drug_id?.replace(/XR|\..*$/g, '') ?? reviewed
    // Neighbouring sentences are of one review: blocks of forty never straddle a fold by much.
    const group = `psytar:${Math.floor(Number(id.split('-')[1]) / 40)}`
    yield {
      id,
      group,
      domain: 'psytar',
      text,
      lang: 'en',
      spans,
      ...(Number(id.split('-')[1]) % 2 ? { about: reviewed } : {}),
      view: 'run',
      meta: { label: label ? 'A' : 'N', flags: meta.flags },
    }
  }
}

type Phee = {
  id: string
  text: string
  label: number
  meta: {
    events: { type: string; effect: string[]; treatment: string[]; negated: boolean; speculated: boolean }[]
  }
}

export function* phee(): Generator<Source> {
  for (const line of lines(join(shared, 'corpora/phee/norm.jsonl'))) {
    const { id, text, meta } = JSON.parse(line) as Phee
    const adverse = meta.events.filter(({ type }) => type === 'Adverse_event')
    const held = adverse.filter(({ negated }) => !negated)
    const spans = [
      ...spansOf(
        text,
        held.flatMap(({ effect }) => effect),
        'event',
      ),
      ...spansOf(
        text,
        adverse.filter(({ negated }) => negated).flatMap(({ effect }) => effect),
        'negated',
      ),
    ]
    const label = held.length > 0 ? 'A' : 'N'
    yield {
      id,
      group: `phee:${id.split('_')[0]}`,
      domain: 'phee',
      text,
      lang: 'en',
      spans,
      view: 'run',
      meta: {
        label,
        negated: adverse.length > held.length,
        speculated: held.some(({ speculated }) => speculated),
      },
    }
  }
}

export function* other(path: string): Generator<Source> {
  for (const line of lines(path)) {
    const { id, text, label, lang } = JSON.parse(line) as {
      id: string
      text: string
      label: number
      lang?: string
    }
    yield {
      id: String(id),
      group: String(id),
      domain: basename(path),
      text,
      lang: lang ?? null,
      spans: [],
      view: 'run',
      meta: { label: label ? 'A' : 'N' },
    }
  }
}
