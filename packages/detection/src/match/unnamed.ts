import { fold } from '../fold/fold.ts'

/** Words for a medicine that name none, in the seven languages. Places and people ("doctor", "pharmacy") do not count. */
const medicine = new RegExp(
  '(?<![a-z0-9])(?:meds?|medications?|medicines?|this drug|these drugs|pills?|tablets?|capsules?|dos(?:e|es|age)|\\d+ ?m?c?gs?|side ?effects?|' +
    'antidepressants?|ssris?|snris?|statins?|steroids?|antibiotics?|antihistamines?|antipsychotics?|benzos?|opioids?|painkillers?|' +
    'beta ?blockers?|blood thinners?|birth control|contraceptives?|chemo(?:therapy)?|biologics?|inhalers?|injections?|my shot|jabs?|' +
    'vaccines?|boosters?|insulin|withdrawals?|prescribed|hrt|infusions?|epidurals?|contrast dye|eye ?drops|nasal spray|supplements?|' +
    'vitamins?|the coil|iuds?|nicotine patch(?:es)?|fluoroquinolones?|triptans?|nsaids?|retinoids?|diuretics?|' +
    'tabletten?|pillen|pille|kapseln?|dosis|verschrieben|nebenwirkung[a-z]*|medikament[a-z]*|spritzen?|impfung|antibiotik[a-z]*|cortison|kortison|chemo|' +
    'nasenspray|(?:augen|nasen|ohren|husten)tropfen|kontrastmittel|infusion(?:en)?|hormonspirale|blutverdunner|betablocker|fluorchinolone?|' +
    'comprimes?|pilule|gelules?|medicaments?|medocs?|effets? (?:secondaires?|indesirables?)|piqures?|vaccin|antibiotiques?|cortisone|antidepresseurs?|' +
    'collyres?|gouttes|spray nasal|perfusions?|chimio|sterilet|vaccins?|anticoagulants?|betabloquants?|' +
    'pastillas?|comprimidos?|capsulas?|medicamentos?|medicacion|efectos? (?:secundarios?|adversos?)|vacunas?|antibioticos?|pinchazo|' +
    'colirios?|gotas|quimio|antidepresivos?|anticonceptivos?|anticoagulantes?|' +
    'pastigli[ae]|compress[ae]|pillol[ae]|farmac[oi]|medicinal[ei]|effetti? collaterali?|vaccino|antibiotic[oi]|cortisone|iniezion[ei]|' +
    'collirio|gocce|flebo|chemio|antidepressiv[oi]|anticoncezionale|mezzo di contrasto|' +
    'pil|medicijn[a-z]*|medicatie|bijwerking[a-z]*|injecties?|prik|antibiotica|vaccinatie|' +
    '(?:oog|neus|oor)druppels|neusspray|infuus|chemokuur|spiraaltje|bloedverdunners?|contrastvloeistof|' +
    'remedios?|efeitos? (?:colaterais|secundarios?)|injec(?:ao|oes)|vacinas?|medicacao|' +
    'antidepressivos?|anticoncepcional|pomadas?|xarope|quimioterapia)(?![a-z])',
)

/** Whether a text speaks of a medicine without naming it. */
export const speaksOfMedicine = (text: string): boolean => medicine.test(fold(text.slice(0, 4000)).text)
