import { parentPort, workerData } from 'node:worker_threads'
import { type Batch, classifyBatch } from '@hark/detection'
import { resourcesWith } from '../train/candidate-file.ts'

const resources = resourcesWith((workerData as { model: string | undefined }).model)
const gazetteer = resources.gazetteer()

parentPort?.on('message', (batch: Batch) => {
  parentPort?.postMessage(classifyBatch(batch, gazetteer, resources))
})
