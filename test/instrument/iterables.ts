/** What programs about iteration share: something to call, and things to iterate over. */
export const helpers: string = `function note(what) { write(what) } function write(what) { log(what) } function step() { return null }
function* plain() { yield step(); yield step() }
function source(n) {
  return {
    [Symbol.asyncIterator]() { step(); return this },
    async next() { step(); await null; step(); return { value: n, done: n-- === 0 } },
    async return() { await null; step(); return { done: true } },
  }
}
`
