const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
let known: Map<string, string> | null = null

/** ISO 3166-1 alpha-2 of the country an IANA zone belongs to, by the runtime's own table; null where it belongs to none. */
export function countryOfZone(zone: string): string | null {
  known ??= readZones()
  return known.get(canonical(zone)) ?? null
}

function readZones(): Map<string, string> {
  const codes = letters.flatMap((a) => letters.map((b) => a + b))
  return new Map(
    codes.flatMap((code) => zonesOf(code).map((zone): [string, string] => [canonical(zone), code])),
  )
}

function zonesOf(code: string): string[] {
  // In the standard since 2025; TypeScript's library does not name it yet.
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & { getTimeZones?: () => string[] | undefined }
  return locale.getTimeZones?.() ?? []
}

/** One spelling for zones with several names (Europe/Kiev, Europe/Kyiv). */
function canonical(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone
  }
}
