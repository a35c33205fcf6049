// Standard decorators, lowered by esbuild: order, accessors, fields, with calls and arrows in their arguments.
const log: unknown[] = []
const mark = (name: string, wrap = (x: any) => x) => (value: any, context: any) => { log.push(`${name} ${context.kind} ${String(context.name)}`); return wrap(value) }
@mark('class')
class Cart {
  @mark('field') items = log.push('items')
  @mark('method', (m) => function (this: Cart, ...a: unknown[]) { return m.apply(this, a) + '!' }) total(n = 1) { return `total ${n}` }
  @mark('getter') get size() { return 3 }
  @mark('static') static limit = 5
  @mark('accessor') accessor colour = 'red'
  static accessor shared = log.push('shared')
  @mark('private') #secret() { return 's' }
  reveal() { return this.#secret() }
}
const cart = new Cart()
print(log.splice(0), cart.total(), cart.total(2), cart.size, cart.colour, (cart.colour = 'blue'), cart.colour, Cart.limit, Cart.shared, cart.reveal(), Cart.name)
const Expression = @mark('expression') class { m() { return 1 } }
print(new Expression().m(), log)
@mark('before') export class Before { @mark('a') @mark('b') m() {} }
