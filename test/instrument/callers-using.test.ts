import { Script } from 'node:vm'
import { describe, test } from 'vitest'
import { expectCallers } from './run.ts'

/** Node 24 is the first that can. */
const skip = !parses('{ using shelf = null }')

function parses(text: string): boolean {
  try {
    return Boolean(new Script(text))
  } catch {
    return false
  }
}

// Disposers that are awaited are called by whoever runs when their function has let go: these have no probes.
const helpers = `function note(what) { write(what) } function write(what) { log(what) }
function shelf(name) { return { name, [Symbol.dispose]() { note('close ' + name) } } }
const closer = new Function('name', "return () => log('close ' + name)")
function later(name) { return { name, [Symbol.asyncDispose]: closer(name) } }
`

describe.skipIf(skip)(`using${skip ? ` (Node ${process.version} cannot parse it)` : ''}`, () => {
  test('calls what disposes of a resource at the end of its block', async () => {
    await expectCallers(
      `${helpers}
      function block() { { using a = shelf('a'), b = shelf('b'); note('in') } note('out') }
      function leave() { for (using a of [shelf('c'), shelf('d')]) { note(a.name); break } }
      function body() { using a = shelf('e'); return note('body') }
      function thrown() { try { using a = shelf('f'); throw a } catch { note('caught') } }
      block(); leave(); body(); thrown()`,
      `<module> -> block
      <module> -> leave
      <module> -> body
      <module> -> thrown
      block -> shelf x2
      leave -> shelf x2
      body -> shelf
      thrown -> shelf
      block -> shelf.[Symbol.dispose] x2
      leave -> shelf.[Symbol.dispose]
      body -> shelf.[Symbol.dispose]
      thrown -> shelf.[Symbol.dispose]
      shelf.[Symbol.dispose] -> note x5
      block -> note x2
      leave -> note
      body -> note
      thrown -> note
      note -> write x10`,
    )
  })

  test('with await suspends the function where the block ends', async () => {
    await expectCallers(
      `${helpers}
      async function block() { { await using a = later('a'); note('in') } note('out') }
      async function body() { await using a = later('b'); using b = shelf('c'); await null; note('body') }
      async function attempt() { try { await using a = later('d'); note('try'); throw a } catch { await using a = later('e'); note('catch') } finally { await using a = later('f'); note('finally') } note('end') }
      async function choose(yes) { if (yes) { await using a = later('g'); note('yes') } else { await using a = later('h'); note('no') } note('chosen') }
      async function jump() { out: { await using a = later('i'); break out } note('out'); switch (1) { case 1: { await using a = later('j'); note('case'); break } } note('end') }
      async function nothing() { { await using a = null; note('in') } note('end') }
      async function meanwhile() { await null; await null; note('meanwhile') }
      async function main() { for (const run of [block, body, attempt, () => choose(true), () => choose(false), jump, nothing]) { const other = meanwhile(); await run(); await other } note('main') }
      main()`,
      `<module> -> main
      main -> main.[3]
      main -> main.[4]
      main.[3] -> choose
      main.[4] -> choose
      main -> block
      main -> body
      main -> attempt
      main -> jump
      main -> nothing
      main -> meanwhile x7
      main -> note
      meanwhile -> note x7
      block -> later
      block -> note x2
      body -> later
      body -> shelf
      body -> note
      body -> shelf.[Symbol.dispose]
      shelf.[Symbol.dispose] -> note
      attempt -> later x3
      attempt -> note x4
      choose -> later x2
      choose -> note x4
      jump -> later x2
      jump -> note x3
      nothing -> note x2
      note -> write x25`,
    )
  })

  test('with await in the head of a loop suspends it between two rounds', async () => {
    await expectCallers(
      `${helpers}
      function* shelves() { yield later('a'); yield later('b'); yield later('c') }
      async function all() { for (await using a of shelves()) { note(a.name); await null; if (a.name === 'b') continue; note('next') } note('end') }
      async function some() { outer: for (const n of [1, 2]) { for await (await using a of shelves()) { note(a.name); if (n === 1) continue outer; break outer } } note('end') }
      async function one() { for (await using a of [later('d')]) note(a.name); note('end') }
      async function main() { await all(); await some(); await one(); note('main') }
      main()`,
      `<module> -> main
      main -> all
      main -> some
      main -> one
      main -> note
      all -> shelves
      some -> shelves x2
      shelves -> later x5
      one -> later
      all -> note x6
      some -> note x3
      one -> note x2
      note -> write x12`,
    )
  })

  test('with await in the head of a for loop is too much to follow: the loop is run on behalf of the caller', async () => {
    await expectCallers(
      `${helpers}
      async function loop() { for (await using a = later('a'); a.name === 'a'; a.name = 'b') note(a.name) }
      async function main() { await loop(); note('main') }
      main()`,
      `<module> -> main
      main -> loop
      main -> later
      main -> note x2
      note -> write x2`,
      {
        byStack: `<module> -> main
        main -> loop
        loop -> later
        loop -> note
        main -> note
        note -> write x2`,
      },
    )
  })

  test('in async generators', async () => {
    await expectCallers(
      `${helpers}
      async function* items() { await using a = later('a'); yield note('first'); { await using b = later('b'); yield note('second') } note('third') }
      async function main() { for await (const item of items()) note('item'); for await (const item of items()) break; note('main') }
      main()`,
      `<module> -> main
      main -> items x2
      items -> later x3
      items -> note x4
      main -> note x3
      note -> write x7`,
    )
  })
})
