/** Where methods come from, and where their numbers do. */
export const COLE = 'Cole et al., "Multi-Label Learning from Single Positive Labels", CVPR 2021'
export const ZHOU = 'Zhou et al., "Acknowledging the Unknown", ECCV 2022'
export const KIM = 'Kim et al., "Large Loss Matters", CVPR 2022'
export const BRIDGE = 'Kim et al., "Bridging the Gap", CVPR 2023'
export const ZHANG =
  'Zhang et al., "Simple and Robust Loss Design for Multi-Label Learning with Missing Labels", 2021'
export const CHEN =
  'Chen et al., "Boosting Single Positive Multi-label Classification with Generalized Robust Loss", IJCAI 2024'
export const AEVLP = 'AEVLP, arXiv 2508.20381, ICCV 2025'
export const VLPL =
  'Xing et al., "Vision-Language Pseudo-Labels for Single-Positive Multi-Label Learning", 2023'
