/** Words that say nothing of a topic, in the languages of the practice programme and the detector. */
const empty = new Set(
  `a an and are as at be been but by can did do for from get got had has have he her him his i if in into is it its just like me my no not of on or our out she so some than that the their them then there they this to too up was we were what when which who will with would you your about after all also am any because been before being could even ever every going how im ive dont didnt one only other over really since still such take taking took think time two us very want way well
  der die das und ist nicht ich mir mich du er sie es wir ihr ein eine einen einem einer zu zum zur mit von für auf im in an am als auch aber noch nur so wie was wenn bei nach seit hat habe haben hatte bin war sind wird werden kann mehr schon sehr dass den dem des man mal ja
  le la les un une des de du et est pas je tu il elle on nous vous ils elles me te se ce cette ces mon ma mes son sa ses pour par sur dans avec sans plus que qui quoi ne en au aux ai as a avons ont été être avoir fait très bien mais ou où donc depuis tout
  el los las una unos y es no yo lo le les que en con sin por para del al se su sus mi mis me te ha he han muy más pero como cuando desde si ya este esta esto todo fue ser estar
  il lo gli i una uno di a da in con su per tra che non mi ti si ci vi ho hai ha abbiamo hanno sono è era e o ma se come più molto anche del della dei delle al alla nel nella questo questa
  de het een en van ik je hij zij wij dat die dit niet met voor op aan bij als maar ook nog wel heb heeft had ben was zijn wordt naar om te er
  o os as um uma uns e é não eu ele ela nós que em com sem por para do da dos das no na nos nas se meu minha foi ser estar muito mais mas como quando desde já`.split(
    /\s+/,
  ),
)
/** Fewer people than this and a term could point at one of them. One who writes it often is one. */
const LEAST_AUTHORS = 3

export type Written = { text: string; author: string }
export type Term = { term: string; posts: number; before: number }
type Use = { posts: number; authors: Set<string> }

/** Words by the number of posts that use them, with their number in the stretch before: what rises shows. */
export function topTerms(
  now: readonly Written[],
  before: readonly Written[],
  leaveOut: ReadonlySet<string>,
  atMost: number,
): Term[] {
  const [uses, earlier] = [countUses(now, leaveOut), countUses(before, leaveOut)]
  return [...uses]
    .filter(([, use]) => use.authors.size >= LEAST_AUTHORS)
    .map(([term, { posts }]) => ({ term, posts, before: earlier.get(term)?.posts ?? 0 }))
    .sort((a, b) => b.posts - a.posts || (a.term < b.term ? -1 : 1))
    .slice(0, atMost)
}

function countUses(written: readonly Written[], leaveOut: ReadonlySet<string>): Map<string, Use> {
  const uses = new Map<string, Use>()
  for (const { text, author } of written)
    for (const word of wordsOf(text, leaveOut)) {
      const use = uses.get(word) ?? { posts: 0, authors: new Set() }
      uses.set(word, { posts: use.posts + 1, authors: use.authors.add(author) })
    }
  return uses
}

function wordsOf(text: string, leaveOut: ReadonlySet<string>): Set<string> {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\/\/\S+|[@#]\S+/g, ' ')
  const words = plain.match(/[\p{L}\p{M}]{3,30}/gu) ?? []
  return new Set(words.filter((w) => !empty.has(w) && !leaveOut.has(w)))
}
