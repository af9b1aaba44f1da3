import { tool } from './checks.ts'

const { ok, output } = await tool('format', '@biomejs/biome', 'bin/biome', ['check', '--write'])
console.log(output)
process.exitCode = ok ? 0 : 1
