import type { LintView } from '@hark/contract'
import { Button } from '@mantine/core'
import { Words } from '../../parts/post-text/words.tsx'
import css from './responses.module.css'

type Props = { lint: LintView; text: string; onPoint: (start: number, end: number) => void }

/** Every rule that speaks up: which, where, and how to mend it. */
export function LintList({ lint, text, onPoint }: Props) {
  if (lint.findings.length === 0)
    return <p className={css.clean}>✔ The lint finds nothing ({lint.ruleSet}).</p>
  return (
    <section aria-label="Lint">
      <h2>
        Lint: {lint.blocked ? 'cannot be submitted yet' : 'may be submitted'}{' '}
        <span className={css.quiet}>{lint.ruleSet}</span>
      </h2>
      <ul className={css.lint}>
        {lint.findings.map((f) => (
          <li key={`${f.rule}${f.start}${f.message}`} data-severity={f.severity}>
            <strong>
              {f.rule} {f.severity === 'block' ? 'must be mended' : 'look at it'}
            </strong>{' '}
            {f.message}
            {f.start !== null && f.end !== null && (
              <Button variant="subtle" size="compact-sm" onClick={() => onPoint(f.start ?? 0, f.end ?? 0)}>
                <Words text={text.slice(f.start, f.end)} quoted />
              </Button>
            )}
            <div className={css.quiet}>Mend: {f.fix}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}
