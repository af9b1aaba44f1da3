const sets = (lists: Readonly<Record<string, string>>): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(Object.entries(lists).map(([lang, list]) => [lang, new Set(list.split(' '))]))

/** Words that say how bad, how long or whose, not what; folded, by language. */
const fillers = sets({
  en: 'a an the my his her our your their i me he she it we they is was am are were be been being of in on at to for with and or so very really bad badly terrible horrible awful severe mild slight some little bit lot much more most extreme extremely constant constantly all just still got get getting had have having has do did felt feel feeling like this that these those out up everywhere',
  de: 'ich mir mich muss musste mein meine meiner meinem meinen er sie es ihm ihr wir uns der die das den dem des ein eine einen einem einer ist war bin sind wird wurde habe hab hat hatte haben bekomme bekam im in am an auf zu von mit und so sehr total richtig extrem voll echt ganz immer standig dauernd wieder auch schon seit',
  fr: 'je j ai a as me m moi mon ma mes il elle on nous le la les l un une des du de d est suis etais etait et en au aux dans tres trop tellement vraiment super toujours beaucoup qui c ca',
  es: 'yo me mi mis le les se te lo la el los las un una de del que es era soy estoy estaba esta he ha en con y por muy mucho mucha muchos muchas tan demasiado siempre tengo tenia tiene',
  it: 'io mi mia mio miei mie ho ha hai avevo sono ero era e il lo la i gli le l un una uno di del della dei delle d in nel nella al alla alle ai con per che molto tanto tanta troppo sempre davvero cosi',
  nl: 'ik moet moest mij me mijn je hij zij ze het de een is ben was werd wordt heb heeft had van in op aan bij met en zo heel erg veel te steeds altijd ook al nog weer er door',
  pt: 'eu me meu minha meus minhas o a os as um uma de do da dos das no na nos nas em com e que estou estava esta sou era foi fiquei tenho tive tinha muito muita tanto tao demais sempre se',
})

/** A denial is one word, however it is put ("can't sleep", "unable to sleep"). */
const denials = sets({
  en: 'no not cant cannot couldnt wont dont didnt unable never without loss lack',
  de: 'nicht kein keine keinen keinem keiner nichts nie ohne',
  fr: 'ne n pas plus sans aucun aucune jamais rien',
  es: 'no sin nunca nada',
  it: 'non senza nessun nessuna niente mai',
  nl: 'niet geen niets nooit zonder',
  pt: 'nao sem nunca nada nenhum nenhuma',
})

const none: ReadonlySet<string> = new Set()
const denial = 'not'

/** The words of a phrase that say what it names: fillers fall away unless nothing else is there. */
export function tellingWords(words: readonly string[], lang: string): string[] {
  const empty = fillers.get(lang) ?? none
  const denying = denials.get(lang) ?? none
  const kept = words.filter((word) => !empty.has(word))
  return (kept.length > 0 ? kept : words).map((word) => (denying.has(word) ? denial : word))
}
