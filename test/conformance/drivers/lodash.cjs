const _ = require('lodash')
const { exercise } = require('./exercise.cjs')

// Those that depend on time or chance, or change lodash itself.
const left = [
  'now',
  'random',
  'sample',
  'sampleSize',
  'shuffle',
  'uniqueId',
  'delay',
  'defer',
  'debounce',
  'throttle',
  'runInContext',
  'mixin',
  'noConflict',
]

module.exports = [
  exercise(_.omit(_.pickBy(_, _.isFunction), left)),
  _([1, 2, 3, 4])
    .filter((n) => n % 2)
    .map((n) => n * 2)
    .reverse()
    .take(1)
    .value(),
  _.chain({ a: 1, b: 2 })
    .mapValues((n) => n + 1)
    .invert()
    .value(),
  _(_.range(300))
    .map((n) => n * 3)
    .filter((n) => n % 2 === 0)
    .takeRight(3)
    .value(),
  _.template('<% _.each(items, function (item) { %><%- item %>;<% }) %>')({ items: ['<a>', 'b'] }),
  _.uniq(_.range(300).map((n) => n % 250)).length,
  _.merge({ a: [{ b: 2 }, { d: 4 }] }, { a: [{ c: 3 }, { e: 5 }] }),
  _.isEqual({ a: [1, new Map([[1, { x: 2 }]])] }, { a: [1, new Map([[1, { x: 2 }]])] }),
  _.cloneDeep([new Map([[1, 2]]), new Set([3]), /x/gi, new Date(0), new Uint8Array([1, 2]), Object(1n), { y: [1] }]),
]
