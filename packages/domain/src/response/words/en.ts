import type { WordList } from './word-list.ts'

export const en: WordList = {
  lang: 'en',
  advice: [
    '(?<!we )take(?! care)|keep taking|taking (?:it|them|more|less)',
    'stop|quit|discontinue|continue|skip|pause|restart|resume|start|switch',
    'increase|decrease|reduce|lower|raise|double|halve|wean|taper|adjust',
    'try|avoid|wait|swallow|inject|apply|drink|eat',
    'use (?:it|this|that|your|the|more|less|another)',
    'you (?:should|must|need to|have to|ought to|could|might want to)',
    'we (?:recommend|advise|suggest)',
  ],
  claims: [
    'effective(?:ly|ness)?|efficac(?:y|ious)|works|safe|safer|safest|well[- ]tolerated|tolerability',
    'proven|clinically|better|best|superior|cures?|heals?|reliev(?:e|es|ing)|relief|improv(?:e|es|ed|ing|ements?)',
    '(?:no|without|fewer|less) side effects|risk[- ]free|miracle|breakthrough|fast[- ]acting|guaranteed?',
    '(?:most|many) (?:patients|people|users)|(?:studies|trials?|data) (?:show|prove)s?|compared (?:to|with)',
    'than (?:other|any)|number one|benefits?|outweighs?|approved for|indicated for',
  ],
  minimising: [
    'normal(?:ly)?|common(?:ly)?|harmless|mild|rare(?:ly)?|minor|expected|usual(?:ly)?|temporary',
    "don['’]?t worry|do not worry|(?:no|nothing) (?:need |reason )?to worry(?: about)?",
    'not (?:serious|dangerous|unusual)|will (?:pass|go away|get better)|goes away|known side effects?',
  ],
  admissions: [
    'our (?:fault|mistake|error)|we (?:apologi[sz]e|are (?:responsible|liable))|we are (?:so |very )?sorry(?! to hear)',
    'sorry (?:that|for|about)|liab(?:le|ility)|compensat(?:e|ion)|refund|reimburse(?:ment)?|voucher|free sample|discount',
    "not true|untrue|that['’]?s (?:false|wrong|incorrect)|you are (?:wrong|mistaken)|misinformation",
  ],
  asks: [
    'how old|(?:what|which) (?:dose|dosage|strength|symptoms|medicine|medication|batch)|how (?:long|often|much|many)',
    'when did you|are you (?:pregnant|taking|on)|do you (?:take|have|suffer)|did you (?:take|have|see)|have you (?:taken|been)',
    "tell us (?:here|below|more about your)|describe your|send us your|(?:since|while) you(?:[ ’']a?re)? (?:tak|us)(?:e|ing)",
    'your (?:age|weight|dose|dosage|symptoms?|condition|illness|disease|diagnosis|pregnancy|medication|medicines?|treatment)',
    'your (?:prescription|tablets?|pills?|injections?|side effects?|reactions?|use of)',
  ],
  professionals: ['doctors?|physicians?|pharmacists?|health ?care professionals?|gp|nurses?'],
  functionWords:
    'the and you your to of for with please we our is are this that can or if not here thank have from'.split(
      ' ',
    ),
  anyRegulator: 'your national medicines agency',
  anyEmergency: 'emergency services',
  anyCrisisLine: 'a crisis line',
}
