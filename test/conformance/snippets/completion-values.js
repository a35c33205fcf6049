// What `eval` of scripts yields; the runner evaluates each of these texts through indirect eval.
var texts = ['1; if (true) {}', '2; if (false) {}', '3; var x = 1', '4; function f() {}', 'do { 5; break } while (0)', '6; for (;;) { break }', 'try { 7 } finally { 8 }', 'switch (1) { case 1: 9 }', 'l: { 10; break l }', '{}', 'var y = 3', '11; try { throw 0 } catch (e) {}', 'if (1) 12; else 13', 'with ({}) 14']
for (var i = 0; i < texts.length; i++) print(texts[i], (0, eval)(texts[i]))
var result
if (texts.length > 3) { result = 'long' } else result = 'short'
for (var n = 0; n < 3; n++) { if (n === 1) continue; 'value ' + n }
