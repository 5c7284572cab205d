/** Ways to break entitlements, orders and takings. */
import { anyRow, behindTheTriggers, type Breaking, type Mutation } from './breaking.js';

const lines = ({ tx }: Breaking) => tx<{ episodeId: string; service: string }[]>`select episode_id, service from entitlement_balance order by 1, 2`;
const used = ({ tx }: Breaking) => tx<{ id: string; occurrence: string; episodeId: string; service: string }[]>`select id, occurrence, episode_id, service from entitlement_entry where kind = 'use' order by id`;
const orders = ({ tx }: Breaking) => tx<{ id: string; orderNo: string }[]>`select id, order_no from care_order where paid_fen > 0 order by id`;
const refunds = ({ tx }: Breaking) => tx<{ id: string }[]>`select id from refund where state = 'succeeded' order by id`;
const payments = ({ tx }: Breaking) => tx<{ id: string }[]>`select id from payment where state = 'paid' order by id`;

export const moneyMutations: readonly Mutation[] = [
  {
    name: 'units are given to a patient past the ledger', seenBy: 'J', says: /not the sum of its entries/,
    async break(b) {
      const { episodeId, service } = await anyRow(b, lines(b));
      await b.tx`update entitlement_balance set purchased = purchased + 1, remaining = remaining + 1 where episode_id = ${episodeId} and service = ${service}`;
      return `${episodeId} ${service}`;
    },
  },
  {
    name: 'a balance is brought out of balance', seenBy: 'J', says: /has \d+ purchased, but/,
    async break(b) {
      const { episodeId, service } = await anyRow(b, lines(b));
      await b.tx`alter table entitlement_balance drop constraint entitlement_balance_check`;
      await b.tx`update entitlement_balance set used = used + 1 where episode_id = ${episodeId} and service = ${service}`;
      return `${episodeId} ${service}`;
    },
  },
  {
    name: 'an entry of the entitlement ledger is deleted', seenBy: 'J', says: /has a balance, but no entry|not the sum of its entries/,
    async break(b) {
      const { id } = await anyRow(b, b.tx<{ id: string }[]>`select id from entitlement_entry order by id`);
      await behindTheTriggers(b.tx, 'entitlement_entry', async () => void (await b.tx`delete from entitlement_entry where id = ${id}`));
      return id;
    },
  },
  {
    name: 'a refund speaks of more units than came back', seenBy: 'J', says: /gave back 7 units by its refunds/,
    async break(b) {
      const { id } = await anyRow(b, refunds(b));
      await b.tx`update refund set parts = jsonb_set(parts, '{0,units}', '7') where id = ${id}`;
      return id;
    },
  },
  {
    name: 'the redemption of a visit that used a unit is deleted', seenBy: 'K', says: /nobody redeemed it/,
    async break(b) {
      const { occurrence } = await anyRow(b, used(b));
      await behindTheTriggers(b.tx, 'redemption', async () => void (await b.tx`delete from redemption where occurrence = ${occurrence}`));
      return occurrence;
    },
  },
  {
    name: 'a visit that used a unit is called missed', seenBy: 'K', says: /but the visit is failed/,
    async break(b) {
      const { occurrence } = await anyRow(b, used(b));
      await b.tx`update occurrence set status = 'failed', reason = 'missed' where id = ${occurrence}`;
      return occurrence;
    },
  },
  {
    name: 'the use of a redeemed visit is taken out of the ledger, and the balance with it', seenBy: 'K', says: /used no unit and no shortage says why/,
    async break(b) {
      const { id, occurrence, episodeId, service } = await anyRow(b, used(b));
      await behindTheTriggers(b.tx, 'entitlement_entry', async () => void (await b.tx`delete from entitlement_entry where id = ${id}`));
      await b.tx`update entitlement_balance set used = used - 1, reserved = reserved + 1 where episode_id = ${episodeId} and service = ${service}`;
      await behindTheTriggers(b.tx, 'redemption', async () => void (await b.tx`update redemption set redeemed_at = now() - interval '1 day' where occurrence = ${occurrence}`));
      return occurrence;
    },
  },
  {
    name: 'a visit uses two units', seenBy: 'K', says: /used 2 units/,
    async break(b) {
      const { id, episodeId, service } = await anyRow(b, used(b));
      await b.tx`insert into entitlement_entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'cause', 'planted'))).* from entitlement_entry e where id = ${id}`;
      await b.tx`update entitlement_balance set used = used + 1, remaining = remaining - 1 where episode_id = ${episodeId} and service = ${service}`;
      return id;
    },
  },
  {
    name: 'an order is called refunded', seenBy: 'L', says: /is refunded with/,
    async break(b) {
      const { id, orderNo } = await anyRow(b, orders(b));
      await b.tx`update care_order set state = 'refunded' where id = ${id}`;
      return orderNo;
    },
  },
  {
    name: 'an order says that less was paid', seenBy: 'L', says: /but its rows say/,
    async break(b) {
      const { id, orderNo } = await anyRow(b, orders(b));
      await b.tx`update care_order set paid_fen = paid_fen - 1 where id = ${id}`;
      return orderNo;
    },
  },
  {
    name: 'more is given back than the parts of a refund say', seenBy: 'L', says: /its parts add up to/,
    async break(b) {
      const { id } = await anyRow(b, refunds(b));
      await b.tx`update refund set amount_fen = amount_fen + 1 where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a payment is moved out of a closed day', seenBy: 'L', says: /was closed with/,
    async break(b) {
      const { id } = await anyRow(b, payments(b));
      await b.tx`update payment set business_day = business_day + 1 where id = ${id}`;
      return id;
    },
  },
  {
    name: 'a payment loses its receipt', seenBy: 'L', says: /without a transaction or a receipt/,
    async break(b) {
      const { id } = await anyRow(b, payments(b));
      await b.tx`update payment set channel = 'wechat-pay', transaction_id = null where id = ${id}`;
      return id;
    },
  },
  {
    name: 'nobody asks any more what became of a payment', seenBy: 'L', says: /nobody asks what became of it/,
    async break(b) {
      const { id } = await anyRow(b, payments(b));
      await b.tx`insert into payment (id, hospital_id, order_id, channel, state, amount_fen, out_trade_no, expires_at, check_at)
        select gen_random_uuid(), hospital_id, order_id, 'wechat-pay', 'ambiguous', amount_fen, 'planted', now(), now() - interval '1 day' from payment where id = ${id}`;
      return id;
    },
  },
];
