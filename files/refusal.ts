/** Why a file is not taken, in words that can be shown to whoever sent it. */
import { largestClip, largestPicture, longestClipMs, mostPixels } from './kinds.js';

const MB = 1024 * 1024;
const words = {
  empty: { 'zh-CN': '没有收到文件内容，请重新选择文件。', en: 'The file is empty; choose it again and send it.' },
  'too-large': {
    'zh-CN': `文件太大：照片和文档不超过 ${largestPicture / MB} MB，视频不超过 ${largestClip / MB} MB。请缩小后再发。`,
    en: `The file is too large: pictures and documents may have ${largestPicture / MB} MB, clips ${largestClip / MB} MB. Send a smaller one.`,
  },
  'not-accepted': {
    'zh-CN': '这种文件不能接收。照片请用 JPEG、PNG 或 WebP，文档请用 PDF，视频请用 MP4、MOV 或 WebM。',
    en: 'This kind of file is not taken. Pictures: JPEG, PNG or WebP; documents: PDF; clips: MP4, MOV or WebM.',
  },
  'wrong-kind': {
    'zh-CN': '文件内容与所选类型不符：照片和 X 光片须为图片，视频须为短片，文档须为 PDF 或图片。',
    en: 'The content does not fit what it is sent as: photos and X-rays are pictures, clips are videos, documents are PDFs or pictures.',
  },
  heic: {
    'zh-CN': '这是苹果手机的 HEIC 照片，无法打开。请在“设置-相机-格式”中选“兼容性最佳”，或先转成 JPEG 再发。',
    en: 'This is a HEIC photo, which cannot be opened here. On the iPhone choose Settings, Camera, Formats, Most Compatible, or convert it to JPEG, then send it again.',
  },
  dicom: {
    'zh-CN': '这是 DICOM 影像原片，请发送它的 JPEG 或 PNG 图片；原片请交给医院影像系统。',
    en: 'This is a DICOM original. Send a JPEG or PNG picture of it; the original belongs into the hospital’s imaging system.',
  },
  damaged: { 'zh-CN': '文件不完整或已损坏，请重新拍摄或重新选择。', en: 'The file is incomplete or damaged; take or choose it again.' },
  'too-many-pixels': {
    'zh-CN': `图片像素太多，最多 ${mostPixels / 1_000_000} 百万像素，请缩小后再发。`,
    en: `The picture has too many pixels (at most ${mostPixels / 1_000_000} million); send a smaller one.`,
  },
  'too-long': { 'zh-CN': `视频太长，请控制在 ${longestClipMs / 60_000} 分钟以内。`, en: `The clip is too long; send at most ${longestClipMs / 60_000} minutes.` },
  'takes-no-clips': {
    'zh-CN': '本医院的服务器暂不能处理视频，请改发照片，或在访视时当面展示。',
    en: 'This server cannot process clips (ffmpeg is not installed on it). Send photos instead, or ask the operator to install ffmpeg.',
  },
} as const;

export type Refusal = keyof typeof words;

export const isRefusal = (reason: string | undefined): reason is Refusal => reason !== undefined && Object.hasOwn(words, reason);

export const refusalWords = (why: Refusal, language: 'zh-CN' | 'en'): string => words[why][language];
