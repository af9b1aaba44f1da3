import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

const common = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrcElem: ["'self'"],
  imgSrc: ["'self'"],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
}

/**
 * No inline script or style, no foreign origin, no remote image of a post (it would tell the author who reads), and no text ever becomes
 * markup: whatever a post says, the browser refuses to parse it (trusted types, none of them made).
 */
export const securityHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { ...common, requireTrustedTypesFor: ["'script'"], trustedTypes: ["'none'"] },
  },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
}

/** The one style element in the index of swagger-ui; another version of it fails tests/browser until this says so. */
const DOCS_STYLE = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='"

/** The page that shows the api writes markup and styles of its own; it holds no post and no session's data. */
const docsPolicy = Object.entries({
  ...common,
  styleSrcElem: ["'self'", DOCS_STYLE],
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
})
  .map(([name, values]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${values.join(' ')}`)
  .join(';')

export const DOCS = '/api/docs'

/** After the headers of every page: the readable page of the api is under a policy of its own. */
export function relaxDocs(app: FastifyInstance): void {
  app.addHook('onRequest', async (req, reply) => {
    const path = req.url.split('?')[0] as string
    if (path === DOCS || path.startsWith(`${DOCS}/`)) reply.header('content-security-policy', docsPolicy)
  })
}
