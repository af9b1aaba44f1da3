import type { HandoffView } from '@hark/contract'
import type { HandoffRow } from '@hark/db'
import { caseNumber } from '@hark/domain'

export const viewHandoff = (h: HandoffRow): HandoffView => ({ ...h, caseNumber: caseNumber(h.caseNumber) })
