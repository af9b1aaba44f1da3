/** Times as Meta writes them: `2021-07-21T21:05:14+0000`, or seconds since 1970. Null for what is neither. */
export function instantOf(value: string | number | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  const ms = Number.isNaN(number)
    ? Date.parse(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
    : number * (number > 1e11 ? 1 : 1000)
  return Number.isNaN(ms) || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString()
}
