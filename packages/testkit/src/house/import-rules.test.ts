import { expect, test } from 'vitest'
import { importProblems } from './import-rules.ts'

/** Not spelt out here: this file is checked, too. */
const importOf = (name: string) => `import { x } from '@hark/${name}'`
const problemsOf = (path: string, text: string) => importProblems([{ path, text }])

test.each([
  ['packages/db/src/a.ts', "import { x } from '@hark/domain'"],
  ['packages/db/src/a.ts', "export * from '@hark/db'"],
  ['packages/db/src/a.test.ts', "import { x } from '@hark/testkit'"],
  ['packages/testkit/src/a.ts', "import { buildApp } from '@hark/api'"],
  ['services/api/src/a.ts', "const x = await import('@hark/queue')"],
  ['tests/journey/a.test.ts', "import { x } from '@hark/api'"],
  ['packages/db/src/a.ts', 'const words = "from the shared pool"'],
])('%s may say %s', (path, text) => {
  expect(problemsOf(path, text)).toEqual([])
})

test.each([
  ['packages/domain/src/a.ts', "import { x } from '@hark/db'", 'domain stands below db'],
  ['packages/domain/src/a.ts', "import type { X } from\n  '@hark/runtime'", 'domain stands below runtime'],
  ['packages/domain/src/a.ts', "await import('@hark/db')", 'domain stands below db'],
  ['packages/domain/src/a.ts', "import '@hark/db'", 'domain stands below db'],
  ['packages/db/src/a.ts', "import { x } from '@hark/testkit'", 'testkit is for tests only'],
  ['services/ingest/src/a.ts', "import { x } from '@hark/publisher'", 'imports the service publisher'],
  ['services/api/src/a.ts', importOf('nowhere'), 'there is no package nowhere'],
  ['packages/db/src/utils.ts', '', 'name the concept instead of a vague word'],
  ['packages/db/src/shared/a.ts', '', 'name the concept instead of a vague word'],
  ['packages/db/src/date-helpers.ts', '', 'name the concept instead of a vague word'],
])('%s may not say %s', (path, text, problem) => {
  expect(problemsOf(path, text)).toEqual([`${path}: ${problem}`])
})
