// Stack traces name the right lines, whatever stands on them.
const where = () => at(new Error('here'))
print(where(), where(
), [
  where(),
  (() => where())(),
], {
  a: where(),
  get b() { return where() },
}.b)
function multi(
  a = where(),
  {
    b = where(),
  } = {},
) {
  return [a, b,
    where()]
}
print(multi())
class Lined {
  field = where()
  static field =
    where()
  static {
    this.block = where()
  }
  [(() => 'k')()] = where()
}
print(new Lined().field, Lined.field, Lined.block, new Lined().k)
const t = true
  ? where()
  : 0
const l = t &&
  where()
print(t, l)
try {
  [1].map((x) => {
    if (x)
      throw new Error('callback')
  })
} catch (error) { print(at(error)) }
function* g() {
  yield where()
  yield* [where()]
}
print([...g()])
