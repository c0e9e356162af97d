import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import configuration from '../.dependency-cruiser.js'

/** @typedef {{ rule: string, from: string, to: string }} Violation */

/**
 * Every import below `directory` that a rule of .dependency-cruiser.js forbids. A script and not the
 * tool's own command, because that finds no aliases in a tsconfig without `baseUrl`.
 *
 * @param {string} directory absolute
 * @returns {Promise<{ violations: Violation[], modules: number }>}
 */
export async function findViolations(directory) {
  const { forbidden, options } = configuration
  const { output } = await cruise(
    ['core', 'electron', 'renderer/src'],
    {
      ...options,
      ...(forbidden ? { ruleSet: { forbidden } } : {}),
      validate: true,
      baseDir: directory,
    },
    {
      alias: {
        '@contract': join(directory, 'core/contract'),
        '@mask': join(directory, 'core/kernel/mask'),
        '@': join(directory, 'renderer/src'),
      },
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json', '.d.ts', '.css'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  )
  if (typeof output === 'string') throw new Error(output)
  return {
    violations: output.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
    })),
    modules: output.modules.length,
  }
}
