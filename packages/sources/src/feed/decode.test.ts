import { describe, expect, test } from 'vitest'
import { decodeDocument } from './decode.ts'

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  )

describe('the encoding of a document', () => {
  test.each([
    ['Shift JIS', 'shift_jis', [0x83, 0x65, 0x83, 0x58, 0x83, 0x67], 'テスト'],
    ['EUC-KR', 'euc-kr', [0xc5, 0xd7, 0xbd, 0xba, 0xc6, 0xae], '테스트'],
    ['GB 2312', 'gb2312', [0xb2, 0xe2, 0xca, 0xd4], '测试'],
    ['Big5', 'big5', [0xb4, 0xfa, 0xb8, 0xd5], '測試'],
    ['KOI8-R', 'koi8-r', [0xd4, 0xc5, 0xd3, 0xd4], 'тест'],
    ['Windows-1251', 'windows-1251', [0xf2, 0xe5, 0xf1, 0xf2], 'тест'],
    ['Windows-1255', 'windows-1255', [0xe9, 0xe5, 0xed], 'יום'],
    ['TIS-620', 'tis-620', [0xb7, 0xb4], 'ทด'],
    ['ISO 8859-15', 'iso-8859-15', [0xa4], '€'],
  ])('%s, by the declaration or by HTTP', (_, label, letters, text) => {
    expect(decodeDocument(bytes(`<?xml version="1.0" encoding="${label}"?><a>`, letters), null)).toContain(
      text,
    )
    expect(decodeDocument(bytes('<a>', letters), `text/xml; charset=${label}`)).toContain(text)
  })

  test.each([
    ['utf-16le', Buffer.from('\uFEFF<a>ü</a>', 'utf16le')],
    ['utf-16be', Buffer.from('\uFEFF<a>ü</a>', 'utf16le').swap16()],
    ['utf-16le without a mark', Buffer.from('<?xml version="1.0"?><a>ü</a>', 'utf16le')],
    [
      'utf-32le',
      Buffer.from(
        new Uint32Array([0xfeff, ...[...'<a>ü</a>'].map((c) => c.codePointAt(0) as number)]).buffer,
      ),
    ],
    ['utf-8 with a mark', Buffer.from('\uFEFF<a>ü</a>')],
  ])('%s, by its bytes', (_, given) => {
    expect(decodeDocument(given, 'text/xml; charset=iso-8859-1')).toMatch(
      /^(<\?xml version="1.0"\?>)?<a>ü<\/a>$/,
    )
  })

  test('what it says is not believed against the bytes', () => {
    expect(decodeDocument(Buffer.from('<?xml version="1.0" encoding="us-ascii"?><a>größer'), null)).toContain(
      'größer',
    )
    expect(
      decodeDocument(bytes('<?xml version="1.0" encoding="utf-8"?><a>gr', [0xf6, 0xdf], 'er'), null),
    ).toContain('größer')
    expect(decodeDocument(bytes('<a>', [0xd4], 'x'), 'text/xml; charset=no-such-thing')).toContain('Ôx')
    expect(decodeDocument(Buffer.from('<a>don\u0092t'), null)).toContain('don’t')
  })
})
