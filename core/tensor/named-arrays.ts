/** Numbers by name, as a checkpoint holds them. */
export type NamedArrays = Record<string, Float32Array>

/** Gives an array back; throws when it is not there or has another length. */
export type ReadArray = (name: string, length: number) => Float32Array

/** The arrays of several owners as one, each below its owner's name. */
export function joinArrays(parts: Readonly<Record<string, NamedArrays>>): NamedArrays {
  const joined: NamedArrays = {}
  for (const [owner, arrays] of Object.entries(parts)) {
    for (const [name, array] of Object.entries(arrays)) joined[`${owner}/${name}`] = array
  }
  return joined
}

/** Reads what stands below an owner's name. */
export function readBelow(owner: string, read: ReadArray): ReadArray {
  return (name, length) => read(`${owner}/${name}`, length)
}
