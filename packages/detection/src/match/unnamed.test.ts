import { expect, test } from 'vitest'
import { speaksOfMedicine } from './unnamed.ts'

test.each([
  'eight weeks on HRT and my leg swelled up',
  'the iron infusion stained my arm',
  'Nach dem Kontrastmittel Quaddeln am ganzen Arm',
  'nuevo colirio y el ojo rojo',
  'collyre ouvert depuis un an, œil rouge',
  'dopo la flebo ho vomitato',
  'oogdruppels branden als vuur',
  'depois da pomada a pele ficou vermelha',
])('%s speaks of a medicine', (text) => expect(speaksOfMedicine(text)).toBe(true))

test.each([
  'my flight was late and they lost two bags',
  'the doctor was kind and the pharmacy closed',
  'Wir standen zwei Stunden im Stau',
  'se me cayó el móvil otra vez',
])('%s speaks of none', (text) => expect(speaksOfMedicine(text)).toBe(false))
