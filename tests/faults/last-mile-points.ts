import { type CrashPoint, crashPoints } from '@hark/runtime'

/** Points past a person's decision: towards the safety database, and towards the public. */
export const handoffPoints = crashPoints.filter((p): p is CrashPoint => p.startsWith('handoff.'))
export const publisherPoints = crashPoints.filter((p): p is CrashPoint => p.startsWith('publisher.'))
