import self from './default-function.mjs'
print(self(), self.name)
export default function () { return 'anonymous default' }
