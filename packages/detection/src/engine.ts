/** The first engine: rules and weighted evidence. Everything here is hashed into the model id. */
export const engine = {
  name: 'hark-rules',
  version: '1.0.0',
  /** Chosen for recall: what lies below is never seen by a reviewer except in samples. */
  threshold: 0.35,
  /** A special situation without an event is flagged, yet ranks below a clear event. */
  specialFloor: 0.45,
  weights: {
    bias: -2.2,
    eventStrong: 1.3,
    eventPlain: 0.9,
    eventWeak: 0.2,
    moreEvents: 0.3,
    near: 0.3,
    causal: 0.7,
    causalStrong: 0.5,
    moreCausal: 0.25,
    causedEvent: 0.5,
    sarcasticEvent: 0.8,
    firstPerson: 0.5,
    otherPatient: 0.3,
    exposure: 0.3,
    seriousness: 0.5,
    indication: -0.35,
    benefited: -0.5,
    negated: -0.3,
    hypothetical: -0.25,
    question: -0.1,
    benefit: -0.5,
    crowd: -0.15,
    advert: -1.0,
    news: -0.6,
    quoted: -0.4,
    link: -0.4,
    manyMedicines: -0.5,
    negativeTone: 0.3,
    positiveTone: -0.25,
  },
} as const

export type Weights = typeof engine.weights
