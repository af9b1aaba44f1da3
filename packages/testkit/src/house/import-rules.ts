import { isTest, type SourceFile } from './source-tree.ts'

/** Lowest first: a package imports only what stands before it. */
const packages = 'domain runtime contract ledger detection icsr db queue sources testkit'.split(' ')
const services = 'ingest classifier api publisher clock console cli'.split(' ')
const vagueName = /(^|[/-])(utils?|helpers?|common|shared|managers?)([/.]|$)/

/** What breaks the order of packages, the separation of services or the naming rule, one sentence each. */
export function importProblems(files: SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...(vagueName.test(file.path) ? [`${file.path}: name the concept instead of a vague word`] : []),
    ...imported(file.text).flatMap((target) => refusal(file.path, target)),
  ])
}

/** Names of `@hark/…` in import and export statements and in `import()`. */
function imported(text: string): string[] {
  const statements = text.matchAll(/(?:from|import)\s*\(?\s*['"]@hark\/([a-z-]+)/g)
  return [...new Set([...statements].map((match) => match[1] as string))]
}

function refusal(path: string, target: string): string[] {
  const [top, owner = ''] = path.split('/')
  if (target === owner || top === 'tests') return []
  if (target === 'testkit') return isTest(path) ? [] : [`${path}: testkit is for tests only`]
  if (services.includes(target)) return owner === 'testkit' ? [] : [`${path}: imports the service ${target}`]
  if (!packages.includes(target)) return [`${path}: there is no package ${target}`]
  if (top === 'services') return []
  return packages.indexOf(target) < packages.indexOf(owner)
    ? []
    : [`${path}: ${owner} stands below ${target}`]
}
