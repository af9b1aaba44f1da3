import type { Coding } from '@hark/domain'
import { useQuery } from '@tanstack/react-query'
import { termQuery } from '../../api/concepts.ts'
import css from './sign.module.css'

/** A chosen term with its name, code and edition. A licensed name is looked up where its release is at hand, and else not shown. */
export function CodingText({ coding }: { coding: Coding }) {
  return coding.dictionary === 'open' ? (
    <>
      {coding.name} <Edition coding={coding} name="open vocabulary" />
    </>
  ) : (
    <LicensedTerm coding={coding} />
  )
}

function LicensedTerm({ coding }: { coding: Coding }) {
  const { data, isPending } = useQuery(termQuery(coding))
  const term = data?.term
  return (
    <>
      {term
        ? `${term.name} (PT ${term.ptName}, SOC ${term.socName})`
        : isPending
          ? `LLT ${coding.code} …`
          : `LLT ${coding.code}, of a release that is not at hand`}{' '}
      <Edition coding={coding} name="MedDRA" />
    </>
  )
}

function Edition({ coding: { code, version, sha256 }, name }: { coding: Coding; name: string }) {
  return (
    <span className={css.edition} title={`SHA-256 ${sha256}`}>
      {code} · {name} {version} · {sha256.slice(0, 12)}
    </span>
  )
}
