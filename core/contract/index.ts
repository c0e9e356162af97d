import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { analysisQuestion, figure, figurePicture, pictureFormat } from './analyses'
import { appInfo, folderCount, folderListing, settings } from './app'
import { auditPage, auditSummary, commitAuditInput, commitAuditResult } from './audits'
import {
  classChange,
  classEdit,
  classEditResult,
  classInfo,
  classPreview,
  taxonomy,
} from './classes'
import { nativeInstalled, nativePlan, nativeWish } from './devices'
import { deviceChoice, deviceInfo } from './compute-devices'
import { exportFormat, exportPreview } from './exports'
import { failureInfo } from './failures'
import { classId, imageId, jobId, projectId, runId } from './ids'
import {
  foundImage,
  imageDetail,
  imagePage,
  imagePageInput,
  imageProblem,
  seedOffer,
} from './images'
import {
  alikeInput,
  alikeProgress,
  calibrationInsight,
  consistencyInsight,
  countsInsight,
  doubtsProgress,
  imagesBehind,
  insightMark,
  learningInsight,
  togetherInsight,
} from './insights'
import { jobSnapshot } from './jobs'
import { batchResult, decideInput } from './labels'
import { createProjectInput, projectEvent, projectInfo, projectSummary } from './projects'
import {
  commitPageInput,
  commitPageResult,
  exampleImage,
  examplesInput,
  imageReview,
  imageStates,
  imageStatesInput,
  reviewNeighbour,
  scoreSource,
  sweepOverview,
  sweepPage,
  sweepPageInput,
} from './review'
import {
  maskChoice,
  promptAnswer,
  segmentEvidence,
  segmenterInfo,
  segmentInfo,
  segmentPrompt,
  segmentTree,
} from './segments'
import { clearablePart, modelUse, projectStorage, storagePlaces } from './storage'
import { backboneInfo, methodInfo, recipeChoice, runInfo, trainingPlan } from './training'

/** Every call may fail with FAILURE, whose data says what happened and what to do. */
const call = oc.errors({ FAILURE: { data: failureInfo } })
const inProject = z.object({ project: projectId })

/** All that a window can ask of the core. Nothing else crosses between them but pictures (`/media/`). */
export const contract = {
  app: {
    info: call.output(appInfo),
    changeSettings: call.input(settings.partial()).output(settings),
    /** The settings now, then after each change of any window. */
    watchSettings: call.output(eventIterator(settings)),
    forgetProject: call.input(inProject),
    createSample: call.output(z.object({ job: jobId })),
    browseFolder: call
      .input(
        z.object({
          path: z.string().nullable(),
          /** Of a path that is not there, the nearest folder above it that is. */
          nearest: z.boolean().default(false),
        }),
      )
      .output(folderListing),
    countPictures: call.input(z.object({ path: z.string() })).output(eventIterator(folderCount)),
  },
  projects: {
    create: call.input(createProjectInput).output(projectInfo),
    open: call.input(z.object({ directory: z.string().min(1) })).output(projectInfo),
    /** Opens a recent project by id, for a window that was reloaded. */
    reopen: call.input(inProject).output(projectInfo),
    locateImages: call.input(inProject.extend({ images: z.string() })).output(projectInfo),
    restoreBackup: call.input(z.object({ directory: z.string() })).output(projectInfo),
    rescan: call.input(inProject).output(z.object({ job: jobId })),
    summary: call.input(inProject).output(projectSummary),
    watch: call.input(inProject).output(eventIterator(projectEvent)),
  },
  images: {
    page: call.input(inProject.extend(imagePageInput.shape)).output(imagePage),
    get: call.input(inProject.extend({ image: imageId })).output(imageDetail),
    /** Where an image stands in an order, so that the filmstrip can scroll to it. */
    indexOf: call
      .input(
        inProject.extend({
          image: imageId,
          order: imagePageInput.shape.order,
          status: imagePageInput.shape.status,
          filter: imagePageInput.shape.filter,
        }),
      )
      .output(z.object({ index: z.number().int().nullable() })),
    /** Pictures by letters of their path, the first thirty. */
    find: call.input(inProject.extend({ text: z.string().max(500) })).output(z.array(foundImage)),
    offers: call
      .input(inProject.extend({ images: z.array(imageId).max(100) }))
      .output(z.array(seedOffer)),
    problems: call.input(inProject).output(z.array(imageProblem)),
  },
  classes: {
    list: call.input(inProject).output(z.array(classInfo)),
    add: call
      .input(inProject.extend({ names: z.array(z.string()).min(1) }))
      .output(z.array(classInfo)),
    change: call.input(inProject.extend({ class: classId, change: classChange })).output(classInfo),
    /** Every class that ever was, with its counts. */
    taxonomy: call.input(inProject).output(taxonomy),
    /** One step of undo and redo, whatever it does. */
    edit: call.input(inProject.extend({ edit: classEdit })).output(classEditResult),
    preview: call.input(inProject.extend({ edit: classEdit })).output(classPreview),
  },
  labels: {
    decide: call.input(inProject.extend(decideInput.shape)).output(batchResult),
    undo: call.input(inProject).output(batchResult),
    redo: call.input(inProject).output(batchResult),
  },
  review: {
    overview: call.input(inProject.extend({ source: scoreSource })).output(sweepOverview),
    page: call.input(inProject.extend(sweepPageInput.shape)).output(sweepPage),
    commit: call.input(inProject.extend(commitPageInput.shape)).output(commitPageResult),
    image: call
      .input(inProject.extend({ image: imageId, source: scoreSource }))
      .output(imageReview),
    /** Images by how much their suggestions promise. */
    neighbour: call
      .input(
        inProject.extend({
          image: imageId.nullable(),
          step: z.union([z.literal(1), z.literal(-1)]),
          source: scoreSource,
        }),
      )
      .output(reviewNeighbour),
    /** Images in which a person said that the class is present. */
    examples: call.input(inProject.extend(examplesInput.shape)).output(z.array(exampleImage)),
    states: call.input(inProject.extend(imageStatesInput.shape)).output(imageStates),
  },
  segments: {
    /** The segmenters that are here, and those that can be had. */
    models: call.output(z.array(segmenterInfo)),
    /** All segments of a picture, the rejected too. They are changed by `labels.decide`. */
    list: call.input(inProject.extend({ image: imageId })).output(z.array(segmentInfo)),
    /** `model` null: the one that the settings name. A newer question cancels the older one of a window. */
    prompt: call
      .input(
        inProject.extend({
          image: imageId,
          model: z.string().nullable(),
          prompt: segmentPrompt,
        }),
      )
      .output(promptAnswer),
    /** Reads pictures ahead, the first one first; a newer list takes an older one's place. */
    ahead: call.input(
      inProject.extend({ images: z.array(imageId).max(20), model: z.string().nullable() }),
    ),
    /** Cuts a picture into everything in it; kept, so that the next question is quick. */
    everything: call
      .input(inProject.extend({ image: imageId, model: z.string().nullable() }))
      .output(segmentTree),
    /** The same for every picture that has not been cut yet. */
    everythingAll: call
      .input(inProject.extend({ model: z.string().nullable() }))
      .output(z.object({ job: jobId })),
    /** Where a model sees a class, as a mask. */
    evidence: call
      .input(
        inProject.extend({
          image: imageId,
          class: classId,
          source: scoreSource,
          choice: maskChoice.optional(),
        }),
      )
      .output(segmentEvidence),
    /** The picture most like this one that nobody has given a segment. */
    similar: call
      .input(inProject.extend({ image: imageId }))
      .output(z.object({ image: imageId.nullable() })),
    /** Fetches a segmenter: the only call here that leaves the machine. */
    pullModel: call.input(z.object({ model: z.string() })).output(z.object({ job: jobId })),
    /** Takes a segmenter from a folder or file of this machine. */
    importModel: call
      .input(z.object({ path: z.string(), model: z.string().nullable() }))
      .output(segmenterInfo),
    removeModel: call.input(z.object({ model: z.string() })),
  },
  audits: {
    /** The sample that waits to be judged; draws one when there is none and `draw` says so. */
    page: call.input(inProject.extend({ class: classId, draw: z.boolean() })).output(auditPage),
    commit: call.input(inProject.extend(commitAuditInput.shape)).output(commitAuditResult),
    summary: call.input(inProject).output(auditSummary),
  },
  training: {
    methods: call.output(z.array(methodInfo)),
    /** Those of the catalogue, and those that the runs of a project have trained. */
    backbones: call.input(inProject.optional()).output(z.array(backboneInfo)),
    devices: call.output(z.array(deviceInfo)),
    plan: call.input(inProject.extend({ choice: recipeChoice })).output(trainingPlan),
    /**
     * `resume` goes on with an interrupted run from its last checkpoint, on `device` when that is named:
     * its numbers may differ slightly then.
     */
    start: call
      .input(
        inProject.extend({
          choice: recipeChoice,
          resume: runId.optional(),
          device: deviceChoice.optional(),
        }),
      )
      .output(z.object({ job: jobId })),
    runs: call.input(inProject).output(z.array(runInfo)),
    remove: call.input(inProject.extend({ run: runId })),
  },
  native: {
    installed: call.output(nativeInstalled.nullable()),
    plan: call.input(nativeWish).output(nativePlan),
    install: call.input(nativeWish).output(z.object({ job: jobId })),
    remove: call,
  },
  devices: {
    /** Every device as far as it is known, then again whenever more is. */
    watch: call.output(eventIterator(z.array(deviceInfo))),
    /** Runs every self-test again. */
    check: call,
  },
  analyses: {
    figure: call.input(inProject.extend(analysisQuestion.shape)).output(figure),
    /** The same as a picture to save. */
    picture: call
      .input(inProject.extend(analysisQuestion.shape).extend({ format: pictureFormat }))
      .output(figurePicture),
  },
  storage: {
    places: call.output(storagePlaces),
    /** The size of every recent project, as it is counted; ending the stream ends the counting. */
    measure: call.output(eventIterator(projectStorage)),
    clear: call.input(inProject.extend({ part: clearablePart })),
    models: call.output(z.array(modelUse)),
  },
  insights: {
    counts: call.input(inProject).output(countsInsight),
    together: call.input(inProject).output(togetherInsight),
    calibration: call.input(inProject).output(calibrationInsight),
    learning: call.input(inProject).output(learningInsight),
    consistency: call.input(inProject).output(consistencyInsight),
    /** Tells how far it is until it has the list. */
    doubts: call.input(inProject).output(eventIterator(doubtsProgress)),
    /** Tells how far it is until it has a page of groups. */
    alike: call.input(inProject.extend(alikeInput.shape)).output(eventIterator(alikeProgress)),
    /** The pictures behind a mark of a chart. */
    behind: call.input(inProject.extend({ mark: insightMark })).output(imagesBehind),
  },
  jobs: {
    /** Full snapshots of every job now, then of each one that changes. */
    watch: call.output(eventIterator(jobSnapshot)),
    cancel: call.input(z.object({ job: jobId })),
    resume: call.input(z.object({ job: jobId })).output(z.object({ job: jobId })),
    dismiss: call.input(z.object({ job: jobId })),
  },
  exports: {
    formats: call.input(inProject).output(z.array(exportFormat)),
    /** With `proposed`, segments too that nobody has looked at yet. */
    preview: call
      .input(inProject.extend({ format: z.string(), proposed: z.boolean().optional() }))
      .output(exportPreview),
    start: call
      .input(
        inProject.extend({
          format: z.string(),
          directory: z.string(),
          run: runId.nullable(),
          proposed: z.boolean().optional(),
        }),
      )
      .output(z.object({ job: jobId })),
  },
}
export type Contract = typeof contract
