import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { basename, dirname, relative, resolve } from 'node:path'

type Module = { name: string; code: string }

/**
 * The verifier as one JavaScript file without types or dependencies, for an auditor who has only Node 20.12 or
 * later. Each module becomes a function that returns its exports, so private names stay apart.
 */
export function singleFile(entry: string): string {
  const modules = new Map<string, Module>()
  visit(resolve(entry), dirname(resolve(entry)), modules)
  return `#!/usr/bin/env node\n${[...modules.values()].map(({ code }) => code).join('\n')}`
}

function visit(path: string, root: string, modules: Map<string, Module>): string {
  const known = modules.get(path)
  if (known) return known.name
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'))
  const imported = new Map<string, string>()
  for (const [, target = ''] of source.matchAll(/^import [^']*from '(\.[^']+)'$/gm)) {
    imported.set(target, visit(resolve(dirname(path), target), root, modules))
  }
  const name = `$${relative(root, path)
    .replace(/\.ts$/, '')
    .replaceAll(/[^a-z0-9]/g, '_')}`
  modules.set(path, { name, code: toFunction(source, name, path, imported) })
  return name
}

function toFunction(source: string, name: string, path: string, imported: Map<string, string>): string {
  const exported = [
    ...source.matchAll(/^export (?:async )?(?:const|function\*?|class) ([A-Za-z0-9_]+)/gm),
  ].map((match) => match[1])
  const body = source
    .replaceAll(
      /^import \{([^}]*)\} from '(\.[^']+)'$/gm,
      (_all, names: string, target: string) => `const {${names}} = ${imported.get(target)}`,
    )
    .replaceAll(
      /^import \{([^}]*)\} from '(node:[^']+)'$/gm,
      (_all, names: string, target: string) => `const {${names}} = await import('${target}')`,
    )
    .replaceAll(/^export /gm, '')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
  return `// ${basename(path)}\nconst ${name} = await (async () => {\n${body.trim()}\nreturn { ${exported.join(', ')} }\n})()\n`
}
