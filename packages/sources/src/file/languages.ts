const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })
const letters = [...'abcdefghijklmnopqrstuvwxyz']

/** English names of the two-letter languages, as exports write them: `german` → `de`. */
const codes = new Map(
  letters.flatMap((first) =>
    letters.flatMap((second): [string, string][] => {
      const name = names.of(first + second)
      return name ? [[name.toLowerCase(), first + second]] : []
    }),
  ),
)

/** A BCP 47 tag from what a file calls a language; null where it says nothing usable. */
export function languageTag(given: string | null): string | null {
  const text = given?.trim() ?? ''
  if (/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(text)) return text.replaceAll('_', '-')
  return codes.get(text.toLowerCase()) ?? null
}
