/** The first engine: rules and weighted evidence. Everything here is hashed into the model id. */
export const engine = {
  name: 'hark-rules',
  version: '1.0.0',
  /** Chosen for recall: what lies below is never seen by a reviewer except in samples. */
  threshold: 0.25,
  /** A special situation without an event is flagged, yet ranks below a clear event. */
  specialFloor: 0.3,
  weights: {
    bias: -2.5,
    eventStrong: 1.8,
    eventPlain: 1.3,
    eventWeak: 0.1,
    moreEvents: 0.6,
    near: 0.3,
    causal: 0.5,
    causalStrong: 0.8,
    moreCausal: 0.25,
    causedEvent: 0.7,
    sarcasticEvent: 0.5,
    firstPerson: 0.3,
    otherPatient: -0.1,
    exposure: 0.2,
    seriousness: 0.2,
    graveOutcome: 1.5,
    indication: -0.8,
    benefited: -0.2,
    negated: -0.2,
    hypothetical: -0.1,
    question: -0.1,
    askedInGeneral: -0.4,
    benefit: -0.4,
    crowd: -0.1,
    advert: -1,
    news: -0.5,
    quoted: -0.4,
    link: -0.4,
    manyMedicines: -0.5,
    negativeTone: 0.5,
    positiveTone: -0.25,
  },
} as const

export type Weights = typeof engine.weights
