import type { WordList } from './word-list.ts'

export const es: WordList = {
  lang: 'es',
  advice: [
    'deje|dejar de|deja de|suspenda|suspender|suspende|tome|tomar|toma|tomarlo|tomando|interrumpa|interrumpir',
    'aumente|aumentar|aumenta|reduzca|reducir|reduce|disminuya|disminuir|baje|suba|duplique|duplicar|ajuste',
    'salte|saltese|saltarse|continue|continuar|continua|siga|sigue|seguir|empiece|empezar|reanude|comience',
    'cambie|cambiar|evite|evitar|evita|pruebe|probar|prueba|espere|beba|coma|trague|inyecte|use|utilice|aplique',
    '(?:usted )?(?:debe|deberia|podria)|tiene que|(?:le )?(?:recomendamos|aconsejamos|sugerimos)',
  ],
  claims: [
    'eficaz|eficaces|eficacia|efectiv[oa]s?|efectividad|funciona|segur[oa]s?|(?:bien )?tolerad[oa]s?|probad[oa]s?|demostrad[oa]s?',
    'clinicamente|mejor(?:es)?|superior(?:es)?|cura|curar|alivia|aliviar|alivio|mejora|mejoria|garantizad[oa]s?|beneficios?',
    '(?:sin|menos) (?:riesgos?|efectos (?:secundarios|adversos))|estudios (?:muestran|demuestran)|en comparacion|la mayoria',
  ],
  minimising: [
    'normal(?:es|mente)?|comun(?:es)?|frecuentes?|habitual(?:es)?|leves?|rar[oa]s?|inofensiv[oa]s?|esperad[oa]s?',
    'no (?:se preocupe|te preocupes)|no es (?:grave|peligroso)|pasara|pasajer[oa]s?|temporal(?:es)?|efectos? conocidos?',
  ],
  admissions: [
    'nuestro error|nuestra culpa|pedimos (?:perdon|disculpas)|disculpe|lamentamos (?:que|el|la|los|las)|responsables?',
    'indemniza(?:r|cion)|compensa(?:r|cion)|reembols(?:o|ar)|descuento|no es (?:verdad|cierto)|es falso|desinformacion',
  ],
  asks: [
    'que (?:edad|dosis|sintomas|medicamentos?)|desde (?:cuando|que toma)|cuanto tiempo|cuant[oa]s?|esta (?:usted )?embarazada',
    'tiene usted|ha tomado|describa|envienos (?:su|sus)|cuentenos (?:aqui|sus)',
    '(?:sus?|tus?) (?:edad|peso|dosis|sintomas?|enfermedad|diagnostico|embarazo|medicamentos?|medicacion|tratamiento)',
    '(?:sus?|tus?) (?:pastillas?|comprimidos?|inyeccion(?:es)?|receta|reaccion(?:es)?|efectos? (?:secundarios?|adversos?))',
  ],
  professionals: ['medic[oa]s?|doctor(?:a|es)?|farmaceutic[oa]s?|profesional(?:es)? sanitarios?'],
  functionWords:
    'el los las y usted su sus nuestro nuestra para con es una por favor puede aqui gracias que si al nos este de'.split(
      ' ',
    ),
  anyRegulator: 'agencia nacional de medicamentos',
  anyEmergency: 'número de emergencias',
  anyCrisisLine: 'una línea de ayuda',
}
