// Calls functions with many kinds of arguments, and tells what came of each call.

const pick = (value) => value && value.a
const argumentLists = () => [
  [],
  [[3, 1, 2, 2, [4, [5]], null, 'a']],
  [
    [3, 1, 2],
    [2, 5],
  ],
  [[{ a: 1, b: 'x' }, { a: 2, b: 'y' }, { a: 1 }], 'a'],
  [[{ a: 1 }, { a: 2 }], { a: 2 }],
  [[{ a: 3 }, { a: 2 }], pick],
  [[6, 4, 9], (left, right) => left - right],
  [{ a: 1, b: { c: [1, 2] }, d: undefined }, 'b.c[1]'],
  [
    { a: 1, b: 2 },
    { b: 3, c: { d: 4 } },
  ],
  [{ a: [1] }, ['a', 0], 7],
  ['some Text-with_parts', 2],
  ['  abc  ', 'b', 'x'],
  ['<b>&amp;</b>'],
  ['%s', 1, 2],
  [3],
  [1.25, 4, 2],
  [-2, 5],
  [0, 0.5, 1],
  [() => 5, 2],
  [(left, right) => [left, right], 1],
  [null, undefined],
  [true],
  [new Date(40), new Date(0)],
  [new Map([['k', 1]]), new Set([1, 2])],
  [/x/g, 'xx'],
  [new Error('no'), Symbol.iterator],
]

/** `what`: name -> function. Numbers of calls stay small: nothing here asks for much. */
exports.exercise = function exercise(what) {
  const results = []
  for (const [name, callee] of Object.entries(what)) {
    for (const given of argumentLists()) results.push(`${name}: ${outcome(callee, given)}`)
  }
  return results
}

function outcome(callee, given) {
  try {
    return describe(callee(...given))
  } catch (error) {
    // What the engine says of such values quotes the source text around them.
    return `threw ${error}`.replace(/TypeError: .* is not iterable.*/, 'TypeError: not iterable')
  }
}

function describe(value) {
  if (typeof value === 'function') return `function ${value.name}/${value.length}`
  if (typeof value === 'symbol') return String(value)
  try {
    const text = JSON.stringify(value)
    return text === undefined ? String(value) : text.slice(0, 200)
  } catch (error) {
    return `no JSON: ${error}`
  }
}
