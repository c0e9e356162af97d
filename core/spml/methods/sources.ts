/** Where methods come from, and where their numbers do. */
export const COLE = 'Cole et al., "Multi-Label Learning from Single Positive Labels", CVPR 2021'
export const ZHOU = 'Zhou et al., "Acknowledging the Unknown", ECCV 2022'
export const KIM = 'Kim et al., "Large Loss Matters", CVPR 2022'
export const BRIDGE = 'Kim et al., "Bridging the Gap", CVPR 2023'
