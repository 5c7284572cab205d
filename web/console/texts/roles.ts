import type { Catalogue } from '../../text.js';

/** Who hears and acts, and what they are called. */
export const roleTexts = {
  patient: ['患者', 'patient'],
  family: ['家属', 'family'],
  'responsible-nurse': ['责任护士', 'responsible nurse'],
  'head-nurse': ['护士长', 'head nurse'],
  'duty-doctor': ['值班医生', 'duty doctor'],
  surgeon: ['手术医生', 'surgeon'],
  'second-line-doctor': ['二线值班医生', 'second-line doctor'],
  'chief-on-duty': ['医疗总值班', 'chief on duty'],
  therapist: ['康复治疗师', 'therapist'],
  'case-manager': ['个案管理师', 'case manager'],
  'crisis-counsellor': ['心理危机干预人员', 'crisis counsellor'],
  nurse: ['护士', 'nurse'],
  doctor: ['医生', 'doctor'],
  head: ['科室负责人', 'head'],
  ops: ['运维', 'ops'],
  his: ['信息接口', 'HIS'],
  admin: ['管理员', 'administrator'],
} as const satisfies Catalogue;
