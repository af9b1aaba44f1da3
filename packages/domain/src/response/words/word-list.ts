/**
 * What the lint looks for in one language. Entries are pieces of regular expressions, written without accents and
 * matched as whole words against text without accents, so that `arretez` and `arrêtez` are the same.
 */
export type WordList = {
  lang: string
  /** R2: doing something about a treatment. */
  advice: readonly string[]
  /** R3: efficacy, safety or comparison. */
  claims: readonly string[]
  /** R3: making light of what was told. */
  minimising: readonly string[]
  /** R3: fault, money, dispute. */
  admissions: readonly string[]
  /** R7: asking for health details in public, or confirming that the author is treated. */
  asks: readonly string[]
  /** R6. */
  professionals: readonly string[]
  /** R9: words that give the language away. */
  functionWords: readonly string[]
  /** R5: the authority of a country that is not known, as templates say it. */
  anyRegulator: string
  anyEmergency: string
  anyCrisisLine: string
}
