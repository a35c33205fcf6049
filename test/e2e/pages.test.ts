/** Instrumented text in the pages of a real browser: Debian's chromium, without its tools. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { instrument } from '../../src/instrument/index.ts'
import { realmRecorder } from '../../src/runtime/recorder.ts'

const noEval = "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:"

/** What scripts print in a page, by `print(...)`. */
async function inPage(scripts: string[], { policy = '' } = {}): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'tstrace-page-'))
  try {
    const page = join(directory, 'page.html')
    const print = `function print(...words) { document.body.append(words.join(' ') + '\\n') }
      addEventListener('error', (event) => print('error', event.message)); addEventListener('unhandledrejection', (event) => print('rejected', event.reason))`
    const elements = [print, ...scripts].map((text) => `<script>${text.replaceAll('</', '<\\/')}</script>`)
    const head = policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`
    await writeFile(page, `<!doctype html><html><head>${head}</head><body>${elements.join('')}</body></html>`)
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(directory, 'profile')}`]
    const { stdout } = await promisify(execFile)('chromium', [
      ...flags,
      '--virtual-time-budget=3000',
      '--dump-dom',
      pathToFileURL(page).href,
    ])
    const text = stdout.replace(/[\s\S]*<body>|<script>[\s\S]*?<\/script>|<\/body>[\s\S]*/g, '')
    return text.trim().split('\n')
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

function traced(text: string, callers: boolean): string {
  return instrument(text, { path: 'shop.js', sourceType: 'script', callers, map: false }).code
}

/** A list of texts that a program makes. */
function textsOf(code: string): string[] {
  const realm = createContext({ JSON })
  realmRecorder(runInContext('globalThis', realm) as object)
  return runInContext(code, realm) as string[]
}

const shop = `
  class Till { #sum = zero(); add(n = one()) { this.#sum += n; return this } get sum() { return this.#sum } static { print('opened', one()) } }
  function zero() { return 0 }
  function one() { return 1 }
  function* items() { yield* ['tea', 'milk']; return yield* [] }
  async function total() { let n = 0; for await (const item of items()) n += item.length; return n }
  print(new Till().add().add(2).sum, [3, 1, 2].sort((a, b) => a - b), [...items()])
  print(one, Till.prototype.add, Function.prototype.toString)
  try { print(eval('1 + 1')) } catch (error) { print(error.name) }
  try { print(new Function('return 2')()) } catch (error) { print(error.name) }
  total().then((sum) => print('total', sum))
  setTimeout(() => print('later', new Till().sum), 5)
  const worker = new Worker(URL.createObjectURL(new Blob(['const one = ' + one + ';(' + ((add) => postMessage(add(1, 2))) + ')(' + ((a, b) => a > 0 ? a + b : one()) + ')'])))
  worker.onmessage = ({ data }) => print('worker', data)`

describe('a page', () => {
  test.each(['', noEval])('shows what it shows without probes; its policy: "%s"', async (policy) => {
    const bare = await inPage([shop], { policy })
    expect(bare).toContain('total 7')
    expect(bare).toContain('worker 3')
    expect(bare).toContain(policy ? 'EvalError' : '2')
    for (const callers of [true, false]) {
      expect((await inPage([traced(shop, callers)], { policy })).sort()).toEqual(bare.sort())
    }
  })

  test('runs functions that come as text from a traced program, as Puppeteer and Playwright send them', async () => {
    const program = `
      const sizes = [1, 2]
      const evaluate = (f, ...args) => '(' + f + ')(' + args.map((one) => JSON.stringify(one)).join() + ')'
      const all = [
        evaluate(() => print(document.title || 'untitled')),
        evaluate((a, b = a || 1) => { for (const x of [a]) if (x > b) print('more'); else print('not more', x) }, 0),
        evaluate(async function collect(list) { const found = []; for await (const x of list) found.push(x && x + 1); print(found) }, sizes),
        evaluate(function () { class Box { size = this.measure(); measure() { return 3 } } print(new Box().size ?? 'none') }),
        evaluate((n) => { const deep = (n) => (n > 0 ? deep(n - 1) : 'deep'); print(deep(n)) }, 3),
      ]
      all`
    const bare = await inPage(textsOf(program))
    expect(bare).toEqual(['untitled', 'not more 0', '2,3', '3', 'deep'])
    for (const callers of [true, false]) expect(await inPage(textsOf(traced(program, callers)))).toEqual(bare)
  })
})
