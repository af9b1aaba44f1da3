import { UsageError } from './command.ts'

/** The number given for an option, from `low` to `high`. Throws UsageError. */
export function numberIn(option: string, given: string, low: number, high: number): number {
  const value = Number(given)
  if (given.trim() === '' || !(value >= low && value <= high))
    throw new UsageError(`--${option} must be a number from ${low} to ${high}, not ${given}`)
  return value
}

/** The same for what is counted. */
export function wholeIn(option: string, given: string, low: number, high: number): number {
  const value = numberIn(option, given, low, high)
  if (!Number.isInteger(value)) throw new UsageError(`--${option} must be a whole number, not ${given}`)
  return value
}

/** What starts the draws: the same seed, the same answer. */
export const seedIn = (given: string): number => wholeIn('seed', given, 0, 2 ** 32 - 1)
