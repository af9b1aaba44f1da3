import type { Folded } from '../fold/fold.ts'
import { standsAsMedicine } from './frames.ts'

/**
 * What makes an everyday word a medicine's name: amounts, forms, prescribing and side-effect words, in the seven languages.
 * Verbs such as "took" are left out: one takes Alli to school too.
 */
const medicine = new RegExp(
  '(?<![a-z0-9])(?:\\d+ ?(?:mg|mcg|ug|ml|iu)|mgs?|mcg|pills?|tablets?|capsules?|caps|doses?|dosed|dosage|dosing|prescri[a-z]*|rx|' +
    'doctors?|dr|gp|psychiatrist|pharmac[a-z]*|side ?effects?|meds?|medications?|medicines?|medicated|drugs?|injections?|injected|' +
    'inhaler|vaccin[a-z]*|jabs?|boosters?|symptoms?|withdrawals?|refills?|overdos[a-z]*|contracepti[a-z]*|birth control|antidepress[a-z]*|' +
    'tabletten?|pille|pillen|kapseln?|dosis|verschrieben|arzt|arztin|apotheke|nebenwirkung[a-z]*|medikament[a-z]*|spritze|impf[a-z]*|geimpft|' +
    'comprimes?|gelules?|ordonnance|medecin|pharmacie|effets? (?:secondaires?|indesirables?)|medicaments?|piqure|' +
    'pastillas?|comprimidos?|receta[a-z]*|medico|farmacia|efectos? (?:secundarios?|adversos?)|medicamentos?|inyeccion|vacun[a-z]*|' +
    'pastiglie?|compresse?|ricetta|dottore|effetti? collaterali?|farmac[oi]|medicinale|iniezione|' +
    'pil|recept|voorgeschreven|huisarts|apotheek|bijwerking[a-z]*|medicijn[a-z]*|injectie|' +
    'remedios?|receit[a-z]*|efeitos? (?:colaterais|secundarios?)|bula|injecao|vacin[a-z]*)(?![a-z])',
)

const reach = 90

/** Verbs that only medicines and the like follow; "took" only before a name of several words: "took Plan B", "took Alli to school". */
const takenBefore =
  /(?:taking|prescribed|popped|popping|upped (?:my|her|his)|weaned off|came off|dose of|allergic to) (?:my |a |an |the |some )?$/
const tookBefore = /(?:took|take|takes|taken) (?:my |a |an |the |some )?$/

/** Words that are the medicine unless the company they keep shows the other thing: a metal, a song, a supplier of electricity. */
const otherSense: Readonly<Record<string, RegExp>> = {
  lithium:
    /batter[a-z]*|akkus?(?![a-z])|accus?(?![a-z])|\bion\b|nirvana|cobain|#?nowplaying|\b(?:song|cover|track|album|ev|evs|tesla|prices?|stocks?|mines|miners?|mining|deposits?|nevada|chile|grease)\b/,
  exelon: /\b(?:stocks?|shares|utility|comed|electric[a-z]*|energy|power|nuclear|bill|grid|nasdaq|corp)\b/,
}

/** An ambiguous name counts when a medicine word stands within reach, on either side, or when it is told of as something taken or to blame. */
export function hasMedicineContext(folded: Folded, start: number, end: number): boolean {
  const before = folded.text.slice(Math.max(0, start - reach), start)
  const after = folded.text.slice(end, end + reach)
  const other = otherSense[folded.text.slice(start, end)]
  if (other) return !other.test(before) && !other.test(after)
  if (takenBefore.test(before)) return true
  if (folded.text.slice(start, end).includes(' ') && tookBefore.test(before)) return true
  return medicine.test(before) || medicine.test(after) || standsAsMedicine(before, after)
}
