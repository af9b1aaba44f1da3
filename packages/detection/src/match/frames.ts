/** What posts tell of a body, in the seven languages. What spring brings anyone (sneezing, hay fever) and what people do to each other ("makes me sick", "tired", "anxious") is left out. */
const symptom =
  'rash(?:es)?|hives|headaches?|migraines?|nausea|nause(?:ous|ated)|vomit[a-z]*|throw(?:ing)? up|threw up|puk(?:e|es|ed|ing)|diarrh?o?ea|' +
  'constipat[a-z]*|(?:oily |loose |bloody )?stools?|the (?:runs|shits)|(?:on|in) the (?:toilet|loo|bathroom)|dizz(?:y|iness)|vertigo|seizures?|palpitations?|' +
  'heart (?:race|racing|pounding)|swelling|swollen|swell up|bleed(?:s|ing)?|bled|spotting|cramps?|bloat(?:ed|ing)|acne|hair loss|' +
  'weight gain|gain(?:ed)? weight|insomnia|brain fog|numb(?:ness)?|tremors?|shak(?:y|es)|itch(?:y|ing|es)|hot flash(?:es)?|hot flush(?:es)?|night sweats|' +
  'heartburn|acid reflux|dry mouth|blurr(?:y|ed) vision|faint(?:ed)?|pass(?:ed)? out|panic attacks?|suicidal|mood swings|fever|chills|' +
  'drowsy|groggy|a zombie|late period|period (?:is|was) late|' +
  'ausschlag|ubelkeit|schwindel[a-z]*|schwindlig|kopfschmerz[a-z]*|kopfweh|durchfall|erbrech[a-z]*|verstopfung|quaddeln|bauchkrampfe|blutung[a-z]*|haarausfall|juckreiz|herzrasen|' +
  'eruption|boutons|plaques rouges|urticaire|nausees?|vertiges?|maux de [a-z]+|mal (?:a la tete|au ventre|de tete)|diarrhees?|vomi[a-z]*|saignements?|demangeaisons|crampes|insomnies?|' +
  'sarpullido|erupcion|ronchas|nauseas|mareos?|dolor(?:es)? de [a-z]+|migranas?|diarrea|estrenimiento|sangrado|picazon|palpitaciones|urticaria|insomnio|calambres|' +
  'eruzione|orticaria|sfogo|vertigini|capogiri|mal di [a-z]+|emicrania|stitichezza|sanguinament[oi]|prurito|palpitazioni|crampi|insonnia|' +
  'uitslag|galbulten|misselijk[a-z]*|duizelig[a-z]*|hoofdpijn|diarree|braken|overgegeven|bloeding[a-z]*|jeuk|hartkloppingen|krampen|haaruitval|' +
  'erupcao|enjoos?|tonturas?|dor(?:es)? de [a-z]+|enxaquecas?|diarreia|sangramento|coceira|comichao|palpitacoes|caimbras'
const edge = '(?![a-z])'

/** Between the cause and what it caused: no word that turns the gift elsewhere ("a lift to the clinic", "tips for headaches"). */
const few =
  '(?:(?!(?:to|for|about|when|while|after|against|if|into|fur|gegen|pour|contre|para|contra|per|contro|voor|tegen)(?![a-z]))[a-z0-9]+[ ,]+){0,4}?'
const gives =
  '(?:(?:just|really|also|always|only|has|had|is|was|keeps|totally|def|definitely) ){0,2}(?:' +
  '(?:gave|gives|giving|given|made|makes|making|left|leaves|got|had|has) (?:me|my [a-z]+|him|her|us|them)(?: (?:with|feel|so))*|caus(?:ed|es|ing)|triggered|' +
  '(?:hat|macht|machte|gab|gibt|verursacht[ea]?) (?:mir|mich|bei mir|ihr|ihm)|hat|(?:m.a|me|lui a|nous a) (?:donne|cause|provoque|fait|file|rendu|fout|foutu)|' +
  '(?:me|le|nos) (?:ha )?(?:dio|da|dado|provoco|provoca|causo|causa|hizo|produjo|deu|fez|causou|provocou|deixou)|(?:mi|gli|le) (?:ha|fa|da) ?(?:dato|fatto|causato|provocato)?|' +
  '(?:gaf|geeft|bezorgde|bezorgt) (?:me|mij|haar|hem)|maakt(?:e)? (?:me|mij))'
const causes = new RegExp(
  `^ (?:${gives} ${few}(?:${symptom})${edge}|(?:(?:messed|screwed|fucked) (?:up|with)|wrecked|ruined|destroyed) my (?:periods?|cycle|hormones|libido|liver|kidneys?|guts?|stomach)${edge})`,
)
const blamed = new RegExp(
  `(?:${symptom}) (?:from|because of|thanks to|due to|von|durch|wegen|a cause de|por|por culpa de|per colpa di|door|por causa d[eo]) $`,
)

/** A thing has a determiner where a brand has none: "this quest made me dizzy". */
const determined = /(?:^|[^a-z])(?:the|an?|this|that|these|my|his|her|your|our|their|of|next|last|every|no) $/

const span =
  '(?:a|an|one|two|three|four|five|six|\\d+|(?:a )?few|about|over|almost|nearly|the past) (?:[a-z0-9]+ ){0,2}(?:days?|weeks?|wks?|months?|mths?|years?|yrs?)'
const spanBefore = new RegExp(`(?:${span}|(?:day|week|month) \\d+) on $`)
const onBefore = /(?:been|im|i'm|i am|was|is|shes|hes|back|put (?:me|him|her)|stayed|while|currently) on $/
const spanAfter = new RegExp(
  `^ (?:for (?:about |over |almost )?${span}|since (?:${span}|january|february|march|april|may|june|july|august|september|october|november|december))`,
)

const exposed =
  /(?:^|[^a-z])(?:on|off|took|take|taking|taken|start(?:ed|ing)?(?: on)?|restarted|stopped|stopping|quit|quitting|tried|trying|using|nehme|nahm|nehmen|genommen|unter|prends|pris|prenais|sous|commence|arrete|tomo|tome|tomaba|tomando|tomei|comecei|parei|deje|empece con|preso|prendo|prendevo|iniziato|smesso|slik|slikte|neem|nam|gebruik|gestart met|gestopt met|begonnen met) (?:my )?$/
/** After a name that is taken, the sentence ends or goes on about the taker; "took Alli to school" does not. */
const goesOn =
  /^(?:$|[,;:.!?)…\n]| ?[-–—] | (?:for|since|and|but|i|im|i'm|ive|i've|my|was|now|today|yesterday|last|this|\d|two|three|with|at|because|cuz|again|twice|once|daily|every|got|gave|have|had|und|seit|habe|et|depuis|j.ai|y|desde|tengo|tuve|e|da|ho|en|sinds|heb|ha|tive|tenho)(?![a-z]))/
const anySymptom = new RegExp(`(?<![a-z])(?:${symptom})${edge}`)

const sentenceEnd = /[.!?\n]/

/** The text before, from the end of the sentence before; and the text after, to the end of its own. */
const ownBefore = (before: string): string => before.split(sentenceEnd).at(-1) ?? ''
const ownAfter = (after: string): string => after.split(sentenceEnd)[0] ?? ''

/**
 * Whether a name that is also a word is what somebody took ("been on Spring for a week", "quit Alli, got migraines") or what caused
 * something in a body ("Plan B gave me a rash"). Taking and causing alone are not enough: Alli also gives lifts, and is taken to school.
 */
export function standsAsMedicine(before: string, after: string): boolean {
  if (spanBefore.test(before) && goesOn.test(after)) return true
  if (onBefore.test(before) && spanAfter.test(after)) return true
  if (blamed.test(before)) return true
  if (causes.test(after) && !determined.test(before)) return true
  return (
    exposed.test(before) &&
    goesOn.test(after) &&
    (anySymptom.test(ownAfter(after)) || anySymptom.test(ownBefore(before)))
  )
}
