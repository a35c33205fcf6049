// Functions turned to text and run elsewhere.
const vm = require('node:vm')
function area(w, h = w) { const inner = (x) => x * h; return w > 0 ? inner(w) : 0 }
print(new Function('return ' + area)()(3), (0, eval)('(' + area + ')')(2, 5))
print(vm.runInNewContext('(' + area + ')(4)'), vm.runInNewContext(`(${async (x) => { await null; return x }})(1)`).constructor.name)
