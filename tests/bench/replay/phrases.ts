const list = (words: string) => words.split(' | ')

/** What people of no medicine write about, by the language of the recorded post; ours, invented. */
export const phrases: Record<string, string[]> = {
  en: list(
    'the kettle is on and the rain will not stop | who else is watching the late match | my train stood in a field for an hour | new poem on the wall of the library | this bakery closes on friday and I am sad | look at the light over the harbour | the council will vote again in autumn | our band plays on saturday, come by | finished the second scarf of the year | the cat has found the warm drawer',
  ),
  de: list(
    'der Zug kommt heute wieder später | im Garten blühen die ersten Astern | wer fährt am Samstag mit ans Meer | das neue Album läuft seit dem Morgen | die Sitzung wurde noch einmal vertagt | am Fenster sitzt seit Stunden die Katze | endlich wieder Markt auf dem Platz',
  ),
  tr: list(
    'bu akşam maç var, kim geliyor | yağmur sabahtan beri dinmedi | yeni kitabı dün bitirdim, çok güzeldi | vapur yine geç kaldı | bahçede ilk güller açtı | komşunun kedisi pencerede uyuyor | çayı demledim, bekliyorum | bütün gün yollardaydık',
  ),
  es: list(
    'otra vez se retrasa el tren de la costa | mañana tocamos en la plaza | qué luz tan bonita sobre el puerto | el pan de esta esquina es el mejor | se vota de nuevo en otoño | mi gato duerme en el cajón',
  ),
  ru: list(
    'поезд снова стоит в поле | сегодня вечером концерт во дворе | какой свет над рекой | дочитал вторую книгу за месяц | кот нашёл тёплый ящик | завтра опять обещают дождь',
  ),
  ja: list(
    '今日は朝から雨が止まない | 夕方の港の光がきれいだった | 猫が引き出しで寝ている | 新しい本を読み終えた | 土曜日にライブがあります | 電車がまた遅れている | 庭の花が咲いた',
  ),
  ko: list(
    '오늘도 비가 온다 | 저녁 산책 가는 중 | 고양이가 창가에서 잔다 | 새 책을 다 읽었다 | 기차가 또 늦는다 | 토요일 공연 보러 와요',
  ),
}

export const openers = list(
  'three weeks in and | update for everyone who asked: | since the clinic changed my dose of | anyone here who also takes this? | honest review after a month: | my aunt was put on it in spring,',
)
export const events = list(
  'I got a terrible rash on both arms | my head is splitting every single morning | I keep throwing up after breakfast | my heart was racing so hard they called an ambulance | I am dizzy whenever I stand up | my hair comes out in handfuls',
)
export const calm = list(
  'the price went up again at the corner shop | does anybody know whether it comes as drops | new packaging looks quite nice actually | finally picked up my refill after two hours | worked well for me and I am grateful | the advert is on every bus again',
)
