import type { Translation } from '../text'

/** 导出。 */
export const exporting = {
  export: {
    title: '导出',
    intro: '每种格式对此项目保留什么、丢失什么。',
    dataset: '数据集',
    classifier: '分类器',
    keeps: '保留',
    loses: '丢失',
    nothingLost: '无',
    contents: '将要写出的内容',
    counts: '{images} 张图片 · 有 {present} · 没有 {absent} · 无法确定 {undecided}',
    unknownKept: '无人给出的标签保持未知；绝不会写成没有。',
    unknownLost: '在此格式中，无人给出的标签与没有的标签无法区分。',
    segmentCount: '{segments} 个分割',
    segments: '分割',
    keptOnly: '仅已保留',
    proposedToo: '也含建议的',
    lostHere: '此格式中丢失',
    run: '运行',
    folder: '文件夹',
    folderHint: '文件写入此文件夹；不会未经提示就覆盖其中内容。',
    start: '导出',
    running: '正在导出…',
    doneAt: '已写入',
    showFolder: '在文件夹中显示',
    format: '格式',
  },
} as const satisfies Translation
