import { epochOf } from '../clock.ts'
import { DomainError } from '../errors.ts'
import { hiddenCharacter } from './escape.ts'

export const mandatoryParts = [
  'identity',
  'pv_contact',
  'regulator',
  'hcp',
  'privacy',
  'emergency',
  'crisis_line',
] as const
export type MandatoryPart = (typeof mandatoryParts)[number]

/** A reply text approved beforehand: everything is fixed but its slots (field-guide §6.2). */
export type Template = {
  id: string
  kind: 'acknowledgement' | 'emergency'
  name: string
  /** BCP 47 primary tag. */
  lang: string
  version: string
  /** In force from `effectiveFrom` until before `expiresAt`; ISO 8601 instants. */
  effectiveFrom: string
  expiresAt: string
  /** Text with `{slot}`s. */
  body: string
  /** Slots the author may choose from a closed list; the first is taken where nothing is chosen. */
  choices: Readonly<Record<string, readonly string[]>>
  /** Pieces of `body`, slots included, that must reach the reader whole. */
  mandatory: readonly { part: MandatoryPart; text: string }[]
}

export type Slots = Readonly<Record<string, string>>

const slot = /\{([a-z_]+)\}/g

/** Names of the slots of a template, in the order they appear. */
export const slotsOf = (template: Pick<Template, 'body'>): string[] => [
  ...new Set(Array.from(template.body.matchAll(slot), (m) => m[1] ?? '')),
]

export const isInForce = (template: Template, at: string): boolean =>
  epochOf(template.effectiveFrom) <= epochOf(at) && epochOf(at) < epochOf(template.expiresAt)

/**
 * The text with its slots filled. Throws `input.invalid` where a slot is missing, blank, holds hidden characters or
 * line breaks, or is not among its choices; slots the template does not have are ignored.
 */
export function renderTemplate(template: Template, slots: Slots): string {
  return fill(template.body, template, slots)
}

/** A mandatory part with its slots filled, as it must appear. */
export const renderPart = (template: Template, text: string, slots: Slots): string =>
  fill(text, template, slots)

function fill(text: string, template: Template, slots: Slots): string {
  return text.replace(slot, (_, name: string) => {
    const choices = template.choices[name]
    const value = slots[name] ?? choices?.[0] ?? ''
    if (choices && !choices.includes(value)) throw refused(name, 'is not one of its choices')
    if (value.trim() !== value || value === '') throw refused(name, 'is empty or has blanks around it')
    if (/[\n{}]/.test(value) || hiddenCharacter.test(value))
      throw refused(name, 'holds a character that does not belong in a reply')
    return value
  })
}

const refused = (name: string, why: string) =>
  new DomainError('input.invalid', `The slot “${name}” ${why}.`, { slot: name })

/** Every text the template allows with these slots: one for each combination of choices. */
export function renderEvery(template: Template, slots: Slots): string[] {
  const free = slotsOf(template).filter((name) => template.choices[name])
  const all = free.reduce<Slots[]>(
    (made, name) =>
      made.flatMap((one) => (template.choices[name] ?? []).map((value) => ({ ...one, [name]: value }))),
    [slots],
  )
  return all.map((one) => renderTemplate(template, one))
}
