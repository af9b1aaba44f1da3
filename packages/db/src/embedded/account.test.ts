import { expect, test } from 'vitest'
import { parsePasswd } from './account.ts'

test('passwd lines become accounts, and anything else is passed over', () => {
  const text =
    'root:x:0:0:root:/root:/bin/bash\n\n# note\npostgres:x:101:104:,,,:/var/lib/postgresql:/bin/bash\n+::::::\n'
  expect(parsePasswd(text).filter(({ name }) => name === 'postgres' || name === '# note')).toEqual([
    { name: 'postgres', uid: 101, gid: 104 },
  ])
})
