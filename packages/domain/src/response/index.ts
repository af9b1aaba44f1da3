export { type Contact, contactsIn } from './contact.ts'
export { emergencySlots } from './emergency.ts'
export { escapeInvisible } from './escape.ts'
export { assertHandReport, type HandReport } from './hand-report.ts'
export { measureLength, type TextLength } from './length.ts'
export { type LintReport, lintReport, lintResponse, lintRuleSet } from './lint/lint.ts'
export { type Leaving, lintAgain } from './lint/lint-again.ts'
export type { LintFinding, LintInput, LintSeverity, PreviousReply } from './lint/lint-input.ts'
export { namesAuthor } from './lint/lint-input.ts'
export { type NamedProduct, productsIn } from './lint/product.ts'
export { replyFingerprint } from './lint/repeat.ts'
export { outgoingText } from './publication.ts'
export {
  countryCode,
  euCountries,
  type RegulatorRoute,
  regulatorFor,
  regulatorRoutes,
  regulatorRoutesAsOf,
  regulatorSlot,
} from './regulator.ts'
export {
  APPROVAL_HOURS,
  assertMaySignOff,
  HOLD_MINUTES,
  holdWindow,
  type SignOff,
  type SignOffMeaning,
  signOffMeanings,
} from './sign-off.ts'
export {
  nextResponseState,
  possibleEvents,
  type ResponseEvent,
  type ResponseState,
  responseEvents,
  responseStates,
  responseTransitions,
} from './state.ts'
export {
  isInForce,
  type MandatoryPart,
  mandatoryParts,
  renderTemplate,
  type Slots,
  slotsOf,
  type Template,
} from './template.ts'
export { templateOf, templates, templatesInForce } from './templates/index.ts'
