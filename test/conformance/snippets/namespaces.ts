// Namespaces: with code, nested, merged, of types alone.
namespace Shop { export const name = 'corner'; export function open(hours = 8) { return hours > 5 ? 'open' : 'closed' } let hidden = 1; hidden++; export let count = hidden }
namespace Shop { export const more = () => name + '!' }
namespace Deep.Er.Still { export const value = 1; if (value) { print('in a namespace') } }
namespace Types { export interface Item { price: number } export type Price = number }
declare namespace Outside { const x: number; function y(): void }
function merged() { return merged.extra }
namespace merged { export const extra = 'merged' }
class Boxed { static make() { return Boxed.kind } }
namespace Boxed { export const kind = 'boxed' }
print(Shop.name, Shop.open(), Shop.open(2), Shop.count, Shop.more(), Deep.Er.Still.value, merged(), Boxed.make())
const typed: Types.Price = 1
print(typed)
