#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { version } from '../host/version'
import { addAnalyse } from './commands/analyse'
import { addBench } from './commands/bench'
import { addCheckGpu } from './commands/check-gpu'
import { addClasses } from './commands/classes'
import { addDoctor } from './commands/doctor'
import { addExport, addFormats } from './commands/export'
import { addFeatures } from './commands/features'
import { addImport, addNew, addSimulate } from './commands/make-project'
import { addModels } from './commands/models'
import { addOracle } from './commands/oracle'
import { addPapers } from './commands/papers'
import { addSegment } from './commands/segment'
import { addServe } from './commands/serve'
import { addSetupTensorflow } from './commands/setup-tensorflow'
import { addSuggest } from './commands/suggest'
import { addMethods, addRuns, addTrain } from './commands/train'
import { createOutput } from './output'

/** Exit codes that scripts can rely on. */
const FAILED = 1
const WRONG_USAGE = 2

async function main(argv: string[]): Promise<number> {
  const json = argv.includes('--json')
  const output = createOutput(json)
  const program = new Command('singlet')
    .description('Multi-label image datasets from one label per picture, without a window.')
    .version(version)
    .exitOverride()
    .configureOutput({
      // In JSON mode wrong usage is one more line on stdout, and nothing else.
      writeErr: (text) => {
        if (!json) process.stderr.write(text)
      },
    })
  for (const add of [
    addDoctor,
    addSetupTensorflow,
    addNew,
    addImport,
    addSimulate,
    addClasses,
    addFeatures,
    addTrain,
    addRuns,
    addAnalyse,
    addSuggest,
    addSegment,
    addModels,
    addMethods,
    addOracle,
    addExport,
    addFormats,
    addPapers,
    addServe,
    addBench,
    addCheckGpu,
  ]) {
    add(program, output)
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      output.failure(error)
      return FAILED
    }
    if (error.exitCode === 0) return 0
    if (json) {
      output.line({
        kind: 'error',
        code: 'BAD_REQUEST',
        message: error.message.replace(/^error: /, ''),
        advice: 'singlet --help lists the commands and their options.',
        path: null,
      })
    }
    return WRONG_USAGE
  }
}

// `singlet methods | head`: a reader who has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
const code = await main(process.argv.slice(2))
// A command that came to its end may have set its own: `doctor` that found problems.
if (code !== 0) process.exitCode = code
