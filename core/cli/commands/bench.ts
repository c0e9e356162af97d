import type { AddCommand } from '../command'
export const addBench: AddCommand = () => undefined
