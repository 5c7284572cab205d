import type { Catalogue } from '../../text.js';

export const packageTexts = {
  title: ['服务包', 'Packages'],
  lead: ['每个服务包的已发布版本、签署情况和正在使用的照护周期。已发布的版本不会改变：修改会成为新版本。', 'Published versions of every package, how far each is signed, and how many episodes run on it. A published version never changes: an edit becomes a new one.'],
  package: ['服务包', 'Package'], units: ['包含', 'Includes'], price: ['价格', 'Price'], duration: ['时长', 'Duration'], days: ['{n}天', '{n, plural, one {# day} other {# days}}'],
  priceElsewhere: ['未定价', 'not priced'], noUnits: ['不含访视', 'no visits'], example: ['示例价', 'example price'],
  version: ['版本', 'Version'], versionN: ['第{n}版', 'Version {n}'], published: ['发布', 'Published'], reason: ['发布原因', 'Why'], signed: ['签署', 'Signatures'], running: ['进行中', 'Running'], ended: ['已结束', 'Ended'], overrides: ['科室数值', 'Own numbers'],
  builtIn: ['随系统提供', 'comes with Wuyou'], by: ['{name} 于 {when}', '{name}, {when}'],
  complete: ['已签署，可用于真实患者', 'signed: may run for real patients'], incomplete: ['未签全：真实患者不能使用', 'not signed: not for real patients yet'], signers: ['{n}人已签', '{n, plural, =0 {nobody yet} one {# signature} other {# signatures}}'],
  overrideCount: ['{n}处', '{n}'],
  drafts: ['草稿', 'Drafts'], draftOf: ['基于第{n}版的草稿', 'Draft from version {n}'], changed: ['{name} 修改于 {when}', 'changed by {name}, {when}'],
  begin: ['起草新版本', 'Begin a draft'], begun: ['草稿已建立', 'The draft is begun'], open: ['查看', 'Open'], openVersion: ['查看 {name} 第{n}版', 'Open {name}, version {n}'],
  back: ['全部服务包', 'All packages'], notFound: ['没有这个版本', 'There is no such version'],
  sign: ['以我的账号签署', 'Sign with my account'], signedNow: ['已签署', 'Signed'], alreadySigned: ['您已签署此版本', 'You have signed this version'], signHint: ['真实患者使用前，需两个不同账号签署同一内容，其中至少一人为医生、护士或治疗师。', 'Before real patients get it, two different accounts sign this very content, one of them a doctor, nurse or therapist.'],
  timeline: ['时间表', 'Timeline'], rules: ['规则', 'Rules'], parameters: ['参数', 'Parameters'], forms: ['表单', 'Forms'], texts: ['文字', 'Texts'],
  sections: ['版本内容', 'Parts of the version'],
  // Timeline
  timelineLabel: ['从{anchor}起{n}天内各步骤的时间表；下方表格内容相同', 'When each step happens over {n} days from {anchor}; the table below says the same'],
  lanes: ['按种类排列', 'by kind'], step: ['步骤', 'Step'], kind: ['种类', 'Kind'], when: ['时间', 'When'], who: ['谁', 'Who'], what: ['内容', 'What'],
  dayList: ['第{days}天 {times}', 'day {days}, {times}'], everyDay: ['第{from}至{until}天，每{every}天 {times}', 'days {from} to {until}, every {every, plural, one {day} other {# days}}, {times}'],
  after: ['从{anchor}起', 'from {anchor}'], onRequest: ['按需预约，最多{most}次，至第{until}天', 'when asked for, at most {most, plural, one {once} other {# times}}, to day {until}'], afterDone: ['每次“{step}”完成后第{days}天 {times}', 'day {days} after each "{step}" done, {times}'], rolling: ['此后自实际完成之日起第{days}天', 'then day {days} after the one really done'], untilDay: ['，至第{day}天', ', to day {day}'], byRule: ['由规则 {rules} 启动，{hours, plural, =0 {立即} other {#小时后}}', 'started by {rules}, {hours, plural, =0 {at once} one {# hour later} other {# hours later}}'], byNobody: ['由工作人员启动', 'started by staff'], atTime: ['{at}', 'at {at}'],
  window: ['可提前{early}天、推迟{late}天', '{early, plural, one {# day} other {# days}} earlier or {late, plural, one {# day} other {# days}} later is on time'], until: ['直到 {condition}', 'until {condition}'], months: ['按月计算，图中为示例日期', 'counted in months; the picture shows a sample'],
  startedByRules: ['由规则启动的步骤', 'Steps that a rule starts'], asTable: ['时间表（表格）', 'The timeline as a table'], eve: ['提前{n}天 {at} 提醒', 'reminder {n, plural, one {# day} other {# days}} before, {at}'],
  materials: ['物品', 'Materials'], sop: ['流程', 'Procedure'], records: ['记录', 'Record'],
  withinHours: ['{n}小时内完成', 'to be done within {n} h'], byTime: ['{at}前完成', 'to be done by {at}'],
  // Rules
  rule: ['规则', 'Rule'], condition: ['条件', 'Condition'], level: ['级别', 'Level'], tell: ['通知', 'Who hears'], patientText: ['告知患者', 'Patient is told'], instruction: ['医护处置', 'What staff do'], source: ['来源', 'Source'], numbers: ['所用参数', 'Numbers'],
  ack: ['{within}内接警', 'acknowledge within {within}'], contact: ['{within}内联系', 'contact within {within}'], hours: ['{n}小时', '{n} h'], minutes: ['{n}分钟', '{n} min'], noCase: ['不报警', 'no case'], starts: ['启动 {steps}', 'starts {steps}'], nothingByText: ['不发文字', 'nothing by text'],
  persist: ['{hours}小时后仍在则升为', 'still there after {hours} h: becomes'], confirm: ['{after}分钟后复测，{within}分钟内确认', 'measured again after {after} min, confirmed within {within} min'],
  levels: ['级别与时限', 'Levels and deadlines'], alert: ['首先通知', 'First told'], ladder: ['逐级上报', 'Ladder'], rung: ['{within}未{act}：{to}', '{within} without {act}: {to}'], acknowledged: ['接警', 'acknowledgement'], contacted: ['联系患者', 'contact'],
  // Parameters
  name: ['名称', 'Name'], value: ['数值', 'Value'], unit: ['单位', 'Unit'], usedIn: ['作用于', 'Acts in'], find: ['查找参数', 'Find a parameter'], nothingFound: ['没有符合的参数', 'No parameter matches'],
  overrideMark: ['科室数值', 'own number'],
  was: ['原为 {value}（{source}）', 'was {value} ({source})'], change: ['改为科室数值', 'Use our own value'], changeOf: ['为 {name} 设置科室数值', 'Own value for {name}'],
  newValue: ['新数值', 'New value'], newValues: ['新数值（每行一个）', 'New values, one per line'], whyOwn: ['原因（会显示在来源中）', 'Reason (shown as its source)'], overrideHint: ['会建立新版本的草稿；当前版本和正在进行的照护周期不变。', 'This begins a draft of the next version; this version and the episodes on it stay as they are.'], overrideDone: ['已改入草稿', 'Changed in the draft'], save: ['保存', 'Save'], cancel: ['取消', 'Cancel'],
  // Forms and texts
  instrument: ['量表 {name}', 'Instrument {name}'], required: ['必答', 'required'], optional: ['选答', 'optional'], range: ['{min} 至 {max} {unit}', '{min} to {max} {unit}'], yesNo: ['是 / 否', 'yes / no'], photo: ['照片', 'photo'], freeText: ['文字', 'text'], noWording: ['文字由医院按授权提供', 'the hospital supplies the licensed wording'],
  key: ['键', 'Key'], chinese: ['中文', 'Chinese'], english: ['英文', 'English'], findText: ['查找文字', 'Find a text'],
  answering: ['患者提问：{from}–{to}答复，{withinMinutes}分钟内，{by}', 'Questions are answered {from}–{to}, within {withinMinutes} minutes, by the {by}'],
  quiet: ['安静时段 {from}–{to}，每天最多{cap}条短信', 'Quiet hours {from}–{to}, at most {cap} SMS a day'], counted: ['从{anchor}起计', 'Counted from {anchor}'],
} as const satisfies Catalogue;
