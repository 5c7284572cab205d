import type { Catalogue } from '../../text.js';

export const videoTexts = {
  title: ['视频通话', 'Video call'],
  start: ['发起视频通话', 'Start a video call'],
  arrange: ['安排视频通话', 'Arrange a video call'],
  arranged: ['视频通话已开放，患者页面上已有入口', 'The video call is open; the patient page shows the way in'],
  arrangedLater: ['视频通话已安排，患者页面上已有入口', 'The video call is arranged; the patient page shows the way in'],
  join: ['进入视频通话', 'Join the video call'],
  until: ['开放至{at}。请让患者打开自己的页面并点“医护人员在等您视频”。', 'Open until {at}. Ask the patient to open the patient page and tap “The care team waits for you by video”.'],
  from: ['{at}起可以进入', 'Open from {at} on'],
} as const satisfies Catalogue;
