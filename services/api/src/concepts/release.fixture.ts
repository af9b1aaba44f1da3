import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A made-up dictionary in MedAscii form, version 0.0: no term or code of MedDRA. */
const release: Record<string, string> = {
  'meddra_release.asc': '0.0$English$$$$\n',
  'soc.asc': '1$Skin and hair$Skn$$$$$$$$\n',
  'pt.asc': '11$Red skin$$1$$$$$$$$\n12$Hair loss$$1$$$$$$$$\n',
  'llt.asc': [
    '11$Red skin$11$$$$$$$Y$$',
    '13$Terrible rash$11$$$$$$$Y$$',
    '14$Rash (old)$11$$$$$$$N$$',
    '12$Hair loss$12$$$$$$$Y$$',
    '15$Rash on legs$11$$$$$$$Y$$',
  ].join('\n'),
}

export function madeUpRelease(over: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'hark-release-'))
  for (const [name, content] of Object.entries({ ...release, ...over }))
    writeFileSync(join(folder, name), content)
  return folder
}
