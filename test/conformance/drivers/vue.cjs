const { compile } = require('@vue/compiler-dom')
const {
  createSSRApp,
  ref,
  reactive,
  computed,
  watch,
  watchEffect,
  nextTick,
  effectScope,
  h,
  defineComponent,
  toRefs,
  readonly,
  shallowRef,
  triggerRef,
  customRef,
} = require('vue')
const { renderToString } = require('@vue/server-renderer')

const Item = defineComponent({
  props: { name: { type: String, required: true }, count: { type: Number, default: 1 } },
  emits: ['pick'],
  setup(props, { slots, attrs }) {
    const label = computed(() => `${props.name} x${props.count}`)
    return () => h('li', attrs, [label.value, slots.default && slots.default({ name: props.name })])
  },
})
const Page = {
  components: {
    Item,
    Later: {
      async setup() {
        const text = await Promise.resolve('later')
        return () => h('em', text)
      },
    },
  },
  data: () => ({ items: ['tea', 'milk'], open: true, html: '<i>raw</i>', text: 'a & b' }),
  computed: {
    total() {
      return this.items.length
    },
  },
  template: `<main :class="{ open, closed: !open }" :style="{ color: 'red' }"><h1 v-if="total > 5">many</h1><h2 v-else-if="total">few {{ text }}</h2><p v-else>none</p>
    <ul><Item v-for="(item, index) in items" :key="item" :name="item" :count="index + 1"><template #default="{ name }"><b>{{ name }}</b></template></Item></ul>
    <input v-model="text"><span v-html="html"/><div v-show="!open">hidden</div><teleport to="#x"><u/></teleport><Suspense><Later/></Suspense></main>`,
}
const templates = [
  '<div v-once @click.stop="go($event)">{{ a + b }}</div>',
  '<p v-for="x of 3" :ref="x" v-bind="y"/>',
  '<a v-if="x"/><b v-else/>',
  '<c v-slot:[name]="{ a = 1 }">x</c>',
  '<input v-model.trim="a.b">',
  '<!-- c --><pre> x </pre><template v-if="y"><i/>t</template>',
  '<div>',
  '<a v-else/>',
  '<b :x="1 +"/>',
  '<svg><path d="M0"/></svg>{{ x',
  '<keep-alive><component :is="v"/></keep-alive>',
]

function reactivity() {
  const log = []
  const scope = effectScope()
  scope.run(() => {
    const state = reactive({ list: [1, 2], map: new Map([['k', { n: 1 }]]), nested: { deep: 1 } })
    const double = computed(() => state.list.map((n) => n * 2))
    watchEffect(() => log.push(`list ${double.value}`), { flush: 'sync' })
    watch(
      () => state.nested.deep,
      (now, before) => log.push(`deep ${before} ${now}`),
      { flush: 'sync' },
    )
    state.list.push(3)
    state.list.sort((a, b) => b - a)
    state.nested.deep++
    state.map.get('k').n = 2
    delete state.map
    const { nested } = toRefs(state)
    log.push(JSON.stringify(readonly(nested.value)), state.list.includes(3))
    const shallow = shallowRef({ n: 1 })
    watch(shallow, () => log.push('shallow'), { flush: 'sync' })
    triggerRef(shallow)
    const upper = customRef((track, trigger) => {
      let value = 'x'
      return {
        get() {
          track()
          return value
        },
        set(now) {
          value = now.toUpperCase()
          trigger()
        },
      }
    })
    upper.value = 'y'
    log.push(upper.value, ref(ref(1)).value)
  })
  scope.stop()
  return log
}

module.exports = (async () => [
  await renderToString(createSSRApp(Page)),
  await renderToString(createSSRApp(Page, { unknown: 1 })),
  reactivity(),
  await nextTick(() => 'ticked'),
  templates.map((template) => {
    try {
      return compile(template, { prefixIdentifiers: true, hoistStatic: true, cacheHandlers: true }).code
    } catch (error) {
      return String(error)
    }
  }),
])()
