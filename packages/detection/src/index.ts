export {
  type Candidate,
  type DataCard,
  readCandidate,
  TooFewLabels,
  type TrainOptions,
  trainLines,
  UnfitCandidate,
  withCandidate,
} from './adapt/index.ts'
export {
  type ClassifiedLine,
  classifyLine,
  classifyLines,
  type LineAnswer,
  MalformedLine,
} from './classify-line.ts'
export {
  type Batch,
  type ClassifiedBatch,
  classifyBatch,
  classifyStream,
  type Judge,
} from './classify-stream.ts'
export {
  type ComparableText,
  comparable,
  isNearCopy,
  nearCopySimilarity,
  type Signature,
  signatureOf,
  similarity,
} from './cluster/near-copy.ts'
export {
  type ConceptRanker,
  compileConcepts,
  openConcepts,
  openVocabulary,
  type RankedConcept,
  type Vocabulary,
} from './concepts/open-concepts.ts'
export { type Ranked, type Term, TermRanker } from './concepts/ranker.ts'
export { detect, detectAll } from './detect.ts'
export { engine } from './engine.ts'
export {
  type EvaluatedPost,
  evaluateLines,
  type LabelledPost,
  parseLabelled,
  plotOf,
  type Report,
  type ReportOptions,
  readableReport,
  reportOf,
} from './evaluate/index.ts'
export { type Folded, fold, unfold } from './fold/fold.ts'
export { type DetectedLanguage, detectLanguage } from './lang/detect.ts'
export { compileMatcher, type Match, type Matcher } from './match/matcher.ts'
export { generateMisspellings } from './match/misspellings.ts'
export { languages, loadResources, type Resources } from './resources.ts'
export { sentimentOf } from './sentiment/sentiment.ts'
export type { DetectablePost } from './subject.ts'
