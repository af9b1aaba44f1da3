import type { FindingView } from '@hark/contract'
import { Words } from '../post-text/words.tsx'
import { evidenceNames, languageName, seriousnessNames, specialNames } from '../words/names.ts'
import { noteInWords, productInWords, reasonsInWords } from '../words/reasons.ts'
import css from './case.module.css'
import { ScoreBar } from './score-bar.tsx'

type Props = { finding: FindingView; lit?: string | null; onLight?: (kind: string | null) => void }

/** Why detection did or did not flag a post: evidence first, then reasons, then the score under its model. */
export function FindingNote({ finding, lit = null, onLight }: Props) {
  const { product } = finding
  return (
    <section className={css.finding}>
      <h3>
        {finding.flagged ? 'Why flagged' : 'Why not flagged'}: {product.brand}
        {product.substance !== product.brand && ` (${product.substance})`}
        {!product.own && ' · not ours'}
      </h3>
      <ul className={css.evidence}>
        {finding.evidence.map((e) => (
          <li
            key={`${e.kind}${e.start}`}
            data-lit={lit === e.kind || undefined}
            onMouseEnter={() => onLight?.(e.kind)}
            onMouseLeave={() => onLight?.(null)}
          >
            <span className={css.kind}>{evidenceNames[e.kind] ?? e.kind}</span>
            <span>
              <q>
                <Words text={e.text} />
              </q>
              <Note evidence={e} brand={product.brand} />
            </span>
          </li>
        ))}
      </ul>
      <Reasons codes={finding.reasons} />
      {finding.seriousness.length + finding.special.length > 0 && (
        <p>
          {[
            ...finding.seriousness.map((s) => seriousnessNames[s]),
            ...finding.special.map((s) => specialNames[s]),
          ].join(' · ')}
        </p>
      )}
      <ScoreBar score={finding.score} threshold={finding.threshold} />
      <p className={css.quiet}>
        {finding.sentiment.label} tone · {languageName(finding.lang)} · model {finding.model}
      </p>
    </section>
  )
}

/** Of a product, which it is: its words may be a hashtag, a nickname or a misspelling. */
function Note({ evidence, brand }: { evidence: FindingView['evidence'][number]; brand: string }) {
  const note =
    evidence.kind === 'product'
      ? productInWords(brand, evidence.text)
      : noteInWords(evidence.note, evidence.text)
  return note && <span className={css.quiet}> {note}</span>
}

function Reasons({ codes }: { codes: string[] }) {
  const { raised, lowered, sent, noted } = reasonsInWords(codes)
  const rows = [
    ['for it', raised],
    ['against it', lowered],
    ['in any case', sent],
    ['to know', noted],
  ] as const
  return (
    <ul className={css.evidence}>
      {rows.map(
        ([name, words]) =>
          words.length > 0 && (
            <li key={name}>
              <span className={css.kind}>{name}</span>
              <span>{words.join(' · ')}</span>
            </li>
          ),
      )}
    </ul>
  )
}
