import { readdirSync, readFileSync } from 'node:fs'

const TICK_MS = 10

type Process = { pid: number; parent: number; name: string; own: number; ended: number }

/** Milliseconds of processor time by what used it: a service, `import`, `postgres for ROLE`. */
export type Spent = Map<string, number>

/**
 * What this process's descendants have used so far, those that have ended included: the services, the database and the queue, not
 * the one who measures. Null where there is no /proc. Says what work costs on a machine that is busy.
 */
export function processorTime(): Spent | null {
  const all = processes()
  if (all.length === 0) return null
  const byParent = Map.groupBy(all, (p) => p.parent)
  const spent: Spent = new Map()
  const add = (name: string, ms: number) => spent.set(name, (spent.get(name) ?? 0) + ms)
  const addBelow = (pid: number): void => {
    for (const p of byParent.get(pid) ?? []) {
      add(p.name, p.own)
      add(p.name === 'postgres' ? 'postgres for import and upkeep' : p.name, p.ended)
      addBelow(p.pid)
    }
  }
  addBelow(process.pid)
  add('import', all.find((p) => p.pid === process.pid)?.ended ?? 0)
  return spent
}

/** Every process below this one, by what it is. */
export function descendants(): { pid: number; name: string }[] {
  const byParent = Map.groupBy(processes(), (p) => p.parent)
  const below = (pid: number): Process[] => (byParent.get(pid) ?? []).flatMap((p) => [p, ...below(p.pid)])
  return below(process.pid)
}

/** What was used between two readings, the most first. */
export function spentSince(before: Spent | null, after: Spent | null): [string, number][] {
  if (!before || !after) return []
  return [...after]
    .map(([name, ms]): [string, number] => [name, ms - (before.get(name) ?? 0)])
    .filter(([, ms]) => ms > 0)
    .sort((a, b) => b[1] - a[1])
}

function processes(): Process[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(read)
  } catch {
    return []
  }
}

/** Fields 4 and 14 to 17 of proc(5) stat; the name before them may hold anything but ends at the last bracket. */
function read(pid: string): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const ticks = (from: number) => ((fields[from] ?? 0) + (fields[from + 1] ?? 0)) * TICK_MS
    const name = nameOf(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    return [{ pid: Number(pid), parent: fields[1] ?? 0, name, own: ticks(11), ended: ticks(13) }]
  } catch {
    return [] // ended meanwhile
  }
}

/** A backend of Postgres says in its command line whose it is. */
function nameOf(command: string): string {
  const service = /services\/(\w+)\/src\/main\.ts/.exec(command)?.[1]
  const own = /tests\/bench\/replay\/serve\.ts/.test(command) ? 'platform' : undefined
  const role = /^postgres: hark_(\w+) /.exec(command)?.[1]
  return service ?? own ?? (role ? `postgres for ${role}` : 'postgres')
}
