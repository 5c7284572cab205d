import type { Catalogue } from '../../text.js';

/** Starting a package that another one includes. */
export const includeTexts = {
  title: ['启动内含服务包', 'Start an included package'], left: ['还可启动 {n} 个，无需另行购买。', '{n, plural, one {# more may} other {# more may}} be started without another sale.'], usedUp: ['内含的服务包已用完：可加购，或另行开单。', 'Nothing is left: buy a unit more, or order the package by itself.'],
  noStay: ['还没有出院记录：请先导入或录入出院，服务包以它为起点。', 'There is no discharge on record: import it or enter it first; a package starts from it.'],
  stay: ['依据哪次住院', 'After which stay'], which: ['哪个服务包', 'Which package'], choose: ['请选择', 'Choose one'], start: ['启动', 'Start'], started: ['已启动', 'Started'],
  means: ['该服务包独立运行，有自己的访视与次数；未开始服务即终止，次数退回。患者去世或退出时两者同时停止。', 'It runs by itself, with visits and units of its own; stopped before anything took place, it gives its unit back. Both stop when the patient dies or withdraws.'],
} as const satisfies Catalogue;
