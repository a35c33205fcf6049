// Abrupt ends: finally that overrides, rethrow, break and continue through finally, code behind a call that throws.
const log = []
const fail = (message) => { throw new Error(message) }
function overrides() { try { return 'try' } finally { return 'finally' } }
function overridesThrow() { try { fail('lost') } finally { return 'kept' } }
function catches() { try { fail('a'); log.push('never') } catch (error) { return 'caught ' + error.message } finally { log.push('f1') } }
function rethrows() { try { fail('b') } catch (error) { throw new TypeError('c', { cause: error }) } finally { log.push('f2') } }
function unbound() { try { fail('d') } catch { return 'unbound' } }
function nested() { try { try { fail('e') } finally { log.push('inner') } } catch (error) { log.push(error.message) } return 'nested' }
print(overrides(), overridesThrow(), catches(), unbound(), nested(), log.splice(0))
try { rethrows() } catch (error) { print(error.name, error.cause.message, at(error), log.splice(0)) }
function after() { log.push('before'); fail('stop'); log.push('not reached') ; return 'no' }
try { after() } catch (error) { print(at(error)) }
function deep(n) { const here = n + 1; if (n > 2) fail('deep ' + here); deep(here); log.push('never') }
try { deep(0) } catch (error) { print(error.message, at(error), log.splice(0)) }
function loop() { for (let i = 0; i < 5; i++) { try { if (i === 1) continue; if (i === 3) break; log.push(i) } finally { log.push('f' + i) } } return log.splice(0) }
print(loop())
function breaks() { out: { try { fail('x') } catch { break out } finally { log.push('b') } log.push('never') } return log.splice(0) }
print(breaks())
function finallyBreaks() { do { try { return 'lost' } finally { break } } while (false); return 'after' }
print(finallyBreaks())
function finallyThrows() { try { fail('first') } finally { fail('second') } }
try { finallyThrows() } catch (error) { print(error.message) }
const values = [1, fail.length, (() => { try { return log.push('a') } finally { log.push('b') } })(), log.splice(0)]
print(values)
let x = 0
try { x = 1; undefinedFunction(); x = 2 } catch (error) { print(x, error.name, at(error)) }
try { const a = 1, b = fail('declarator'), c = log.push('never') } catch (error) { print(error.message, log) }
try { print(1, fail('argument'), log.push('never')) } catch (error) { print(error.message, log) }
try { [fail('element'), log.push('never')] } catch (error) { print(error.message) }
try { null.x; log.push('never') } catch (error) { print(error.name) }
try { later; log.push('never'); let later = 1 } catch (error) { print(error.name) }
try { if (fail('test')) log.push('never'); else log.push('never') } catch { } 
try { while (fail('test')) log.push('never') } catch { }
try { for (const a of fail('iterable')) log.push('never') } catch { }
try { switch (fail('discriminant')) { case 1: log.push('never') } } catch { }
try { fail('left') && log.push('never') } catch { }
try { fail('left') ? log.push('never') : log.push('never') } catch { }
try { class A extends fail('heritage') { static x = log.push('never') } } catch { }
try { throw fail('in throw') } catch (error) { print(error.message) }
const returned = () => { return fail('in return') }; try { returned() } catch (error) { print(error.message, at(error)) }
print(log)
