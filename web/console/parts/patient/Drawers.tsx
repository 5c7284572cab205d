/** Drawers whose place is in the address: why a message or case, why a step did not happen, one answer sheet. */
import { useText } from '../../language.js';
import { patientTexts } from '../../texts/patient.js';
import { SidePanel } from '../SidePanel.js';
import { usePlace } from './chart.js';
import { OneAnswer } from './OneAnswer.js';
import { Why } from './Why.js';

export function Drawers() {
  const t = useText(patientTexts);
  const { read, go } = usePlace();
  const [why, whyNot, answer] = [read('why'), read('whynot'), read('answer')];
  const title = why !== null ? t('whyTitle') : whyNot !== null ? t('whyNotTitle') : t('answers');
  if (why === null && whyNot === null && answer === null) return null;
  return (
    <SidePanel title={title} close={() => go({ why: null, whynot: null, answer: null })}>
      {why !== null ? <Why about={{ kind: 'why', id: why }} /> : whyNot !== null ? <Why about={{ kind: 'why-not', id: whyNot }} /> : answer !== null ? <OneAnswer answerId={answer} /> : null}
    </SidePanel>
  );
}
