// Parameter properties: plain, with defaults, behind super(), with decorators left out.
const log: unknown[] = []
const note = <T>(value: T): T => (log.push(value), value)
class Item { constructor(public readonly name: string, private price = note(3), protected count?: number) { note('body') } total() { return this.price * (this.count ?? 1) } }
class Only { constructor(readonly a: number) {} }
class Special extends Item { constructor(name: string, public discount: number = note(1), readonly tag = 'x') { note('before'); super(name, 10, 2); note('after') } tax = note('field') }
class Short extends Item { constructor(public extra: string) { super(extra) } }
class Fields { x = 1; constructor(public y = this.x) { note('fields') } }
print(new Item('tea').total(), new Only(4).a, new Special('gift').total(), new Special('y', 5, 'z').tag, new Short('s').extra, log.splice(0))
print(new Fields().y, Object.keys(new Special('k')), Item.length, Special.length)
