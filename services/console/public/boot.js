// Runs before any module: keeps zod from probing for eval as its schemas are built. Our CSP refuses eval and would
// report the probe; a module cannot come first, since the bundler may put zod into a chunk of its own.
globalThis.__zod_globalConfig = { jitless: true }
