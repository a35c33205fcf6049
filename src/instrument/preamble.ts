/**
 * The text that every instrumented file carries: a hoisted function that finds the realm's recorder, or makes one, and
 * registers the file with it. It works in any realm: it has no import and no `eval`, uses no global but `globalThis` (which
 * the file may redeclare), and never throws.
 */
import { noRecord, recorderKey } from '../model/protocol.ts'
import type { FileInfo } from '../model/protocol.ts'
import type { Names } from './names.ts'

export interface PreambleParts {
  /** Something is delegated to an iterator: `yield*`, `for await`. */
  iterables: boolean
  /** `await using` */
  disposal: boolean
  /** The file declares its own `globalThis`. */
  shadowedGlobal: boolean
  /** Another tool counts as well: it leaves this function out, and whatever it calls (see `Recorder.e`). */
  coverage: boolean
}

/** Where the recorder comes from. */
export interface RecorderSource {
  /** The global symbol of the recorder. */
  recorder?: string | undefined
  /** See `InstrumentOptions.runtime`. */
  runtime?: string | undefined
}

export function preamble(names: Names, info: FileInfo, parts: PreambleParts, source: RecorderSource = {}): string {
  const { recorder: key = recorderKey, runtime } = source
  const global = parts.shadowedGlobal
    ? 'typeof self=="object"?self:typeof window=="object"?window:global'
    : 'globalThis'
  const kept = `${names.fetch}.${names.local}`
  return (
    `${parts.coverage ? hidden : ''}function ${names.fetch}(){if(${kept})return ${kept};` +
    `var g,x;try{g=${global}}catch(e){}g=g||{};` +
    `var y=g.Symbol,k="${key}",r;try{k=y.for(k)}catch(e){}r=g[k];` +
    (parts.iterables || runtime === undefined ? `var p=${apply};` : '') +
    (runtime === undefined ? bringRecorder : loadRecorder(runtime)) +
    (parts.iterables ? `if(!r.w){${iteration}r.w=${iterableWrapper}}` : '') +
    (parts.disposal ? `r.u||(r.u=${releasingResource});` : '') +
    `x=r.f(${toLiteral(info)});try{${kept}=x}catch(e){}return x}`
  )
}

/** By Node's own `createRequire`, whatever the program has done to `require` or its modules. */
function loadRecorder(runtime: string): string {
  const path = JSON.stringify(runtime)
  return (
    `if(!r){try{r=g.process.getBuiltinModule("module").createRequire(${path})(${path}).realmRecorder(g)}catch(e){}` +
    `if(!r)return ${noRecord}}`
  )
}

/** On one line, and with no mark in it. */
function toLiteral(info: FileInfo): string {
  return JSON.stringify(info).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
}

/** `@preserve` is for the transpilers that drop other comments. */
const hidden = '/* istanbul ignore next -- @preserve */'

/** The smallest `Recorder` (see model/protocol.ts): exact, and slow where callers alternate. The runtime takes its data over. */
const plainRecorder =
  '{c:1,n:2,files:[],w:null,u:null,t:null,' +
  'f:function(i){for(var l=this.files,n=i.counters,j=0,x;j<l.length;j++){x=l[j].info;if(x.path===i.path&&x.hash===i.hash&&x.plan===i.plan)return l[j]}' +
  'if(F)x=new F(n);else for(x=[],j=0;j<n;)x[j++]=0;' +
  'x.s=this;x.b=this.n;x.info=i;x.called={__proto__:null,length:0};x.more={__proto__:null};this.n+=n;' +
  'try{g.Object.defineProperty(l,l.length,{__proto__:null,value:x,writable:!0,enumerable:!0})}catch(e){l[l.length]=x}return x},' +
  'm:function(a,k,c){var o=a[k+1],x;if(o){x=o+":"+k;a.more[x]=(a.more[x]||0)+a[k]}else a.called[a.called.length++]=k;a[k]=1;a[k+1]=c},' +
  'e:function(a,k,t){t||a[k]++;return t},h:function(){},l:function(){}}'

/** Taken on first use, like all that comes from `g`, as the program may replace them later. */
const apply = 'g.Reflect&&g.Reflect.apply||function(f,i,a){return f.apply(i,a)}'

const iteration = 'var I=y&&y.iterator,A=y&&y.asyncIterator;'

/**
 * The text of a function is what was written: `Function.prototype.toString` leaves out what stands between marks, the
 * last of which may be behind the function's end. A proxy, because that is native code to whoever looks at it. Where a
 * transpiler has dropped the marks (it printed the code anew), the text at least runs in a realm that knows nothing of
 * the file. A full recorder does the same (runtime/function-to-string.ts).
 */
const writtenText =
  'var P=g.Function.prototype,o=P.toString,Z=g.String.prototype,X=Z.indexOf,L=Z.slice,R=g.RegExp.prototype[y.replace],' +
  'q=function(x){var w="",i=0,j,l,m="\\v\\f";if(typeof x!="string")return x;' +
  'for(;p(X,x,[m+"\\f"])>=0;)m+="\\f";' +
  'for(;(j=p(X,x,[m,i]))>=0;i=l+1){w+=p(L,x,[i,j]);if((l=p(X,x,["\\v",j+m.length]))<0)return w}' +
  'if(i)return w+p(L,x,[i]);' +
  `return p(X,x,["cov_"])<0?x:p(R,/\\b(cov_[\\da-f]{8}_*)(?:r\\b|\\.[$_]+\\s*\\|\\|\\s*\\1\\(\\)|\\(\\))/g,[x,"${noRecord}"])},` +
  'D=new g.Proxy(o,{__proto__:null,apply:function(t,f,a){return q(p(o,f===D?o:f,a))}});P.toString=D'

const bringRecorder =
  `if(!r){var F=g.Float64Array;r=${plainRecorder};try{g.Object.defineProperty(g,k,{__proto__:null,value:r})}catch(e){}}` +
  `if(!r.t){r.t=1;try{${writtenText}}catch(e){}}`

/**
 * `w(iterable, holder, me, async)`: the same iteration, during whose calls `me` runs and behind each of which its caller
 * does. `holder.c` is the caller, 0 while suspended. What is not iterable is handed on for the language to complain about.
 * A `return` or `throw` that is not there is a suspension too: closing a sync iterator in async code awaits nothing.
 * What `document.all` is like is no `undefined`, though it says so: the language calls that by itself.
 * One object is iterable and iterator at once, of a class of its own: a recursion through `yield*` goes through many.
 */
const iterableWrapper =
  'function(){function B(t){t.h.c||(t.h.c=t.s.c);t.s.c=t.e}function E(t){t.s.c=t.h.c;t.h.c=0}' +
  'function N(t,f){if(typeof f=="function")return function(){B(t);try{return p(f,t.i,arguments)}finally{E(t)}};' +
  'if((f===void 0||f===null)&&t.h.c)E(t);return f}' +
  'function K(k){function W(s,x,m,h,e){this.s=s;this.x=x;this.m=m;this.h=h;this.e=e;this.i=this.q=null}' +
  'var P={__proto__:null,next:function(...v){B(this);try{return p(this.q,this.i,v)}finally{E(this)}},' +
  'get return(){return N(this,this.i.return)},get throw(){return N(this,this.i.throw)}};' +
  'P[k]=function(){var i=p(this.m,this.x,[]),q;if(i===null||typeof i!="object"&&typeof i!="function")return i;q=i.next;' +
  'if(typeof q!="function")return{__proto__:P,next:q,i:i,s:this.s,h:this.h,e:this.e};this.i=i;this.q=q;return this};W.prototype=P;return W}' +
  'var S=I&&K(I),T=A&&K(A);' +
  'return function(x,h,e,a){var m;if(x==null||!I)return x;' +
  'if(a&&(m=x[A])!==void 0&&m!==null)return typeof m=="function"?new T(this,x,m,h,e):x;m=x[I];' +
  'return typeof m=="function"?new S(this,x,m,h,e):x}}()'

/** `u(holder)`: disposed right before the resource whose disposal is awaited; hands control back before that. */
const releasingResource =
  'function(h){var s=this,o={};o[y.dispose||y.for("Symbol.dispose")]=function(){if(h.c){s.c=h.c;h.c=0}};return o}'
