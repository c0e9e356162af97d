import type { DeviceInfo } from '../contract/compute-devices'
import { Failure } from '../contract/failures'

const INSTALL =
  'Install native TensorFlow in Settings > Devices, or with `npm run setup:tensorflow`.'

/** That a device lacks what training a backbone takes, and which one has it; `better` where there is one. */
export function cannotTrainAll(
  { title }: Pick<DeviceInfo, 'title'>,
  better?: Pick<DeviceInfo, 'title'>,
): Failure {
  const message = `Training the backbone needs the gradients of convolutions, which ${title} lacks.`
  const advice = better ? `Choose ${better.title} as the device.` : INSTALL
  return new Failure('DEVICE_UNUSABLE', message, { advice })
}
