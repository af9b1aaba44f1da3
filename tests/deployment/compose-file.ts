import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

export type Container = {
  image: string
  command?: string[]
  user?: string
  environment?: Record<string, string>
  secrets?: string[]
  volumes?: string[]
  networks?: string[]
  network_mode?: string
  ports?: string[]
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  healthcheck?: { test?: string[]; disable?: boolean }
  depends_on?: Record<string, { condition: string }>
  profiles?: string[]
}

export type ComposeFile = {
  services: Record<string, Container>
  secrets: Record<string, { file: string }>
  networks: Record<string, { internal?: boolean }>
  volumes: Record<string, unknown>
}

export const root = new URL('../../', import.meta.url)

/** docker-compose.yml as compose reads it with these variables set. */
export function readCompose(env: Record<string, string> = {}): ComposeFile {
  const text = readFileSync(new URL('docker-compose.yml', root), 'utf8')
  return parse(interpolate(text, env), { merge: true })
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:+value}`, innermost first, as the compose specification says. */
function interpolate(text: string, env: Record<string, string>): string {
  const innermost = /\$\{([A-Z_]+)(?::([-+])([^${}]*))?\}/
  let found = innermost.exec(text)
  while (found) {
    const [whole, name = '', operator, word = ''] = found
    const value = env[name] ?? ''
    const chosen = operator === '+' ? value && word : value || (operator === '-' ? word : '')
    text = text.replace(whole, () => chosen)
    found = innermost.exec(text)
  }
  return text
}
