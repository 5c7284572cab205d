/**
 * Time left until a deadline, ticking, in the patient's own time: where a training runs faster, its days pass here too, so that what is said
 * agrees with the dates beside it. Not a live region: a screen reader hears it when it comes here, not every second.
 */
import { useLanguage, useText } from '../language.js';
import { useOfNow } from '../now.js';
import { worklistTexts } from '../texts/worklist.js';
import { sayLength } from '../when.js';
import { Text } from './light/light.js';

/** Below this the time left is written as urgent; convention of ours (mark C). */
const soonMs = 10 * 60_000;

type Props = { wall: string; /** Seconds of the patient's time in one of ours. */ pace?: number; what: 'acknowledge' | 'contact' | 'due' | 'answer' | /** Work that may begin then: no deadline, so nothing is overdue. */ 'start'; size?: 'xs' | 'sm' | 'md' | 'xl' };

export function Remaining({ wall, pace = 1, what, size = 'md' }: Props) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const due = Date.parse(wall);
  const state = useOfNow((now) => (due < now ? 'Late' : (due - now) * pace < soonMs ? 'Soon' : 'Left'));
  const time = useOfNow((now) => sayLength((due - now) * pace, language));
  return (
    <Text span className="numbers" size={size} fw={state === 'Left' || what === 'start' ? 500 : 700} c={what === 'start' ? 'dark.7' : state === 'Late' ? '#b3170f' : state === 'Soon' ? '#9a4b00' : 'dark.7'}>
      {t(`${what}${state === 'Late' ? 'Late' : 'Left'}`, { time })}
    </Text>
  );
}
