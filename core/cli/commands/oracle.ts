import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { answerLine } from '../../spml/oracle/answer-line'
import type { AddCommand } from '../command'

const HELP = `
One request a line on stdin, one answer a line on stdout, in the same order:

  {"method":"em","logits":[[2,-1,0.5]],"labels":[[1,-1,-1]],"epoch":2,"step":1,
   "parameters":{"alpha":0.2,"eps":1e-5},"state":{}}
  {"loss":-0.04069514,"grad":[[...]],"grads":{"logits":[[...]]},"state":{...},"marked":[]}

  labels      1 present, 0 absent, -1 unknown, 2 undecided; -s with 0 < s < 1 is unknown
              with the soft target s
  parameters  those of \`singlet methods --json\`, missing ones at their defaults; lists of
              the papers are spread (beta, alpha of gr and gpr, lam); T is the number of epochs
  state       what an answer gave back continues; state.pseudo holds targets, null for none
  tables      beside the logits or among the parameters: weakLogits, strongLogits,
              maskedLogits, estimate or theta, truth, teacher, tileTeacher, pseudo (1, -1, 0),
              embedding, strongEmbedding, latentMean, latentDeviation or latentLogDeviation,
              reward, cells, evidence, segments, stability; maps with boost instead of logits

A request that cannot be served answers {"kind":"error","code","message","advice","path"}.
docs/oracle.md has all of it.`

export const addOracle: AddCommand = (program) => {
  program
    .command('oracle')
    .description('loss and gradient of one step of any method, from stdin to stdout')
    .option('--json', 'one JSON object a line and nothing else, which it is without it too')
    .exitOverride()
    .addHelpText('after', HELP)
    .action(answerAll)
}

/** Answers as it reads: a script may wait for one answer before it asks again. */
async function answerAll(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    if (!process.stdout.write(`${answerLine(line)}\n`)) await once(process.stdout, 'drain')
  }
}
