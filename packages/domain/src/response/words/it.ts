import type { WordList } from './word-list.ts'

export const it: WordList = {
  lang: 'it',
  advice: [
    'smetta|smettere|smetti|interrompa|interrompere|interrompi|sospenda|sospendere|sospendi|prenda|prendere|prendi',
    'assuma|assumere|assumi|aumenti|aumentare|aumenta|riduca|ridurre|riduci|diminuisca|diminuire|raddoppi|raddoppiare|dimezzi',
    'salti|saltare|salta|continui|continuare|continua|prosegua|proseguire|riprenda|riprendere|cominci|inizi|iniziare',
    'cambi|cambiare|eviti|evitare|evita|provi|provare|prova|aspetti|beva|mangi|inghiotta|usi|usare|utilizzi|applichi',
    '(?:lei )?(?:deve|dovrebbe|potrebbe)|bisogna|(?:le )?(?:consigliamo|raccomandiamo|suggeriamo)',
  ],
  claims: [
    'efficac[ei]|efficacia|funziona|sicur[oaie]|(?:ben )?tollerat[oaie]|tollerabilita|provat[oaie]|dimostrat[oaie]|clinicamente',
    'miglior[ei]?|meglio|superior[ei]|guarisce|guarire|guarigione|allevia|alleviare|sollievo|migliora|miglioramento',
    '(?:senza|meno) (?:rischi|effetti (?:collaterali|indesiderati))|studi (?:mostrano|dimostrano)|rispetto a[dl]?|la maggior parte',
    'garantit[oaie]|benefic[io]+',
  ],
  minimising: [
    'normal[ei]|normalmente|comun[ei]|frequent[ei]|innocu[oaei]|liev[ei]|rar[oaei]|temporane[oaei]|previst[oaei]|abituale',
    'non (?:si preoccupi|ti preoccupare)|non e (?:grave|pericoloso)|passera|passegger[oaei]|effett[oi] not[oi]',
  ],
  admissions: [
    'nostro errore|nostra colpa|ci scusiamo|ci dispiace (?:per|che)|scusi|responsabil[ei]|risarciment[oi]|risarcire|indennizzo',
    'rimbors[oi]|rimborsare|sconto|buono|non e vero|e falso|disinformazione',
  ],
  asks: [
    'quanti anni|quale (?:dose|medicinale|farmaco)|quali (?:sintomi|farmaci)|da (?:quanto|quando)|quant[oaei]|e incinta',
    'ha preso|soffre di|descriva|ci (?:mandi|invii) (?:i suoi|la sua)',
    '(?:suoi?|sua|sue|tuoi?|tua|tue) (?:eta|peso|dose|sintom[oi]|malattia|diagnosi|gravidanza|medicinal[ei]|farmac[oi])',
    '(?:suoi?|sua|sue|tuoi?|tua|tue) (?:terapia|cura|trattamento|compress[ae]|iniezion[ei]|ricetta|reazion[ei]|effett[oi])',
  ],
  professionals: ['medic[oi]|dottor(?:e|essa)|farmacist[ai]|operator[ei] sanitar[oi]i?'],
  functionWords:
    'il lo gli e lei suo sua nostra nostro per di che non qui grazie puo si al della dei alla sono se un del'.split(
      ' ',
    ),
  anyRegulator: 'agenzia nazionale del farmaco',
  anyEmergency: 'numero di emergenza',
  anyCrisisLine: 'una linea di ascolto',
}
