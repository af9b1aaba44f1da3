import type { Adapter } from '@hark/sources'

/** The environment variable a credential is read from: `MASTODON_TOKEN`, `YOUTUBE_API_KEY`. Never the command line, which every process can see. */
export function variableOf(platform: string, name: string): string {
  return `${platform}_${name.replace(/([a-z])([A-Z])/g, '$1_$2')}`.toUpperCase().replaceAll('-', '_')
}

/** Credentials of an adapter found in the environment, and the names of those that are needed and missing. */
export function credentialsFrom(
  env: NodeJS.ProcessEnv,
  adapter: Adapter,
): { secrets: Record<string, string>; missing: string[] } {
  const asked = Object.entries(adapter.secrets ?? {})
  const given = asked.map(([name]) => [name, env[variableOf(adapter.platform, name)]] as const)
  const secrets = Object.fromEntries(given.filter((one): one is [string, string] => Boolean(one[1])))
  const missing = asked.filter(([name, { optional }]) => !optional && !secrets[name]).map(([name]) => name)
  return { secrets, missing }
}
