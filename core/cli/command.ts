import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Output } from './output'

export type AddCommand = (program: Command, output: Output) => void

/** A subcommand with the option that every one of them has. */
export function subcommand(program: Command, usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'print one JSON object a line, the summary last')
    .exitOverride()
}

export function parseInteger(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.')
  return value
}

export function parseFraction(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be between 0 and 1.')
  return value
}

export function parseNames(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

/** Collects `--set key=value` into numbers by name. */
export function collectSetting(text: string, before: Record<string, number>) {
  const [key = '', value = ''] = text.split('=')
  const number = Number(value)
  if (!key || value === '' || !Number.isFinite(number)) {
    throw new InvalidArgumentError('It must look like name=number.')
  }
  return { ...before, [key]: number }
}
