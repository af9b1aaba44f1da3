/**
 * Latin look-alikes that NFKC does not undo: each group is `latin` then its doubles (after UTS 39, the part met in posts).
 * Upper and lower forms are listed because look-alikes do not always fold to look-alikes (Greek Ν is N, ν is v).
 */
const groups = [
  'a аɑαⲁꭺᴀΑАᎪꓮᗅ',
  'b ЬьƄВΒвᏴʙꓐᗷᛒβ',
  'c сϲᴄСϹⅽᏟꓚ',
  'd ԁɗᎠᗞꓓᴅⅾđ',
  'e еєҽҿɘεЕΕᎬꓰᴇɛ℮ⲉ',
  'f ƒϝꓝᖴꜰғ',
  'g ɡցԌᏀɢꓖǥ',
  'h һհНΗнᎻꓧʜћħ',
  'i іιıɩӏІΙᎥɪⲓꙇǀ',
  'j јϳЈᎫꓙᴊɉ',
  'k кκΚКᏦꓗᴋҝқⲕƙ',
  'l ⅼ∣ӀᏞꓡʟłƖ',
  'm мМΜᎷꓟᴍϻⲙ',
  'n ոռпΝꓠɴηиպŋ',
  'o оοօσΟОΌⲟᴏꓳøө',
  'p рρΡРᏢꓑᴘⲣþ',
  'q ԛգզԚꞯ',
  'r гꭇⲅᎡꓣʀᴦяɾ',
  's ѕЅꓢᏚꜱʂ',
  't тΤТᎢꓔτᴛⲧŧ',
  'u υսᴜцꓴՍᑌʉ',
  'v νѵᴠⅴѴᏙꓦ',
  'w ѡԝɯԜᎳꓪᴡωшա',
  'x хχΧХꓫⅹ',
  'y уүγЎУΥҮꓬʏყу',
  'z ᴢZΖᏃꓜʐƶ',
]

/** Letters that stand for two: `ß`, `æ` … (no confusable, but readers type them apart). */
const doubles: [string, string][] = [
  ['ß', 'ss'],
  ['ẞ', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'ae'],
  ['œ', 'oe'],
  ['Œ', 'oe'],
  ['ĳ', 'ij'],
]

/** Enclosed letters without a compatibility mapping: 🅐 🅰 and the like. */
const enclosedStarts = [0x1f150, 0x1f170]

function build(): Map<number, string> {
  const table = new Map<number, string>(doubles.map(([from, to]) => [from.codePointAt(0) ?? 0, to]))
  for (const group of groups) {
    const latin = group.slice(0, 1)
    for (const double of group.slice(2)) {
      const cp = double.codePointAt(0) ?? 0
      // A plain ASCII letter slipped into a group must never be remapped.
      if (cp > 0x7f) table.set(cp, latin)
    }
  }
  for (const start of enclosedStarts)
    for (let i = 0; i < 26; i++) table.set(start + i, String.fromCharCode(97 + i))
  return table
}

/** Code point of a look-alike → the Latin letters it stands for. */
export const lookAlikes: ReadonlyMap<number, string> = build()
