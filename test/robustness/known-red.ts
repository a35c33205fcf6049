/**
 * The stubs that still disturb a run, and why. Whoever mends one takes it out of here: the test fails until then.
 */
export const knownRed: Readonly<Record<'commandLine' | 'vitest' | 'jest', Readonly<Record<string, string>>>> = {
  commandLine: {
    'fs-read-file-sync-idles': 'Node itself aborts, bare and traced: nothing runs any more that could write the counts',
    'buffer-from-throws':
      'Node reads the source map behind a traced text with what the program put there, between our text and its first line',
    'process-emit-throws': 'Node ends with 7 when `beforeExit` throws, and calls nothing of JavaScript any more',
    'events-prototype-emit-throws': 'the same',
  },
  vitest: {},
  jest: {},
}
