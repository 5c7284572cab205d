/**
 * Secrets that were committed by mistake: a short list of patterns of what this project handles, over every file that git tracks. It is no
 * replacement for a kept scanner with hundreds of rules and a look into the history: `npm run secrets:history` runs gitleaks, where it is installed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Rule = { name: string; pattern: RegExp };
export type Finding = { path: string; line: number; rule: string };

export const rules: readonly Rule[] = [
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\s|\\n)*[A-Za-z0-9+/]{40}/ },
  { name: 'AWS access key', pattern: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { name: 'Aliyun access key', pattern: /\bLTAI[A-Za-z0-9]{12,26}\b/ },
  { name: 'Tencent secret id', pattern: /\bAKID[A-Za-z0-9]{32}\b/ },
  { name: 'Twilio account with its token', pattern: /\bAC[0-9a-f]{32}\b[\s\S]{0,80}\b[0-9a-f]{32}\b/ },
  { name: 'GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { name: 'Slack or npm token', pattern: /\b(?:xox[abprs]-[A-Za-z0-9-]{20,}|npm_[A-Za-z0-9]{36})\b/ },
  { name: 'JSON Web Token', pattern: /\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{20,}/ },
  { name: 'API key of ours', pattern: /\bwy_[A-Za-z0-9_-]{6}_[A-Za-z0-9_-]{24,}/ },
  { name: 'key ring of ours', pattern: /\b[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=(?![A-Za-z0-9=])/ },
  { name: 'password in an address', pattern: /\b(?:postgres(?:ql)?|smtps?|redis|amqp|https?):\/\/[^\s:/@'"`$<{]+:(?!\$|<|\{|password@|secret@|wuyou@|temporal@)[^\s@'"`$<{]{6,}@/ },
  { name: 'secret beside its name', pattern: /\b(?:password|passwd|secret|token|api_?key)\b["']?\s*[:=]\s*["'][A-Za-z0-9+/_-]{32,}={0,2}["']/i },
];

export function secretsIn(path: string, text: string): Finding[] {
  return rules.flatMap(({ name, pattern }) => {
    const found = pattern.exec(text);
    return found ? [{ path, line: text.slice(0, found.index).split('\n').length, rule: name }] : [];
  });
}

/** Files of the repository that are text; data of tests that is generated (golden histories) too. */
export function scanRepository(): { files: number; findings: Finding[] } {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const paths = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0').filter((path) => path !== '' && !/\.(png|jpe?g|webp|ico|woff2?|pdf|mp4|xlsx|gz)$/.test(path));
  const findings = paths.flatMap((path) => {
    try {
      return secretsIn(path, readFileSync(`${root}${path}`, 'utf8'));
    } catch {
      return []; // deleted in the working copy, not yet committed
    }
  });
  return { files: paths.length, findings };
}
