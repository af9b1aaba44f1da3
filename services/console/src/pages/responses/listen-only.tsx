import css from './responses.module.css'

/** Stands where sending would be, when nothing can leave. */
export function ListenOnly() {
  return (
    <section className={css.attestation} aria-label="Listen-only attestation">
      <h2>Listen-only</h2>
      <p>
        This deployment holds no credentials to write on any platform. Replies can be drafted and reviewed;
        none can leave. What Hark reads is public, and nobody whose post is read is contacted through Hark. An
        operator changes this by giving write credentials to the publisher, and to nothing else.
      </p>
    </section>
  )
}
