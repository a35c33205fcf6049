import { expect, test } from 'vitest'
import { LineTraceBuffer, type LineTraceOptions } from '../../src/runtime/line-trace-buffer.ts'

interface Bench {
  buffer: LineTraceBuffer
  written: string[]
  clock: { now: number }
  due: (() => void)[]
}

function bench(options: Partial<LineTraceOptions> = {}): Bench {
  const written: string[] = []
  const due: (() => void)[] = []
  const clock = { now: 1000 }
  const buffer = new LineTraceBuffer({
    timing: false,
    write: (text) => void written.push(text),
    now: () => clock.now,
    later: (flush) => void due.push(flush),
    ...options,
  })
  return { buffer, written, clock, due }
}

test('lines are written together, when there are many, and in their order', () => {
  const { buffer, written } = bench({ size: 10 })
  for (const text of [' --- f\n', 'a\n', 'b\n', 'c\n'])
    (text.startsWith(' ') ? buffer.call : buffer.line).call(buffer, text)
  expect(written).toEqual([' --- f\na\nb\n'])
  buffer.flush()
  buffer.flush()
  expect(written).toEqual([' --- f\na\nb\n', 'c\n'])
})

test('no more than 16 kB wait', () => {
  const { buffer, written } = bench()
  const line = `${'x'.repeat(63)}\n`
  for (let n = 0; n < 1000; n++) buffer.line(line)
  expect(64_000 - written.join('').length).toBeLessThan(16_384)
  expect(new Set(written.map(({ length }) => length))).toEqual(new Set([16_384]))
})

test('lines that wait are written some time later, asked for once', () => {
  const { buffer, written, due } = bench()
  buffer.line('a\n')
  buffer.line('b\n')
  expect(due).toHaveLength(1)
  due[0]?.()
  expect(written).toEqual(['a\nb\n'])
  buffer.line('c\n')
  expect(due).toHaveLength(2)
})

test('behind the end, nothing waits', () => {
  const { buffer, written } = bench()
  buffer.line('a\n')
  buffer.end()
  buffer.line('b\n')
  expect(written).toEqual(['a\n', 'b\n'])
})

test("seconds stand before lines, as Python writes them, and not before a function's name", () => {
  const { buffer, written, clock } = bench({ timing: true })
  const times = [0, 4, 5, 14, 996, 1500, 60_000, 3_600_001, 12_345_678]
  for (const time of times) {
    clock.now = 1000 + time
    buffer.line('\n')
  }
  buffer.call(' --- f\n')
  buffer.flush()
  const expected = ['0.00', '0.00', '0.01', '0.01', '1.00', '1.50', '60.00', '3600.00', '12345.68']
  expect(written.join('')).toBe(`${expected.map((time) => `${time} \n`).join('')} --- f\n`)
})
