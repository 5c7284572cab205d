import { useText } from '../language.js';
import { levelColor } from '../theme.js';
import { worklistTexts } from '../texts/worklist.js';
import { Badge } from './light/light.js';

/** The word stands in the colour: never colour alone. */
export function LevelBadge({ level, size = 'lg' }: { level: string; size?: 'sm' | 'md' | 'lg' }) {
  const t = useText(worklistTexts);
  const word = level === 'red' || level === 'orange' || level === 'yellow' ? t(level) : level;
  return <Badge size={size} miw="max-content" background={levelColor(level)}>{word}</Badge>;
}
