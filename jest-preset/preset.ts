/** `preset: 'tstrace'`. The reporter does the rest, so that it can also stand beside another preset. */
const preset: { reporters: string[] } = { reporters: ['default', 'tstrace'] }

export default preset
