/** Questions and complaints with their owner and clock, next due first. A person never sees a complaint about themselves. */
import type { Crypt } from '../../messages/crypt.js';
import type { Instant } from '../../pathways/engine/vocabulary.js';
import type { Db } from '../client.js';
import { inquiryMay, type InquiryAct, type InquiryKind, type InquiryState } from '../inquiries/rules.js';
import { decodeCursor, pageOf, type Page } from './cursor.js';

export type InquiryRow = {
  inquiryId: string; patientId: string; familyName: string; givenName: string; episodeId: string | null; kind: InquiryKind; state: InquiryState; text: string; askedBy: 'patient' | 'family'; askedAt: Instant;
  owner: string | null; ownerName: string | null; dueAt: Instant; /** The same in wall time, for a clock on the screen. */ dueWall: Instant; overdue: boolean;
  subject: string | null; subjectName: string | null; occurrence: string | null; stars: number | null; answeredAt: Instant | null; closedAt: Instant | null;
  /** What the reader may do with it now. */
  may: InquiryAct[];
};

type Filter = { hospitalId: string; reader: string; state: 'open' | 'all'; owner?: string | undefined; patientId?: string | undefined; inquiryId?: string | undefined; after?: string | undefined; limit: number };

export async function inquiryList(sql: Db, crypt: Crypt, f: Filter): Promise<Page<InquiryRow>> {
  const after = decodeCursor(f.after);
  const rows = await sql<(Omit<InquiryRow, 'text' | 'may'> & { textEnc: Uint8Array; repliedBy: string | null })[]>`
    select i.id as inquiry_id, i.patient_id, p.family_name, p.given_name, i.episode_id, i.kind, i.state, i.text_enc, i.asked_by, i.asked_at, i.owner, o.display_name as owner_name, i.due_at, i.due_wall_at as due_wall,
      i.state in ('open', 'investigating') and i.due_wall_at < now() as overdue, i.subject, s.display_name as subject_name, i.occurrence, r.stars, i.answered_at, i.closed_at,
      (select acted_by from inquiry_entry e where e.inquiry_id = i.id and e.act = 'replied' order by acted_at desc limit 1) as replied_by
    from inquiry i join patient p on p.id = i.patient_id left join account o on o.id = i.owner left join account s on s.id = i.subject left join visit_rating r on r.inquiry_id = i.id
    where i.hospital_id = ${f.hospitalId} and i.subject is distinct from ${f.reader}
      ${f.state === 'open' ? sql`and i.state <> 'closed'` : sql``}
      ${f.owner === undefined ? sql`` : sql`and i.owner = ${f.owner}`}
      ${f.patientId === undefined ? sql`` : sql`and i.patient_id = ${f.patientId}`}
      ${f.inquiryId === undefined ? sql`` : sql`and i.id = ${f.inquiryId}`}
      ${after === null ? sql`` : sql`and (i.due_wall_at, i.id::text) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
    order by i.due_wall_at, i.id limit ${f.limit + 1}`;
  const page = pageOf([...rows], f.limit, (row) => [row.dueWall, row.inquiryId]);
  return {
    ...page,
    items: page.items.map(({ textEnc, repliedBy, ...row }) => ({ ...row, text: crypt.open(textEnc, `inquiry/${row.inquiryId}`), may: inquiryMay({ ...row, repliedBy }, f.reader) })),
  };
}

export type OwnInquiry = { inquiryId: string; kind: InquiryKind; state: InquiryState; text: string; askedAt: Instant };

/** What this person asked, newest first; a relative sees their own only. */
export async function inquiriesOfPerson(sql: Db, crypt: Crypt, { hospitalId, patientId, contactId }: { hospitalId: string; patientId: string; contactId: string | null }): Promise<OwnInquiry[]> {
  const rows = await sql<(Omit<OwnInquiry, 'text'> & { textEnc: Uint8Array })[]>`
    select id as inquiry_id, kind, state, text_enc, asked_at from inquiry
    where hospital_id = ${hospitalId} and patient_id = ${patientId} and contact_id is not distinct from ${contactId} order by asked_wall_at desc limit 50`;
  return rows.map(({ textEnc, ...row }) => ({ ...row, text: crypt.open(textEnc, `inquiry/${row.inquiryId}`) }));
}
