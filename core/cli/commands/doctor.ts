import { type AddCommand, subcommand } from '../command'
import { withHost } from '../host-session'
import { version } from '../../host/version'
import { tellDevice, tellProvider } from '../tell-device'

export const addDoctor: AddCommand = (program, output) => {
  subcommand(program, 'doctor [directory]', 'check versions, devices, models and a project')
    .option('--check', 'run the self-tests of all devices again')
    .option('--repair', 'rebuild what is derived from the decisions, when they disagree')
    .action(
      async (directory: string | undefined, options: { check?: boolean; repair?: boolean }) => {
        await withHost(async ({ host, client }) => {
          output.line(
            { kind: 'tool', singlet: version, node: process.version, platform: process.platform },
            `Singlet ${version}, Node ${process.version}, ${process.platform} ${process.arch}`,
          )
          if (options.check) await client.devices.check()
          for (const device of await client.training.devices()) tellDevice(output, device)
          for (const provider of await host.services.inference.providers())
            tellProvider(output, provider)
          for (const model of await client.training.backbones()) {
            output.line({ kind: 'model', ...model }, `✓ backbone ${model.title}, ${model.licence}`)
          }
          const problems = directory
            ? await host.operations.checkProject(directory, options.repair ?? false)
            : []
          for (const problem of problems) output.line({ kind: 'problem', problem }, `✗ ${problem}`)
          const ok = problems.length === 0
          output.summary({ ok, problems: problems.length }, ok ? 'All is well.' : 'See above.')
          if (!ok) process.exitCode = 1
        })
      },
    )
}
