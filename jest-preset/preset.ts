/** `preset: 'tstrace'`. The reporter does all else, so that it works with another preset, too. */
const preset: { reporters: string[] } = { reporters: ['default', 'tstrace'] }

export default preset
