import { type Conclusion, closeReasons, codingsOf, type EventFinding } from '@hark/domain'
import {
  additionalDrugInformation,
  day,
  instant,
  languageCode,
  MSK,
  NASK,
  NI,
  seriousnessElements,
} from './codes.ts'
import { dosage, type FromText, unconfirmed } from './from-text.ts'
import { narrativeOf } from './narrative.ts'

export type IntakePost = {
  id: string
  versionSha256: string
  role: 'index' | 'copy' | 'follow_up'
  platform: string
  lang: string | null
  /** Null once erased. */
  text: string | null
  postedAt: string | null
  receivedAt: string
  storedAt: string
  removedAt: string | null
  removalReason: string | null
  authorKnown: boolean
}

/** A signed decision on one case, with everything a safety database needs to open its own. */
export type IntakeCase = {
  practice: boolean
  handoffId: string
  createdAt: string
  caseId: string
  caseNumber: string
  caseVersion: number
  decision: { id: string; contentSha256: string; concludedAt: string; signedAt: string; signedBy: string }
  sender: { organisation: string; zone: string; country: string | null }
  /** Date of the anchor in the sender's zone, YYYY-MM-DD. */
  day0: string
  anchor: string
  product: { brands: string[]; substances: string[] }
  /** Of this very patient, read by a machine from the posts. */
  told: FromText
  priority: string[]
  conclusion: Conclusion
  posts: IntakePost[]
  /** The packet of this case that went before, where there was one. */
  follows: { handoffId: string; safetyCaseId: string | null } | null
}

export type IntakePacket = ReturnType<typeof intakePacket>

/**
 * An intake packet shaped like E2B(R3) (field-guide §8.1): element ids as keys, `{nullFlavor}` where there is no value. A draft for the
 * safety database, not a report to an authority; no handle and no address of a post is in it.
 */
export function intakePacket(c: IntakeCase) {
  const caseIdentifier = worldwideId(c)
  return {
    format: 'hark-intake-1',
    notice: 'Intake packet for a safety database. Not for submission to an authority.',
    practice: c.practice,
    'C.1.1': caseIdentifier,
    'C.1.2': instant(c.createdAt),
    'C.1.3': '1', // spontaneous: read on public media, nobody was asked
    'C.1.4': day(c.day0),
    'C.1.5': day(newest(c.posts)),
    'C.1.6.1': false,
    'C.1.7': c.conclusion.validNow ? true : NI,
    'C.1.8.1': caseIdentifier,
    'C.1.8.2': '2',
    ...nullificationOf(c),
    'C.1.9.1.r': [{ 'C.1.9.1.r.1': 'Hark', 'C.1.9.1.r.2': c.caseNumber }],
    'C.2.r': [reporterOf(c)],
    'C.3.1': '1',
    'C.3.2': c.sender.organisation,
    ...patientOf(c),
    'E.i': c.conclusion.events.map((event) => eventOf(event, c.posts)),
    'G.k': [drugOf(c)],
    'H.1': narrativeOf(c),
    'H.4': c.conclusion.note.trim() || NI,
    hark: provenanceOf(c),
  }
}

/** A case that was forwarded and is now closed is taken back (C.1.11), or the safety database would keep it for ever. */
function nullificationOf({ conclusion, follows }: IntakeCase) {
  if (!follows || conclusion.forwardable || !conclusion.closeReason) return {}
  return { 'C.1.11.1': '1', 'C.1.11.2': closeReasons[conclusion.closeReason] }
}

/** CC-COMPANY-number (C.1.8.1). */
function worldwideId({ sender, caseNumber, practice }: IntakeCase): string {
  const company = sender.organisation
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .slice(0, 40)
  return `${practice ? 'PRACTICE-' : ''}${sender.country ?? 'XX'}-${company}-${caseNumber}`
}

const newest = (posts: readonly IntakePost[]): string =>
  posts
    .map((p) => p.storedAt)
    .sort()
    .at(-1) ?? ''

/** The writer's name is known to the platform alone; a handle that we hold is withheld (MSK), what nobody asked is NASK. */
function reporterOf(c: IntakeCase) {
  const name = c.posts.some((p) => p.authorKnown) ? MSK : NASK
  return {
    'C.2.r.1.2': name,
    'C.2.r.1.4': name,
    'C.2.r.2.1': NASK,
    'C.2.r.2.3': NASK,
    'C.2.r.2.7': NASK,
    'C.2.r.3': c.sender.country ?? NI, // where it was received and reviewed (GVP VI.B.2)
    'C.2.r.4': '5', // consumer or other non-professional, unless qualified by follow-up
    'C.2.r.5': '1',
  }
}

function patientOf({ told: { age, sex, weight } }: IntakeCase) {
  return {
    'D.1': NASK,
    'D.2.1': NASK,
    'D.2.2a': age?.value ?? NASK,
    'D.2.2b': age?.unit ?? NASK,
    'D.3': weight?.unit === 'kg' ? weight.value : NASK,
    'D.4': NASK,
    'D.5': sex === null ? NASK : sex === 'male' ? '1' : '2',
    'D.7.2': NASK,
  }
}

function eventOf(event: EventFinding, posts: readonly IntakePost[]) {
  const serious = seriousnessElements.map(([element, criterion]) => [
    element,
    event.seriousness.includes(criterion) ? true : NI,
  ])
  return {
    'E.i.1.1a': event.span.text,
    'E.i.1.1b': languageCode(posts.find((p) => p.id === event.postId)?.lang ?? null),
    'E.i.1.2': event.term,
    ...codeOf(event),
    ...(Object.fromEntries(serious) as Record<string, true | typeof NI>),
    'E.i.4': NASK,
    'E.i.5': NASK,
    'E.i.7': '0',
    'E.i.9': NASK,
  }
}

/** The LLT a reviewer chose, code and release alone. A made-up release (0.0) is for practice and never sent. */
function codeOf({ coding }: EventFinding) {
  if (coding?.dictionary !== 'meddra' || /^0+(\.0+)?$/.test(coding.version))
    return { 'E.i.2.1a': NI, 'E.i.2.1b': NI }
  return { 'E.i.2.1a': coding.version, 'E.i.2.1b': coding.code }
}

/** Which editions the codes are of: two releases may share a number, never a hash. */
function dictionariesOf(conclusion: Conclusion) {
  const held = codingsOf(conclusion).map(({ dictionary, version, sha256 }) => ({
    dictionary,
    version,
    sha256,
  }))
  return held.filter((d, at) => held.findIndex((e) => e.sha256 === d.sha256) === at)
}

function drugOf({ conclusion, product, told }: IntakeCase) {
  const named = conclusion.criteria.product
  const codes = conclusion.special.flatMap((s) => additionalDrugInformation[s] ?? [])
  return {
    'G.k.1': conclusion.special.includes('INTERACTION') ? '3' : '1',
    'G.k.2.2': 'span' in named ? named.span.text : (product.brands[0] ?? NI),
    'G.k.2.3.r': product.substances.map((s) => ({ 'G.k.2.3.r.1': s })),
    'G.k.4.r': told.oneMedicine && told.doses.length > 0 ? [{ 'G.k.4.r.8': dosage(told) }] : NASK,
    'G.k.7.r': NASK,
    'G.k.8': '0',
    'G.k.10.r': codes,
  }
}

/** How to find the signed record again, and what the four criteria rest on. */
function provenanceOf(c: IntakeCase) {
  const { conclusion } = c
  return {
    handoff: c.handoffId,
    follows: c.follows && { handoff: c.follows.handoffId, safety_case_id: c.follows.safetyCaseId },
    case: { id: c.caseId, number: c.caseNumber, version: c.caseVersion },
    decision: {
      id: c.decision.id,
      content_sha256: c.decision.contentSha256,
      concluded_at: c.decision.concludedAt,
      signed_at: c.decision.signedAt,
      signed_by: c.decision.signedBy,
    },
    anchor: c.anchor,
    brands: c.product.brands,
    forwardable: conclusion.forwardable,
    valid_icsr_now: conclusion.validNow,
    criteria: conclusion.criteria,
    special_situations: conclusion.special,
    dictionaries: dictionariesOf(conclusion),
    from_text_unconfirmed: unconfirmed(c.told),
    priority: c.priority,
    posts: c.posts.map((p) => ({
      id: p.id,
      version_sha256: p.versionSha256,
      role: p.role,
      platform: p.platform,
      posted_at: p.postedAt,
      received_at: p.receivedAt,
      removed_at: p.removedAt,
    })),
  }
}
