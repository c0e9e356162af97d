/** The words of Label and Review. */
export const enWork = {} as const
