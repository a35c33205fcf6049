import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeControls } from '../../src/model/safe.ts'

test.each([
  ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['two\nlines\r\n', 'two\\nlines\\r\\n'],
  ['bell\u0007, null\0, delete\u007f, CSI\u009b', 'bell\\x07, null\\x00, delete\\x7f, CSI\\x9b'],
  ['lines\u2028of\u2029JavaScript', 'lines\\u2028of\\u2029JavaScript'],
  ['right\u202eto left\u2066', 'right\\u202eto left\\u2066'],
  ['half a \ud83d pair', 'half a \\ud83d pair'],
  ['a\ttab, 💶, é, 购物车, 👩‍💻', 'a\ttab, 💶, é, 购物车, 👩‍💻'],
])('%j becomes %j', (text, safe) => {
  expect(escapeControls(text)).toBe(safe)
})

test('escaping twice is escaping once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControls(escapeControls(text))).toBe(escapeControls(text))
    }),
  )
})

test('nothing that controls is left', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const character of escapeControls(text)) {
        expect(character === '\t' || character >= ' ').toBe(true)
        expect(character >= '\u007f' && character <= '\u009f').toBe(false)
      }
    }),
  )
})
