/**
 * A person wrote back. Opt-out words of the patient close the texts of every package at once, those of a relative the texts to that number alone (ADR 0076);
 * anything else becomes a YELLOW case, because a reply that nobody reads is how a red flag goes silent. What can become no case, and whoever is not
 * known, raise an alarm instead of vanishing.
 */
import { raiseAlarm } from '../db/alarms.js';
import { transact, type Db } from '../db/client.js';
import { takeConsentWord } from '../db/consent-words.js';
import { lockSender, sendersOf, type Sender } from '../db/inbound.js';
import { isHeldElsewhere } from '../db/inbox.js';
import { takeIn } from '../db/intake.js';
import { refusedWordsAlarm } from '../db/refused-words.js';
import { ownCommandId } from '../pathways/patient/share.js';
import type { InboundText } from '../channels/inbound.js';
import type { ApiDeps } from './deps.js';

type Deps = Pick<ApiDeps, 'sql'>;

/** Characters of a reply that a case shows (C): what is longer stands at the provider, and the case says so. */
const mostShown = 500;

export async function takeInboundText(deps: Deps, inbound: InboundText): Promise<void> {
  const commandId = ownCommandId(inbound.provider, inbound.dedupeKey);
  const senders = await sendersOf(deps.sql, inbound.from);
  if (senders.length === 0) return fromUnknown(deps.sql, commandId);
  for (const sender of senders) await takeFrom(deps, sender, commandId, inbound);
}

async function takeFrom(deps: Deps, sender: Sender, commandId: string, inbound: InboundText): Promise<void> {
  const { hospitalId, patientId, quarantined } = sender;
  if (quarantined) {
    const detail = `Somebody wrote from a number of patient ${patientId} that is put aside as wrong; nothing of it was taken as said by her or her family. Look the text up at the provider, and check whose number it is.`;
    return raiseAlarm(deps.sql, { hospitalId, code: 'inbound-from-quarantined', ref: `${commandId}/${patientId}`, detail });
  }
  const consented = inbound.consent !== null && (await takeConsentWord(deps.sql, sender, { commandId, at: inbound.at, word: inbound.consent }));
  if (!consented) return takeWords(deps, sender, commandId, wordsOf(inbound));
  // "STOP" under a picture: the word does not make the picture unseen.
  if (inbound.enclosed !== undefined) await takeWords(deps, sender, `${commandId}/enclosed`, wordsOf(inbound));
}

const wordsOf = ({ text, enclosed = '' }: InboundText): string => [shown(text), storable(enclosed)].filter((part) => part.trim() !== '').join(' ') || '（空白来信 an empty message）';

/** Who wrote, and which package hears of it, is decided under the patient's lock: a merge may be undone between the look and the storing. */
async function takeWords({ sql }: Deps, looked: Sender, commandId: string, words: string): Promise<void> {
  await transact(sql, async (tx) => {
    const sender = await lockSender(tx, looked);
    if (sender === null) return fromUnknown(tx, commandId);
    const { hospitalId, patientId, episodeId, owner, relation } = sender;
    if (await isHeldElsewhere(tx, { patientId, episodeId, commandId })) return;
    if (episodeId === null) {
      const detail = `${owner === 'patient' ? 'Patient' : 'A relative of patient'} ${patientId} wrote to us, and no package of the patient runs; call back.`;
      return raiseAlarm(tx, { hospitalId, code: 'inbound-without-episode', ref: `${commandId}/${patientId}`, detail });
    }
    const taken = await takeIn(tx, { hospitalId, episodeId, by: owner, kind: 'escalation-raised', input: { commandId, level: 'yellow', reason: `${from(owner, relation)}: ${words}` } });
    if (taken.outcome === 'refused') await refusedWordsAlarm(tx, { hospitalId, patientId, commandId, code: taken.code });
  });
}

const fromUnknown = (sql: Db, commandId: string): Promise<void> =>
  raiseAlarm(sql, { hospitalId: null, code: 'inbound-from-unknown', ref: commandId, detail: 'Somebody whose number belongs to no patient wrote to us; look the text up at the provider.' });

function from(owner: Sender['owner'], relation: string | null): string {
  if (owner === 'patient') return '来信 inbound';
  return relation === null ? '家属来信 inbound from a relative' : `家属（${relation}）来信 inbound from a relative (${relation})`;
}

/** What PostgreSQL can hold: a NUL or half a surrogate pair would make the whole text unstorable. */
const storable = (text: string): string => text.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** Cut between characters, never inside one. */
function shown(text: string): string {
  const characters = [...storable(text)];
  return characters.length <= mostShown ? characters.join('') : `${characters.slice(0, mostShown).join('')}…（来信较长，其余请到服务商处查看 a long text: the rest stands at the provider）`;
}
