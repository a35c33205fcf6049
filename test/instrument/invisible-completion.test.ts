import { describe, test } from 'vitest'
import { expectInvisible } from './invisible.ts'

/** One script a line. */
function scripts(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replaceAll('⏎', '\n'))
    .filter((line) => line !== '')
}

const completion = scripts(`
1
1; 2
1;
'text'
'use strict'
'use strict'; this === globalThis
'use strict'⏎this === undefined
'not a directive' + ''
;
{}
{ 1 }
{ 1; {} }
1; {}
1; ;
1; var x = 2
1; let y = 2
1; const z = () => 2
1; function f() {}
1; class C {}
var x = 2; x
x = 5
(function () {})
(class {}).name
(() => {}).name
({}).toString()
({ a: 1, f() {} })
[1, 2].map((n) => n * 2)
if (true) 1
if (true) 1; else 2
if (false) 1
if (false) 1; else 2
1; if (false) 2
1; if (true) {}
1; if (true) 2; else 3
if (true) { 1; var a = 2 }
1; if (true) function g() {}
1; do { 2 } while (false)
1; do { 2; break } while (true)
1; do { 2; continue; 3 } while (false)
1; do break; while (true)
1; while (false) 2
var n = 0; while (n < 3) n++
var n = 0; while (n < 3) { n++; if (n === 2) continue; n * 10 }
for (var i = 0; i < 3; i++) i
for (let i = 0; i < 3; i++) { i; if (i === 1) break }
1; for (var i = 0; i < 0; i++) 2
1; for (var i = 0; i < 2; i++) ;
for (const k in { a: 1, b: 2 }) k
for (const v of [1, 2, 3]) { v; if (v === 2) continue; v + 10 }
1; for (const v of []) 2
1; for (const v of [1]) { 2; break }
switch (1) { case 1: 'one' }
switch (1) { case 1: 'one'; case 2: 'two'; break; case 3: 'three' }
switch (9) { case 1: 'one'; default: 'other' }
1; switch (9) { case 1: 'one' }
1; switch (1) { case 1: break }
switch (1) { case 1: 'one'; break; default: 'never' }
try { 1 } catch { 2 }
try { throw 1 } catch (e) { e + 1 }
try { throw 1 } catch ({ length = 7 }) { length }
try { 1 } finally { 2 }
try { throw 1 } catch { 2 } finally { 3 }
1; try {} finally {}
do { try { 1 } finally { 2; break } } while (false)
a: { 1; break a; 2 }
a: { 1; { 2; break a } }
1; a: b: c: 3
1; a: ;
a: for (const x of [1, 2]) { for (const y of [3, 4]) { x * y; if (y === 3) continue a } }
a: for (;;) { 5; b: for (;;) { 6; break a } }
with ({ x: 3 }) x
1; with ({}) {}
with ({ x: 3 }) { x; if (x > 1) { x * 2 } }
throw new TypeError('thrown')
1; throw 2
delete this.nothing
var v; v ?? 'none'
v2 = 1, v2 ||= 5, v2 &&= 7
true && false || 'or'
1 ? 2 : 3
let let1 = 1; let1
1⏎2
1⏎;[2]
var a = 1⏎++a
a: 1⏎b: 2
debugger; 1
async function f() {}; 1
typeof undefinedName
undefinedName
{ function f() { return 1 } } f()
f(); { function f() { return 1 } }
// nothing
/* nothing */ 1 // more
#!/usr/bin/env node⏎1
<!-- html⏎1⏎--> html
`)

describe('a script has the completion value it had', () => {
  for (const script of completion) test(script.replaceAll('\n', '⏎'), () => expectInvisible(script))
})

const evals = scripts(`
1; if (false) 2
var x = 5; x
'use strict'; var hidden = 1; typeof hidden
let scoped = 1; scoped
for (const v of [1, 2]) v
local
local = 7; local
var local2 = local; local2
arguments.length
this === globalThis
new.target
() => local
function declared() { return local } declared()
class Local { f() { return local } } new Local().f()
throw local
super.x
return
try { undefinedName } catch (error) { error.message }
`)

describe('so has what a function evaluates, and the function it is evaluated in', () => {
  for (const code of evals) {
    test(code, () => {
      const source = JSON.stringify(code)
      expectInvisible(
        `function run(a) { var local = 'local'; const value = eval(${source}); return [value, local, typeof local2, typeof declared] } run(1)`,
      )
      expectInvisible(`const run = (a) => { let local = 'local'; return [eval(${source}), local] }; run(1)`)
      expectInvisible(`const run = (a, local = 'local') => eval(${source}); run(1)`)
      expectInvisible(
        `'use strict'; function run() { let local = 'local'; return [eval(${source}), typeof declared] } run()`,
      )
      expectInvisible(`class Run { local = 'l'; f(local) { return eval(${source}) } } new Run().f('m')`)
    })
  }
})
