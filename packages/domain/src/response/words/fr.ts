import type { WordList } from './word-list.ts'

export const fr: WordList = {
  lang: 'fr',
  advice: [
    'arrete[rz]?|stoppe[rz]?|cesse[rz]?|prenez|prendre|prends|reprenez|reprendre|reprends|suspende[rz]|suspendre',
    'augmente[rz]?|diminue[rz]?|reduisez|reduire|reduis|saute[rz]?|double[rz]?|divise[rz]|adapte[rz]',
    'continue[rz]?|poursuivez|poursuivre|commence[rz]?|change[rz]?|passez a|evite[rz]?|essaye[rz]?|essaie',
    'interrompez|interrompre|attendez|attendre|buvez|mangez|avale[rz]|injecte[rz]|utilise[rz]',
    'vous (?:devriez|devez|pourriez)|il faut|nous (?:vous )?(?:recommandons|conseillons|suggerons)',
  ],
  claims: [
    'efficaces?|efficacite|fonctionne|(?:bien|mieux) toleree?s?|tolerance|prouvee?s?|cliniquement|meilleure?s?|mieux|superieure?s?',
    'guerit|guerir|guerison|soulage[rz]?|soulagement|ameliore[rz]?|amelioration|garantie?s?|benefices?',
    "(?:sans|moins d[e’'] ?)(?:aucun )?(?: )?(?:risques?|danger|effets? (?:secondaires?|indesirables?))",
    'etudes (?:montrent|prouvent)|par rapport a|la plupart des|que les autres',
  ],
  minimising: [
    'norma(?:le?s?|ux)|courante?s?|frequente?s?|benin(?:e|s|es)?|benigne?s?|rares?|leger(?:e|s|es)?|habituel(?:le|s|les)?',
    "ne (?:vous inquietez|t[’']inquiete) pas|pas (?:grave|dangereux)|sans gravite|va passer|passager(?:e|s|es)?",
    'temporaires?|attendue?s?|effets? (?:secondaires?|indesirables?) connus?',
  ],
  admissions: [
    'notre (?:faute|erreur)|nous nous excusons|nos excuses|desoles? (?:pour|de ce)|responsables?|indemnis(?:er|ation)',
    "dedommage(?:r|ment)|rembourse(?:r|ment)|reduction|bon d[’']achat|c[’']est faux|ce n[’']est pas vrai|desinformation",
  ],
  asks: [
    'quel age|quelle (?:dose|posologie)|quels (?:symptomes|medicaments)|depuis (?:quand|combien|que vous)|combien de',
    'etes[- ]vous enceinte|prenez[- ]vous|avez[- ]vous|souffrez[- ]vous|decrivez|envoyez[- ]nous',
    '(?:votre|vos) (?:age|poids|dose|posologie|symptomes?|maladie|diagnostic|grossesse|medicaments?|traitement|comprimes?)',
    '(?:votre|vos) (?:ordonnance|injections?|reaction|effets? (?:secondaires?|indesirables?))',
  ],
  professionals: ['medecins?|docteur|pharmaciens?|pharmacienne|professionnels? de sante'],
  functionWords:
    'le les des et vous votre vos nous notre pour avec est une dans ne pas ou merci aux ce cette ici toute de'.split(
      ' ',
    ),
  anyRegulator: 'agence nationale du médicament',
  anyEmergency: 'numéro d’urgence',
  anyCrisisLine: 'une ligne d’écoute',
}
