/** Worker processes, each with one test at a time: one that hangs or crashes costs that run and no more. */
import { fork } from 'node:child_process'

const flags = [
  '--experimental-vm-modules',
  '--expose-gc',
  '--no-warnings',
  '--allow-natives-syntax',
  '--max-old-space-size=3000',
]
/** Realms pile up. */
const testsAProcess = 1500

/** `done` gets what came of each test; see worker.mjs. */
export async function runTests(files, { directory, modes, workers, timeout, done }) {
  let next = 0
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < files.length) {
        const take = () => (next < files.length ? files[next++] : undefined)
        await runSome(take, { directory, modes, timeout, done })
      }
    }),
  )
}

async function runSome(take, { directory, modes, timeout, done }) {
  let child = null
  for (let count = 0; count < testsAProcess; count++) {
    const file = take()
    if (file === undefined) break
    const known = {}
    let careful = false
    for (;;) {
      child ??= start(directory, modes)
      const { result, failed } = await ask(child, { file, known, careful }, timeout)
      if (result) {
        done(result)
        break
      }
      child = null
      if (careful) known[failed.run] = failed.how
      careful = true
    }
  }
  child?.disconnect()
}

function start(directory, modes) {
  const child = fork(new URL('worker.mjs', import.meta.url), [directory, ...modes], {
    execArgv: flags,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('error', () => {})
  return child
}

/** The result, or which of the test's runs ended the process. */
function ask(child, question, timeout) {
  return new Promise((resolve) => {
    let run = null
    let timer
    const finish = (answer) => {
      clearTimeout(timer)
      child.removeAllListeners('message')
      child.removeAllListeners('exit')
      resolve(answer)
    }
    const watch = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        child.kill('SIGKILL')
        finish({ failed: { run, how: 'hangs' } })
      }, timeout)
    }
    child.on('message', (message) => {
      if (message.result) return finish({ result: message.result })
      run = message.run
      watch()
    })
    child.on('exit', (code, signal) => finish({ failed: { run, how: `ends the process: ${signal ?? code}` } }))
    watch()
    child.send(question)
  })
}
