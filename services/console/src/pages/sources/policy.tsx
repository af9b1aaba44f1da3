import css from './sources.module.css'
import { termsInWords, termsRead } from './terms.ts'

/** What the terms of a platform allow, in plain words, with where they stand and when they were read. */
export function Policy({ policy }: { policy: Record<string, unknown> }) {
  return (
    <dl className={css.policy}>
      <div>
        <dt>Terms</dt>
        <dd>
          <TermsLink policy={policy} />
        </dd>
      </div>
      {termsInWords(policy).map(([name, words]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

export function TermsLink({ policy }: { policy: Record<string, unknown> }) {
  const { url, readOn } = termsRead(policy)
  if (!url && typeof policy.termsFrom === 'string') return policy.termsFrom
  if (!url) return <>no third party’s{readOn && `, looked for on ${readOn}`}</>
  return (
    <>
      <a href={url} target="_blank" rel="noreferrer">
        {new URL(url).host}
      </a>
      , read on {readOn}
    </>
  )
}
