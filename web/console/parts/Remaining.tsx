/** Time left until a deadline, ticking. Not a live region: a screen reader hears it when it comes here, not every second. */
import { Text } from '@mantine/core';
import { useLanguage, useText } from '../language.js';
import { useOfNow } from '../now.js';
import { worklistTexts } from '../texts/worklist.js';
import { sayLength } from '../when.js';

/** Below this the time left is written as urgent; convention of ours (mark C). */
const soonMs = 10 * 60_000;

export function Remaining({ wall, what, size = 'md' }: { wall: string; what: 'acknowledge' | 'contact' | 'due'; size?: 'sm' | 'md' | 'xl' }) {
  const t = useText(worklistTexts);
  const { language } = useLanguage();
  const due = Date.parse(wall);
  const state = useOfNow((now) => (due < now ? 'Late' : due - now < soonMs ? 'Soon' : 'Left'));
  const time = useOfNow((now) => sayLength(due - now, language));
  return (
    <Text span className="numbers" size={size} fw={state === 'Left' ? 500 : 700} c={state === 'Late' ? '#b3170f' : state === 'Soon' ? '#9a4b00' : 'dark.7'}>
      {t(`${what}${state === 'Late' ? 'Late' : 'Left'}`, { time })}
    </Text>
  );
}
