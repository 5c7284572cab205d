/** Time left until a deadline, ticking. Not a live region: a screen reader hears it when it comes here, not every second. */
import { Text } from '@mantine/core';
import { useText } from '../language.js';
import { useNow } from '../now.js';
import { worklistTexts } from '../texts/worklist.js';
import { sayRemaining } from '../when.js';

/** Below this the time left is written as urgent; convention of ours (mark C). */
const soonMs = 10 * 60_000;

export function Remaining({ wall, what, size = 'md' }: { wall: string; what: 'acknowledge' | 'contact' | 'due'; size?: 'sm' | 'md' | 'xl' }) {
  const t = useText(worklistTexts);
  const left = Date.parse(wall) - useNow();
  const late = left < 0;
  return (
    <Text span className="numbers" size={size} fw={late || left < soonMs ? 700 : 500} c={late ? '#b3170f' : left < soonMs ? '#9a4b00' : 'dark.7'}>
      {t(`${what}${late ? 'Late' : 'Left'}`, { time: sayRemaining(left).replace('+', '') })}
    </Text>
  );
}
