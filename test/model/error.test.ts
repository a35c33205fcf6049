import { expect, test } from 'vitest'
import { TstraceError, formatMessage } from '../../src/model/error.ts'

test('no name in a message steers the terminal', () => {
  const message = 'Cannot parse "src/\u001b]0;title\u0007\u001b[31mred\n.ts": line\u20282.'
  const shown = '[tstrace] Cannot parse "src/\\x1b]0;title\\x07\\x1b[31mred\\n.ts": line\\u20282. (parse-error)'
  expect(formatMessage({ slug: 'parse-error', message })).toBe(shown)
  expect(new TstraceError('parse-error', message).message).toBe(shown)
})
