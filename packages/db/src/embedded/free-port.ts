import { createServer } from 'node:net'

/** A port of 127.0.0.1 that was free a moment ago; whoever binds it must expect to lose a race. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
