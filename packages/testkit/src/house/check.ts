import { printChecks, runChecks } from './checks.ts'

const results = await runChecks()
printChecks(results)
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1
