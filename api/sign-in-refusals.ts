/** Why the identity provider's word did not sign somebody in: for the page in two languages, for programs the English sentence. */
import type { StepRefusal } from '../db/finish-sign-in.js';
import type { IdentityRefusal } from '../db/identities.js';
import { codeTries } from '../db/second-factor-code.js';
import { signInStep } from '../db/sign-in-step.js';
import type { ProofRefusal } from '../identity/provider.js';
import { Problem, type ProblemCode } from './problem.js';

export type ProviderRefusal = ProofRefusal | IdentityRefusal | 'state-unknown';
type Refusal = { code: ProblemCode; said: readonly [zh: string, en: string] };

const again = { zh: '请再登录一次；一直这样请联系信息科。', en: 'Try once more; if it stays like this, tell the IT department.' } as const;
const invalid = (zh: string, en: string): Refusal => ({ code: 'unauthenticated', said: [`${zh}${again.zh}`, `${en} ${again.en}`] });

const refusals: Record<ProviderRefusal, Refusal> = {
  'provider-unavailable': { code: 'identity-provider-unavailable', said: ['医院统一身份认证现在没有应答。有本地账号的请用账号密码登录，或稍候再试。', 'The hospital’s identity provider does not answer just now. If you have a local login, use it; else try again in a moment.'] },
  'provider-refused': { code: 'unauthenticated', said: ['统一身份认证没有同意登录：可能是您取消了，也可能是那边的账号不能使用。', 'The identity provider did not let you in: you cancelled, or your account there may not be used.'] },
  'state-unknown': { code: 'unauthenticated', said: ['这次登录已失效：用时超过10分钟、已用过一次，或不是从这个浏览器开始的。请重新开始登录。', 'This sign-in is over: it took more than 10 minutes, was used before, or was begun in another browser. Begin again.'] },
  'code-refused': { code: 'unauthenticated', said: ['登录凭据已过期或已用过。请重新开始登录。', 'What the identity provider handed out has run out or was used before. Begin again.'] },
  'nonce-mismatch': invalid('返回的登录凭据不属于这次登录。', 'What came back belongs to another sign-in.'),
  'issuer-mismatch': invalid('返回的登录凭据来自别的认证系统。', 'What came back was issued by another provider.'),
  'audience-mismatch': invalid('返回的登录凭据是发给别的系统的。', 'What came back was issued for another application.'),
  'token-refused': invalid('返回的登录凭据无法核实。', 'What came back could not be verified.'),
  'claim-missing': { code: 'forbidden', said: ['统一身份认证没有给出识别您的工号。请联系信息科。', 'The identity provider did not say which member of staff you are. Tell the IT department.'] },
  'not-proved-anew': { code: 'unauthenticated', said: ['这台电脑上的人已退出：请在统一身份认证重新输入密码。', 'Somebody signed out at this computer: enter your password at the identity provider again.'] },
  'strength-missing': { code: 'forbidden', said: ['统一身份认证没有证明您通过了医院要求的双因素验证。请在那边用双因素方式重新登录；一直这样请联系信息科。', 'The identity provider did not say that you proved a second factor, which this hospital demands. Sign in there again with it; if it stays like this, tell the IT department.'] },
  'identity-unknown': { code: 'forbidden', said: ['您的统一身份还没有关联无忧账号。请找管理员关联。', 'Your identity is not linked to an account here. Ask the administrator to link it.'] },
  'groups-unknown': { code: 'forbidden', said: ['您在统一身份认证中不属于任何可以使用无忧的组。请找管理员。', 'You are in none of the provider’s groups that may use Wuyou. Ask the administrator.'] },
  'account-disabled': { code: 'forbidden', said: ['您的无忧账号已停用。请找管理员。', 'Your account here is disabled. Ask the administrator.'] },
};

/** Why a code did not sign somebody in. */
export const codeWords: Record<StepRefusal, Refusal['said']> = {
  'code-wrong': ['验证码不正确。请输入验证器当前显示的6位数字；一直不对，请检查手机时间是否为自动设置。', 'The code is wrong. Type the six digits that the app shows just now; if it stays like this, see that the phone sets its time by itself.'],
  'code-used': ['这个验证码已经用过。请等验证器显示下一个再输入。', 'This code was used before. Wait until the app shows the next one.'],
  'too-many-codes': [`错误的验证码太多，现在不再接受：请过一小时再试（一小时最多${codeTries.inAnHour}次）；仍然不行，请用恢复码，或找管理员。`, `Too many wrong codes; none is taken now. Try again in an hour (at most ${codeTries.inAnHour} in one), then with a recovery code, or ask the administrator.`],
  'step-over': [`这次登录已失效：超过${signInStep.minutes}分钟，或验证码试了${signInStep.tries}次。请重新输入密码。`, `This sign-in is over: it took more than ${signInStep.minutes} minutes, or ${signInStep.tries} codes were tried. Enter the password again.`],
};
export const codeProblem = (reason: StepRefusal): Problem => new Problem(reason === 'too-many-codes' ? 'too-many-requests' : 'unauthenticated', codeWords[reason][1], { reason });

export const providerProblem = (reason: ProviderRefusal): Problem => new Problem(refusals[reason].code, refusals[reason].said[1], { reason });
/** null: not a reason of ours. */
export const refusalWords = (reason: string | undefined): readonly [zh: string, en: string] | null => Object.entries(refusals).find(([known]) => known === reason)?.[1].said ?? null;
