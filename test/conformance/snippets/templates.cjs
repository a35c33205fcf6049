// Tagged templates: the same strings object at each run of a place, raw text, order.
const log = []
const tag = (strings, ...values) => (log.push(strings), [strings.raw.join('|'), ...values])
const run = (n) => tag`a${n}\n${n > 1 ? 'many' : 'one'}${n && 'x'}z`
print(run(1), run(2), log[0] === log[1])
print(tag`\unicode`[0], log[2][0] === undefined, `${`nested ${1 + 1}`}`, `multi
line ${log.length}`)
const o = { tag(strings) { return this === o && strings[0] } }
print(o.tag`this`, (o.tag)`paren`)
const curried = (a) => (b) => a[0] + b[0]
print(curried`x``y`, `${(() => { log.length = 0; return 'fn' })()}`, log)
