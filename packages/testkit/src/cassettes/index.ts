export { answerFrom, type Exchange, fixture, readCassette } from './cassette.ts'
export { type ContractOptions, openApiContract } from './contract.ts'
export {
  type Asked,
  type CassettePlayer,
  type Fault,
  type PlayerOptions,
  playCassettes,
  type RequestContract,
} from './player.ts'
