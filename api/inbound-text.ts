/**
 * A person wrote back. Opt-out words close the texts of every package at once; anything else becomes a YELLOW case, because a reply that
 * nobody reads is how a red flag goes silent. What can become no case, and unknown senders, raise an alarm instead of vanishing.
 */
import { raiseAlarm } from '../db/alarms.js';
import { sendersOf, type Sender } from '../db/inbound.js';
import { intake, type IntakeCommand } from '../db/intake.js';
import { keepConsentWord } from '../db/patient-facts-now.js';
import { refusedWordsAlarm } from '../db/refused-words.js';
import type { InboundText } from '../channels/inbound.js';
import type { ApiDeps } from './deps.js';

type Deps = Pick<ApiDeps, 'sql'>;

/** Characters of a reply that a case shows (C): what is longer stands at the provider, and the case says so. */
const mostShown = 500;

export async function takeInboundText(deps: Deps, inbound: InboundText): Promise<void> {
  const commandId = `${inbound.provider}:${inbound.dedupeKey}`;
  const senders = await sendersOf(deps.sql, inbound.from);
  if (senders.length === 0) {
    await raiseAlarm(deps.sql, { hospitalId: null, code: 'inbound-from-unknown', ref: commandId, detail: 'Somebody whose number belongs to no patient wrote to us; look the text up at the provider.' });
    return;
  }
  for (const sender of senders) {
    if (inbound.consent === null) await takeWords(deps, sender, commandId, wordsOf(inbound));
    else {
      await takeConsent(deps, sender, commandId, inbound.consent);
      // "STOP" under a picture: the word does not make the picture unseen.
      if (inbound.enclosed !== undefined) await takeWords(deps, sender, `${commandId}/enclosed`, wordsOf(inbound));
    }
  }
}

const wordsOf = ({ text, enclosed = '' }: InboundText): string => [shown(text), storable(enclosed)].filter((part) => part.trim() !== '').join(' ') || '（空白来信 an empty message）';

async function takeWords({ sql }: Deps, { hospitalId, patientId, episodeId }: Sender, commandId: string, words: string): Promise<void> {
  if (episodeId === null) {
    await raiseAlarm(sql, { hospitalId, code: 'inbound-without-episode', ref: `${commandId}/${patientId}`, detail: `Patient ${patientId} wrote to us but has no running package; call back.` });
    return;
  }
  await hand(sql, patientId, { hospitalId, episodeId, by: 'patient', kind: 'escalation-raised', input: { commandId, level: 'yellow', reason: `来信 inbound: ${words}` } });
}

/** Her will holds whatever becomes of her packages. */
async function takeConsent({ sql }: Deps, { hospitalId, patientId, episodeId }: Sender, commandId: string, word: 'opt-out' | 'opt-in'): Promise<void> {
  if (episodeId === null) return keepConsentWord(sql, patientId, word);
  return hand(sql, patientId, { hospitalId, episodeId, by: 'patient', kind: word, input: { commandId } });
}

async function hand(sql: Deps['sql'], patientId: string, command: IntakeCommand): Promise<void> {
  const taken = await intake(sql, command);
  if (taken.outcome === 'refused') await refusedWordsAlarm(sql, { hospitalId: command.hospitalId, patientId, commandId: command.input.commandId, code: taken.code });
}

/** What PostgreSQL can hold: a NUL or half a surrogate pair would make the whole text unstorable. */
const storable = (text: string): string => text.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** Cut between characters, never inside one. */
function shown(text: string): string {
  const characters = [...storable(text)];
  return characters.length <= mostShown ? characters.join('') : `${characters.slice(0, mostShown).join('')}…（来信较长，其余请到服务商处查看 a long text: the rest stands at the provider）`;
}
