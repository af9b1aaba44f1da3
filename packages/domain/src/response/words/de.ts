import type { WordList } from './word-list.ts'

export const de: WordList = {
  lang: 'de',
  advice: [
    'nimm|(?<!wir )nehmen(?! wir)|einnehmen|einzunehmen|weiternehmen|absetzen|setz(?:en sie|e)?|weglassen|auslassen',
    'erhohen|steigern|reduzieren|verringern|senken|halbieren|verdoppeln|anpassen',
    'fortsetzen|fortfuhren|pausieren|unterbrechen|beenden|aufhoren|hor(?:en sie)? auf|stoppen|beginnen|anfangen|starten',
    'wechseln|umsteigen|probieren|versuchen|vermeiden|meiden|verzichten|abwarten|warten sie|trinken|spritzen|schlucken',
    'sie (?:sollten|mussen|konnten|durfen)|(?:wir )?(?:empfehlen|raten) (?:wir )?(?:ihnen)?',
  ],
  claims: [
    'wirksam(?:e[nrs]?|er|keit)?|wirkt|hilft|(?:ist|sind) sicher|sicherer|(?:gut )?vertraglich(?:er|keit)?',
    'bewiesen|nachgewiesen|erwiesen|klinisch(?:e[nrs]?)?|besser(?:e[nrs]?)?|beste[nrs]?|uberlegen(?:e[nrs]?)?',
    'heilt|heilung|lindert|linderung|verbesser(?:t|n|ung)|risikofrei|(?:ohne|keine|weniger) nebenwirkungen',
    '(?:studien|daten) (?:zeigen|belegen)|im vergleich|die meisten (?:patienten|menschen)|garantiert|nutzen',
  ],
  minimising: [
    'normal(?:e[nrs]?|erweise)?|haufig(?:e[nrs]?)?|harmlos(?:e[nrs]?)?|selten(?:e[nrs]?)?|leichte[nrs]?|ublich(?:e[nrs]?|erweise)?',
    'keine sorge|kein grund zur sorge|unbedenklich|nicht (?:schlimm|gefahrlich|ernst)|geht vorbei|vorubergehend(?:e[nrs]?)?',
    'bekannte nebenwirkung(?:en)?|zu erwarten',
  ],
  admissions: [
    'unser fehler|unsere schuld|wir (?:entschuldigen|haften)|entschuldigung|schadens?ersatz|entschadigung',
    'erstatt(?:en|ung)|ruckerstattung|gutschein|rabatt|das stimmt nicht|nicht wahr|falschinformation',
  ],
  asks: [
    'wie alt|welche (?:dosis|dosierung|symptome|beschwerden|arzneimittel|medikamente)|wie (?:lange|oft|viele?)',
    'wann haben sie|sind sie schwanger|haben sie|leiden sie|beschreiben sie|schicken sie uns|(?:seit|wahrend) sie',
    'ihre?[mnrs]? (?:alter|gewicht|dosis|dosierung|symptome?n?|beschwerden|erkrankung|krankheit|diagnose|schwangerschaft)',
    'ihre?[mnrs]? (?:medikament(?:e|en|s)?|arzneimittels?|behandlung|therapie|tabletten?|spritzen?|nebenwirkung(?:en)?|reaktion)',
  ],
  professionals: ['arzt(?:in|innen|e|praxis)?|arztlich(?:e[nrs]?)?|apotheken?|apotheker(?:in)?|fachpersonal'],
  functionWords:
    'der die das und sie ihr ihre ihnen wir uns unser unserer unsere bitte nicht ist mit fur bei oder ein eine hier danke von zu keine'.split(
      ' ',
    ),
  anyRegulator: 'nationale Arzneimittelbehörde',
  anyEmergency: 'den Notruf',
  anyCrisisLine: 'eine Krisenhotline',
}
