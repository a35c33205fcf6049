const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const acorn = require('acorn')

const text = readFileSync(join(__dirname, '../../../node_modules/acorn/dist/acorn.js'), 'utf8')
const programs = [
  'class A extends B { static #x = 1; static { super.y } get z() { return this.#x ?? 2 } async *m() { yield* await 1 } }',
  'for await (const {a, ...b} of c) label: while (1) { if (a) continue label; else break label }',
  'export default async (a = 1, [b, c] = d) => `x${a}y` ** 2; import e, * as f from "f"; export * from "g"',
  'var re = /(?<name>[\\p{L}--[a-z]])\\k<name>/v, big = 0x1_0n, oct = 0o17, str = "\\u{1F600}\\x41"',
  'switch (a) { case 1: default: debugger } try { throw 1 } catch { } finally { } with (a) b; a?.b?.[c]?.(d)',
  'let let = 1',
  'var a = "unterminated',
  'return',
  'a => {',
  '({a: 1, a})',
  'x = {get a() {}, set a(v) {}}',
  'class { }',
  '/[/',
  'async function f() { await }',
  'new.target',
  'import.meta.url',
  '#!/bin/x\nfoo',
  '<!-- html',
  'label: label: 1',
  'yield = 1; async = 2',
  '"use strict"; with (a) b',
  '({ __proto__: 1, "__proto__": 2 })',
  'a\n++b',
  'a = b ? c, d : e',
  'for (let of of []) ;',
  'do x(); while (y) z',
]

const results = []
for (const sourceType of ['script', 'module']) {
  for (const ecmaVersion of [3, 5, 6, 2018, 'latest']) {
    for (const program of programs) {
      const comments = []
      try {
        const tree = acorn.parse(program, {
          sourceType,
          ecmaVersion,
          locations: true,
          onComment: comments,
          onToken: [],
        })
        results.push(JSON.stringify(tree, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)).length)
      } catch (error) {
        results.push(String(error))
      }
    }
  }
}
module.exports = [
  results,
  acorn.parse(text, { ecmaVersion: 'latest', ranges: true }).body.length,
  [...acorn.tokenizer(text.slice(0, text.lastIndexOf('\n', 20000)), { ecmaVersion: 2020 })].length,
]
