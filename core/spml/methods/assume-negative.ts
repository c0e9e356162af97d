import type { Method } from '../method'
import { binaryKernel, free, towards, weigh } from '../parts/kernels'
import { describe } from '../parts/method-info'
import { number, padding } from '../parts/parameters'
import { stepOf } from '../parts/steps'
import { COLE } from './sources'

/** Methods that give every unknown label the same cost, whatever the model says of it. */

const an: Method = {
  info: describe({
    id: 'an',
    title: 'Assume negative',
    belief: 'What nobody labelled is absent.',
    source: COLE,
    parameters: [padding(1e-5)],
  }),
  step: stepOf(({ parameters: { eps = 0 } }) => {
    const { positive, negative } = binaryKernel(eps)
    return { present: positive, absent: negative, unknown: () => negative }
  }),
}

const wan: Method = {
  info: describe({
    id: 'wan',
    title: 'Weak assume negative',
    belief: 'What nobody labelled is absent, but each such label counts little.',
    source: COLE,
    parameters: [
      padding(1e-5),
      number('gamma', 'Weight of unknown labels (0: 1 / (classes - 1))', 0, [0, 1], COLE),
    ],
  }),
  step: stepOf(({ parameters: { eps = 0, gamma = 0 }, moment: { classes } }) => {
    const { positive, negative } = binaryKernel(eps)
    const unknown = weigh([gamma || 1 / Math.max(1, classes - 1), negative])
    return { present: positive, absent: negative, unknown: () => unknown }
  }),
}

const iu: Method = {
  info: describe({
    id: 'iu',
    title: 'Ignore the unknown',
    belief: 'Nothing: only what people decided counts.',
    source: COLE,
    parameters: [padding(1e-5)],
  }),
  step: stepOf(({ parameters: { eps = 0 } }) => {
    const { positive, negative } = binaryKernel(eps)
    return { present: positive, absent: negative, unknown: () => free }
  }),
}

const smoothing = number('s', 'Doubt about a label', 0.1, [0, 0.5], `${COLE}, released code`)

export const anLs: Method = {
  info: describe({
    id: 'an-ls',
    title: 'Assume negative with label smoothing',
    belief: 'What nobody labelled is absent, most likely, and no label is quite certain.',
    source: COLE,
    parameters: [padding(1e-5), smoothing],
  }),
  step: stepOf(({ parameters: { eps = 0, s = 0 } }) => {
    const kernel = binaryKernel(eps)
    const absent = towards(s, kernel)
    return { present: towards(1 - s, kernel), absent, unknown: () => absent }
  }),
}

const nLs: Method = {
  info: describe({
    id: 'n-ls',
    title: 'Negative label smoothing',
    belief: 'What nobody labelled is absent, most likely.',
    source: COLE,
    parameters: [padding(1e-5), smoothing],
  }),
  step: stepOf(({ parameters: { eps = 0, s = 0 } }) => {
    const kernel = binaryKernel(eps)
    const unknown = towards(s, kernel)
    return { present: kernel.positive, absent: kernel.negative, unknown: () => unknown }
  }),
}

export const assumeNegative = [an, wan, anLs, nLs, iu]
