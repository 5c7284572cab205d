import { describe, expect, it } from 'vitest';
import { FakeAliyun } from '../../test/vendors/fake-aliyun.js';
import type { Taken } from '../../test/vendors/fake-vendor.js';
import { isAliyunPushSecret, parseSmsReport, parseSmsUp } from './aliyun-push.js';

const taken: Taken = { id: '9006197469364984000^1', to: '13912345678', marker: 'e/dressing/1/0/eve/patient/sms/1', content: '', at: '2026-03-02T01:00:00.000Z', via: 'SendSms', status: '1' };
const vendor = new FakeAliyun();
vendor.reportUrl = 'https://care.example.org/webhooks/aliyun/report/secret';

describe('Aliyun’s pushes', () => {
  it('become receipts by OutId, and say nothing about the number', () => {
    const receipts = parseSmsReport(vendor.receipt(taken, 'DELIVERED').init.body);
    expect(receipts).toEqual([{
      providerMessageId: taken.marker, attemptId: taken.marker, status: 'delivered', dedupeKey: '9006197469364984000^1/e/dressing/1/0/eve/patient/sms/1/delivered',
    }]);
    expect(parseSmsReport(vendor.receipt(taken, 'MOBILE_IN_BLACK').init.body)).toMatchObject([{ status: 'failed', code: 'MOBILE_IN_BLACK' }]);
    expect(JSON.stringify(parseSmsReport(vendor.receipt(taken, 'MOBILE_IN_BLACK').init.body))).not.toContain('139');
  });

  it('leave alone reports that are not ours, and refuse what is not an array', () => {
    expect(parseSmsReport('[{"success":true,"biz_id":"1","out_id":""},null,7,{"out_id":"x"}]')).toEqual([]);
    expect(() => parseSmsReport('{"success":true}')).toThrow('SmsReport: expected a JSON array of objects');
    expect(() => parseSmsReport('<xml/>')).toThrow('SmsReport');
  });

  it('become texts with an E.164 number, Beijing time read as such, and the meaning of 退订', () => {
    const up = (content: string) => parseSmsUp(JSON.stringify([{ phone_number: '13912345678', send_time: '2026-03-02 09:00:00', content, sign_name: 'XX医院', dest_code: '1069', sequence_id: 1234567890 }]))[0];
    expect(up('TD')).toEqual({ provider: 'aliyun', from: '+8613912345678', to: '1069', text: 'TD', at: '2026-03-02T01:00:00.000Z', dedupeKey: '1234567890', consent: 'opt-out' });
    expect(up('伤口有点红')?.consent).toBeNull();
  });

  it('are believed only with our secret in the URL', () => {
    expect(isAliyunPushSecret('a-long-enough-secret', 'a-long-enough-secret')).toBe(true);
    expect(isAliyunPushSecret('a-long-enough-secreT', 'a-long-enough-secret')).toBe(false);
    expect(isAliyunPushSecret('', '')).toBe(false);
  });
});
