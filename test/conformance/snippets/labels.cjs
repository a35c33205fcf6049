// Labels: on loops that continue, on blocks, on single statements, stacked.
const log = []
rows: for (let row = 0; row < 3; row++) {
  for (let seat = 0; seat < 3; seat++) {
    if (seat === row) continue rows
    if (row === 2) break rows
    log.push([row, seat])
  }
}
outer: inner: while (log.length < 5) {
  do {
    log.push('x')
    if (log.length < 4) continue inner
    continue outer
  } while (true)
}
block: {
  if (log.length) break block
  log.push('never')
}
only: log.push('single')
empty: ;
again: for (const one of [1, 2, 3]) if (one === 2) continue again; else log.push(one)
wait: for (const key in { a: 1, b: 2 }) { switch (key) { case 'a': continue wait; default: break wait } }
choose: switch (1) { case 1: break choose; default: log.push('never') }
done: try { break done } finally { log.push('finally') }
cond: if (log) { break cond }
a: b: c: { break b }
declared: function labelled() { return 1 }
print(log, labelled())
