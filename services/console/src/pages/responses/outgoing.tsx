import type { ResponseView } from '@hark/contract'
import css from './responses.module.css'

/** The text as it leaves, with whatever cannot be seen spelled out by the server. */
export function Outgoing({ version }: { version: ResponseView['versions'][number] }) {
  return (
    <>
      <h2>The reply, version {version.version}</h2>
      <bdi dir="auto" className={css.outgoing}>
        {version.text}
      </bdi>
      {version.escaped !== version.text && (
        <p className={css.block}>
          With invisible characters spelled out: <bdi dir="ltr">{version.escaped}</bdi>
        </p>
      )}
      <p className={css.quiet}>
        {version.lint.length.used} of {version.lint.length.limit} {version.lint.length.unit} · content{' '}
        <code className={css.hash}>{version.contentSha256}</code>
      </p>
    </>
  )
}
