import type { Catalogue } from '../../text.js';

export const reviewTexts = {
  title: ['每周回顾', 'Week review'], lead: ['每周从周一到周日（医院时区，实际时间）。各指标的分子、分母和时间口径见 docs/measures.md。', 'Weeks run Monday to Sunday in the hospital\'s zone, by wall time. docs/measures.md says what each number counts.'],
  package: ['服务包', 'Package'], all: ['全部服务包', 'All packages'], weeks: ['周数', 'Weeks'], until: ['截至', 'Until'], export: ['导出 CSV', 'Export CSV'], print: ['打印', 'Print'],
  measure: ['指标', 'Measure'], week: ['{day} 起', 'from {day}'], baseline: ['基线', 'Baseline'], target: ['目标', 'Target'], table: ['各周指标', 'Measures by week'], none: ['–', '–'], notReached: ['未达目标', 'target missed'], reached: ['达标', 'target met'],
  launched: ['启动', 'Launched'], active: ['周末进行中', 'Active at the end'], completed: ['完成', 'Completed'], stopped: ['终止', 'Stopped'], readmitted: ['30天再入院', 'Readmitted within 30 days'], contacts: ['随访完成率', 'Contacts completed'], acknowledged: ['按时接警', 'Acknowledged in time'], contacted: ['按时联系', 'Contacted in time'], 'no-show': ['爽约', 'No-shows'], rating: ['平均评分', 'Average rating'], complaints: ['投诉', 'Complaints'], revenue: ['收入（元）', 'Revenue (CNY)'],
  share: ['{percent}%（{n}/{of}）', '{percent}% ({n}/{of})'], stars: ['{stars}（{of}次）', '{stars} ({of})'],
  chart: ['图表', 'Chart'], chartOf: ['显示的指标', 'Measure shown'], chartLabel: ['{measure}：{weeks}周；上方表格内容相同', '{measure} over {weeks} weeks; the table above says the same'],
  set: ['设定基线与目标', 'Set baseline and target'], setFor: ['设定：{measure}', 'Set: {measure}'], percentHint: ['百分比填写数字，例如 85', 'shares in percent, e.g. 85'], source: ['基线来源', 'Where the baseline comes from'], reason: ['原因', 'Reason'], save: ['保存', 'Save'], saved: ['已保存', 'Saved'], setBy: ['{by}，{when}：{reason}（来源：{source}）', '{by}, {when}: {reason} (source: {source})'], targets: ['基线与目标的依据', 'Why these baselines and targets'],
} as const satisfies Catalogue;
