// A declarator is counted when its turn comes, also where an earlier one throws.
const log = []
const fail = () => { throw new Error('no') }
try { const a = fail(), b = () => {}, c = class {}, d = 1 } catch (error) { print(error.message) }
try { let { e } = null, f = function () {} } catch (error) { print(error.name) }
const g = log.push('g'), h = () => 'h', i = class { static n = log.push('i') }
print(h.name, i.name, log)
