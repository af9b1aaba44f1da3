import { drawSamples } from '@hark/db'
import type { ClockContext } from './context.ts'

/** Draws what closed periods still owe. Safe at any moment, twice, and beside another clock: a period is drawn once (migrations/047). */
export const sampleOnce = (ctx: ClockContext): Promise<number> => drawSamples(ctx.db, ctx.now().toISOString())
