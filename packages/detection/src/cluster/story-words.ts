/**
 * Words that, added or left out, make another patient or another story: persons, denials, "too", number words, in the seven
 * languages, folded.
 */
const telling = new Set(
  (
    'i im ive id me my mine myself we us our ours he she his her hers him they them their you your ' +
    'mom mum mother mama mam dad father papa son sons daughter daughters wife husband hubby partner kid kids child children baby toddler twins ' +
    'sister sisters brother brothers friend friends aunt auntie uncle cousin niece nephew grandma grandpa gran granny nan nana grandad granddad ' +
    'boyfriend girlfriend fiance roommate flatmate neighbour neighbor colleague coworker boss mate patient patients client resident man woman boy girl ' +
    'moms mums dads wifes husbands nans mates too also same likewise ditto again another other second both ' +
    'no not never without none dont didnt doesnt isnt wasnt hasnt havent cant wont nobody ' +
    'one two three four five six seven eight nine ten twelve twice half ' +
    'ich mir mich mein meine meiner meinem meinen wir uns er sie ihm ihr ihn auch ebenso genauso mutter mama vater papa sohn tochter mann frau kind kinder ' +
    'oma opa tante onkel bruder schwester freund freundin nachbar nachbarin kollege kollegin patient patientin nicht kein keine nie ohne zwei drei vier ' +
    'je j moi mon ma mes nous notre il elle lui aussi pareil mere maman pere fils fille mari femme enfant bebe soeur frere copain copine ami amie tante oncle ' +
    'mamie papi voisin voisine patiente pas jamais sans aucun aucune deux trois quatre ' +
    'yo mi mis nosotros el ella tambien igual madre mama padre papa hijo hija marido esposo esposa mujer hermano hermana abuela abuelo tia tio primo prima ' +
    'amigo amiga novio novia vecino vecina bebe nino nina paciente nunca ningun sin dos tres cuatro ' +
    'io mio mia miei lui lei noi anche anch pure uguale madre mamma padre papa figlio figlia marito moglie fratello sorella nonna nonno zia zio amico amica ' +
    'vicino vicina bimbo bimba bambino bambina paziente non mai senza nessun due tre quattro ' +
    'ik mij me mijn wij ons hij zij hem haar ook zelfde moeder vader zoon dochter man vrouw kind broer zus oma opa tante oom vriend vriendin buurman buurvrouw ' +
    'collega niet geen nooit zonder twee drie vier ' +
    'eu meu minha nos ele ela tambem igual mae pai filho filha marido esposa mulher irmao irma avo tia tio primo prima amigo amiga vizinho vizinha bebe crianca ' +
    'namorado namorada nao nunca sem nenhum dois duas tres quatro'
  ).split(' '),
)

export const changesStory = (word: string): boolean => telling.has(word) || /\d/.test(word)

/** Shorter words a letter apart are as often two names or two words as one mistyped. */
const longEnough = 7

/** Whether one word is the other with a letter changed, added, left out or two changed about. */
export function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < longEnough || Math.abs(a.length - b.length) > 1) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - from && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const [left, right] = [a.slice(from, a.length - tail), b.slice(from, b.length - tail)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && left === [...right].reverse().join('')
}
