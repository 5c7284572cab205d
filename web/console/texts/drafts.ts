import type { Catalogue } from '../../text.js';

export const draftTexts = {
  title: ['草稿：{name}', 'Draft: {name}'], base: ['基于第{n}版', 'from version {n}'], revision: ['第{n}次保存', 'save {n}'],
  loading: ['正在载入编辑器…', 'Loading the editor…'], files: ['文件', 'File'], editorLabel: ['编辑 {path}', 'Edit {path}'],
  save: ['保存', 'Save'], saved: ['已保存', 'Saved'], unsaved: ['有未保存的修改', 'There are unsaved changes'], nothingUnsaved: ['没有未保存的修改', 'Everything is saved'], discard: ['放弃草稿', 'Give the draft up'], discarded: ['草稿已放弃', 'The draft is given up'], reallyDiscard: ['放弃这份草稿？它仍可查看，但不能再修改。', 'Give this draft up? It stays readable but changes no more.'], yes: ['放弃', 'Give up'], no: ['保留', 'Keep'],
  readOnly: ['您的角色可以查看和试运行草稿，但不能修改。', 'Your role may read and try drafts, but not change them.'], closedPublished: ['已发布为第{n}版', 'Published as version {n}'], closedDiscarded: ['已放弃，不能再修改', 'Given up; it changes no more'],
  overtaken: ['第{newest}版在此草稿之后发布，此草稿不包含其修改。', 'Version {newest} was published after this draft was begun; the draft does not hold its changes.'],
  check: ['检查', 'Check'], checking: ['正在检查…', 'Checking…'], good: ['没有错误', 'No mistakes'], mistakes: ['{n}处错误', '{n, plural, one {# mistake} other {# mistakes}}'], warnings: ['{n}处提醒', '{n, plural, one {# warning} other {# warnings}}'],
  goTo: ['{file} 第{line}行第{column}列', '{file}, line {line}, column {column}'], fix: ['改法：{fix}', 'Fix: {fix}'], error: ['错误', 'mistake'], warning: ['提醒', 'warning'], keyboard: ['编辑器中按 Esc 后再按 Tab 可移出。', 'In the editor press Esc, then Tab, to leave it.'],
  tabs: ['草稿内容', 'Parts of the draft'], edit: ['编辑', 'Edit'], version: ['版本内容', 'The version'], preview: ['试运行', 'Preview'], stories: ['故事', 'Stories'], publish: ['发布', 'Publish'], history: ['记录', 'History'],
  mustCompile: ['先改正错误，才能继续。', 'Correct the mistakes first.'],
  // Preview
  sample: ['示例患者的出院日期', 'The sample patient is discharged on'], run: ['试运行', 'Run'], previewLead: ['同一位示例患者，用原版本和草稿各运行前{n}天：无人作答，消息全部送达。', 'One sample patient, {n} days by the old version and by the draft: nobody answers, every message arrives.'],
  gained: ['新增', 'Gained'], lost: ['消失', 'Lost'], moved: ['改期', 'Moved'], reworded: ['改写', 'Reworded'], same: ['不变 {n} 项', '{n, plural, one {# item stays} other {# items stay}} the same'], none: ['没有变化', 'Nothing changes'], sameDays: ['日程没有变化：只有患者的回答或工作人员的操作才会让差别显现，请看“故事”。', 'The calendar stays the same: what differs shows only when somebody answers or acts; see the stories.'],
  changes: ['修改了什么', 'What was changed'], before: ['原来', 'Before'], after: ['现在', 'After'], part: ['部分', 'Part'], name: ['名称', 'Name'], added: ['新增', 'added'], removed: ['删除', 'removed'], changed: ['修改', 'changed'],
  parameter: ['参数', 'parameter'], text: ['文字', 'text'], step: ['步骤', 'step'], rule: ['规则', 'rule'], form: ['表单', 'form'], reading: ['监测值', 'reading'], level: ['级别', 'level'], convention: ['通用约定', 'convention'], package: ['服务包', 'package'],
  when: ['时间', 'When'], what: ['事项', 'What'], to: ['对象', 'To'], calendar: ['前{n}天', 'The first {n} days'], becomes: ['{before} → {after}', '{before} → {after}'],
  // Stories
  storiesLead: ['草稿逐个运行此版本保存的故事（测试病例），并与原版本对比。', 'The draft tells every story kept with the version, compared with the old version.'], runStories: ['运行全部故事', 'Run every story'], verdictSame: ['不变', 'same'], verdictChanged: ['有变化', 'changed'], verdictBroken: ['不再成立', 'broken'], story: ['故事', 'Story'], verdict: ['结果', 'Verdict'], difference: ['差异', 'Difference'],
  countGained: ['新增{n}', '{n} gained'], countLost: ['消失{n}', '{n} lost'], countMoved: ['改期{n}', '{n} moved'], show: ['查看差异', 'Show'], showOf: ['查看差异：{name}', 'Show what differs in: {name}'], noStories: ['此版本没有故事', 'This version has no stories'],
  // Publish
  publishLead: ['发布后成为新版本，内容不再改变。真实患者使用前还需两人签署。正在进行的照护周期留在原版本。', 'Publishing makes a new version that never changes. Before real patients get it two people sign it. Running episodes stay on their version.'],
  publishReason: ['发布原因（会显示在目录中）', 'Why (shown in the catalogue)'], publishNow: ['发布为第{n}版', 'Publish as version {n}'], publishedNow: ['已发布', 'Published'], saveFirst: ['先保存，再发布。', 'Save before you publish.'], storiesFirst: ['先运行全部故事。', 'Run every story first.'],
  acceptBroken: ['我已查看并接受这些不再成立的故事：', 'I have looked at these broken stories and accept them:'], over: ['我已比较第{n}版，仍要发布', 'I have compared version {n} and publish over it'], mayNot: ['只有科室负责人和管理员可以发布。', 'Only the head and administrators may publish.'],
  // History
  created: ['建立', 'begun'], edited: ['编辑', 'edited'], overridden: ['改数值', 'number changed'], published: ['发布', 'published'], discardedAct: ['放弃', 'given up'],
} as const satisfies Catalogue;
