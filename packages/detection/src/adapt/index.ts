export { type Candidate, type DataCard, readCandidate, UnfitCandidate, withCandidate } from './candidate.ts'
export { TooFewLabels, type TrainOptions, trainLines } from './train-lines.ts'
