/**
 * The words that people agree to, first edition, until a hospital publishes its own. Own wording (mark C: each hospital's lawyer confirms it);
 * separate consents because the law asks for them one by one (personal information protection law, mark K).
 */
export const consentKinds = ['sms', 'photos', 'family', 'family-doctor', 'service-notice'] as const;
export type ConsentKind = (typeof consentKinds)[number];
/** signed on paper in front of staff; scanned with the paper kept as a file; by a proxy; said and heard; on the phone page; as another system told us. */
export const consentWays = ['signed', 'scanned', 'proxy', 'spoken', 'online', 'imported'] as const;
export type ConsentWay = (typeof consentWays)[number];

/** One name of each consent, the same on every screen (docs/glossary.md). */
export const consentNames: Readonly<Record<ConsentKind, readonly [zh: string, en: string]>> = {
  sms: ['消息与电话', 'Messages and calls'], photos: ['照片与视频', 'Photos and clips'], family: ['联系家属', 'Contact the family'], 'family-doctor': ['告知家庭医生', 'Tell the family doctor'], 'service-notice': ['自费告知', 'Self-pay notice'],
};

/** The kinds that messages and pages ask for at every step; the service notice is kept as evidence only. */
export const heldConsents = { sms: 'sms', photos: 'photos', family: 'family', 'family-doctor': 'familyDoctor' } as const;

export const firstConsentTexts: Readonly<Record<ConsentKind, { zh: string; en: string }>> = {
  sms: {
    zh: '我同意医院为出院后的服务，通过短信、微信和电话与我联系：提醒、随访问卷、上门预约和安全提示。短信不写病名和药名。我可以随时退订或撤回，撤回不影响我继续就医；涉及安全的情况医院仍会打电话给我。',
    en: 'I agree that the hospital contacts me by SMS, WeChat and phone about my care after discharge: reminders, follow-up questions, home visits and safety notices. SMS name no diagnosis and no drug. I may withdraw at any time without any effect on my treatment; in matters of safety the hospital will still call me.',
  },
  photos: {
    zh: '我同意医院保存我或护士拍摄的伤口、康复动作照片和视频，只供参与我照护的人员查看，用于判断恢复情况。我可以随时撤回，撤回后不再拍摄，也不再请我上传。',
    en: 'I agree that the hospital keeps photos and clips of my wound and my exercises, taken by me or a nurse, seen only by those who care for me, to judge my recovery. I may withdraw at any time; then no more are taken or asked for.',
  },
  family: {
    zh: '我同意医院在联系不到我或情况需要时，联系我登记的家属，并告知与照护有关的必要信息。我可以随时撤回或更换联系人。',
    en: 'I agree that the hospital contacts the family members I named when I cannot be reached or my condition asks for it, and tells them what they need to know to help. I may withdraw or name others at any time.',
  },
  'family-doctor': {
    zh: '我同意医院把需要关注的情况（例如血压过高）告知我的家庭医生和社区医生，以便就近处理。我可以随时撤回。',
    en: 'I agree that the hospital tells my family doctor and community doctor what needs attention, such as a high blood pressure, so that help is near. I may withdraw at any time.',
  },
  'service-notice': {
    zh: '我已被告知：本服务为自费项目，不属于基本医疗保险报销范围（另有说明的除外）；已向我说明服务内容、次数、期限、价格和退费办法；购买完全自愿，不购买不影响我的治疗和免费随访；紧急情况应立即拨打120。',
    en: 'I have been told: this service is paid for by myself and not covered by basic health insurance unless stated otherwise; its content, number of visits, duration, price and refunds were explained; buying it is my free choice and not buying it changes nothing about my treatment or the free follow-up; in an emergency 120 is to be called at once.',
  },
};
