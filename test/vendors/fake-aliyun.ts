/** Aliyun's SMS API (RPC style, 2017-05-25): SendSms, QuerySendDetails per number and day, SmsReport and SmsUp pushes. */
import { beijingDay, beijingWritten } from '../../channels/sms/beijing-time.js';
import { FakeVendor, json, type Receipt, type Reply, type Taken, type VendorRequest } from './fake-vendor.js';

export class FakeAliyun extends FakeVendor {
  readonly name = 'aliyun';
  readonly accessKeyId: string;
  readonly accessKeySecret = 'aliyun-test-secret';
  protected override readonly happyStatuses = ['DELIVERED'];
  /** Where the console was told to push reports. */
  reportUrl: string | null = null;

  constructor(accessKeyId = 'LTAItest') {
    super();
    this.accessKeyId = accessKeyId;
  }

  private action({ headers, url }: VendorRequest): string {
    return String(headers['x-acs-action'] ?? url.searchParams.get('Action') ?? '');
  }
  protected isSend(request: VendorRequest): boolean {
    return this.action(request) === 'SendSms';
  }
  protected override isListing(request: VendorRequest): boolean {
    return this.action(request) === 'QuerySendDetails';
  }

  protected refuse({ headers }: VendorRequest): Reply | null {
    const signed = headers.authorization?.includes(`Credential=${this.accessKeyId},`);
    return signed ? null : problem(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  }

  protected take(request: VendorRequest): Taken {
    const { searchParams: q } = request.url;
    const at = this.clock();
    return this.add({
      id: `${String(at.getTime())}^${this.nextNumber()}`,
      to: q.get('PhoneNumbers') ?? '',
      marker: q.get('OutId'),
      content: q.get('TemplateParam') ?? '',
      at: at.toISOString(),
      via: `SendSms ${q.get('TemplateCode')} ${q.get('SignName')}`,
      status: '1',
    });
  }

  protected accepted({ id }: Taken): Reply {
    return json(200, { Code: 'OK', Message: 'OK', BizId: id, RequestId: 'F655A8D5-B967-440B-8683-DAD6FF8DE990' });
  }
  /** Refusals of the business come with 200; those of the gateway with 4xx. */
  protected rejected(code: string, { url }: VendorRequest): Reply {
    const message = `${url.searchParams.get('PhoneNumbers')} refused: ${code}`;
    return code.startsWith('is') ? json(200, { Code: code, Message: message, RequestId: 'R' }) : problem(400, code, message);
  }
  protected throttled(seconds: number): Reply {
    return { ...problem(429, 'Throttling.User', 'Request was denied due to user flow control.'), headers: { 'content-type': 'application/json', 'x-acs-retry-after': String(seconds * 1_000) } };
  }

  protected answer(request: VendorRequest, visible: readonly Taken[]): Reply | null {
    if (!this.isListing(request)) return null;
    const { searchParams: q } = request.url;
    const found = visible.filter((t) => t.to === q.get('PhoneNumber') && beijingDay(Date.parse(t.at)) === q.get('SendDate'));
    const size = Math.min(Number(q.get('PageSize')), 50);
    const page = Number(q.get('CurrentPage'));
    return json(200, {
      Code: 'OK', Message: 'OK', RequestId: 'R', TotalCount: String(found.length),
      SmsSendDetailDTOs: {
        SmsSendDetailDTO: found.slice((page - 1) * size, page * size).map((t) => ({
          PhoneNum: t.to, OutId: t.marker, SendDate: beijingWritten(Date.parse(t.at)), SendStatus: Number(t.status), Content: t.content, ErrCode: '', TemplateCode: t.via.split(' ')[1],
        })),
      },
    });
  }

  /** `status`: DELIVERED, or the carrier's error code. */
  receipt(taken: Taken, status: string): Receipt {
    const success = status === 'DELIVERED';
    taken.status = success ? '3' : '2';
    return this.push([{
      phone_number: taken.to, send_time: beijingWritten(Date.parse(taken.at)), report_time: beijingWritten(Date.parse(taken.at) + 5_000), success,
      err_code: status, err_msg: success ? '用户接收成功' : `用户${taken.to}接收失败`, sms_size: '1', biz_id: taken.id, out_id: taken.marker,
    }]);
  }

  push(records: unknown[], url = this.reportUrl): Receipt {
    if (!url) throw new Error('No push URL registered: set reportUrl');
    return { url, init: { method: 'POST', headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(records) } };
  }
}

const problem = (status: number, Code: string, Message: string): Reply => json(status, { Code, Message, RequestId: 'R', HostId: 'dysmsapi.aliyuncs.com' });
