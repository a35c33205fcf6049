// Fallthrough, shared scope, TDZ, an empty switch, default in the middle.
function shipping(kind) {
  let cost = 0
  switch (kind) {
    case 'digital':
      return 0
    case 'small':
    case 'medium':
      cost += 2
    default:
      cost += 5
    case 'large':
      const surcharge = 3
      cost += surcharge
      break
    case 'odd': {
      let cost = 99
      cost++
      break
    }
    case 'hoisted': cost = helper(); break
      function helper() { return 42 }
    case 'tdz':
      try { surcharge } catch (error) { cost = error.name }
  }
  return cost
}
print(['digital', 'small', 'medium', 'other', 'large', 'odd', 'hoisted', 'tdz'].map(shipping))
switch (1) {}
switch (print('discriminant'), 2) { default: }
const calls = []
const test = (value) => (calls.push(value), value)
switch (3) { case test(1): case test(3): case test(4): print(calls) }
switch (true) { case calls.length > 1: class Local { static size = 2 } print(Local.size); break }
function early(x) { switch (x) { case 1: return 'one'; case 2: throw new Error('two') } return 'more' }
for (const x of [1, 2, 3]) { try { print(early(x)) } catch (error) { print(error.message) } }
