/** One HTML file that needs nothing else: no script, no style sheet, no server. */
const style = 'body{font:14px/1.4 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:24px;color:#000}table{border-collapse:collapse;width:100%;margin:4px 0 16px}th{white-space:nowrap}th,td{border:1px solid #555;padding:4px 6px;text-align:left;vertical-align:top}h2{margin:0 0 4px}h3{margin:12px 0 4px}p{margin:0}tr{break-inside:avoid}';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** `content` is markup that the page itself rendered, so it is safe as it is; classes of the page mean nothing in the file. */
export function saveAsFile(name: string, title: string, language: string, content: string): void {
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body>${content}</body></html>`;
  const address = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
