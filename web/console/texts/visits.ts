/** Who goes to a visit: asked, found, given by hand; and why a window has no slot. */
import type { Catalogue } from '../../text.js';

export const visitTexts = {
  offeredTo: ['已派单给 {name}', 'offered to {name}'], toBeOffered: ['等待派单', 'nobody is asked yet'],
  assign: ['指派', 'Assign'], assignOf: ['指派：{label}', 'Assign: {label}'], reassign: ['改派', 'Give to somebody else'], assignTitle: ['指派给谁：{label}', 'Who goes: {label}'], assignHint: ['指派后立即生效，不再等待答复；本人会收到通知。', 'It holds at once, without waiting for an answer; they are told.'], assigned: ['已指派', 'Assigned'],
  nobody: ['没有相应岗位的人员', 'Nobody of this profession has a profile'], canGo: ['可以上门', 'can go'], way: ['多走 {n} 分钟', '{n} more minutes of travel'], known: ['患者熟悉', 'known to the patient'], saidNo: ['已拒绝这次访视', 'said no to this visit'], mayNot: ['不具备资质，不能指派', 'not qualified: cannot be given it'],
  override: ['已与本人约定，仍要指派', 'Agreed with them: assign all the same'], chooseOne: ['请选择一人', 'Choose somebody'], hasIt: ['现由其负责', 'has it now'],
  nextVisits: ['已约的访视', 'Booked visits'],
  'none-window-over': ['时间窗已过，没有可约的时间。', 'The window is over, so it has no slot any more.'],
  'none-no-times': ['时间窗内没有医院的上门时段（夜间和已来不及出发的除外）。', 'The window holds none of the hospital’s visiting times (nights, and times too soon to get there, do not count).'],
  'none-nobody-qualified': ['没有可约的时间：本院没有人具备这项服务所需的资质。', 'No slot: nobody here has what this service asks for.'],
  'none-nobody-in-district': ['没有可约的时间：有资质的人都不负责患者所在片区。', 'No slot: nobody qualified goes to the patient’s district.'],
  'none-everybody-declined': ['没有可约的时间：有资质的人都已拒绝这次访视。', 'No slot: everybody qualified has said no to this visit.'],
  'none-nobody-works': ['没有可约的时间：有资质的人在时间窗内都不上班。', 'No slot: nobody qualified works within the window.'],
  'none-all-busy': ['没有可约的时间：有资质的人在时间窗内都已排满。', 'No slot: everybody qualified is booked within the window.'],
  later: ['时间窗之后有空的时间（患者同意后可选）', 'Free times after the window, if the patient agrees'], neitherLater: ['之后两周也没有空的时间。', 'The two weeks after have no free time either.'],
} as const satisfies Catalogue;
