import { describe, expect, it } from 'vitest';
import { sameName } from './same-name.js';
import { judge, type Person } from './same-person.js';

const person = (familyName: string, givenName: string, birthDate: string | null = null, nationalIdHmac: string | null = null): Person => ({ familyName, givenName, birthDate, nationalIdHmac });

describe('A name', () => {
  it.each([
    [['张', '阿姨'], ['张', '阿姨'], true],
    [['张', '阿 姨'], ['张阿', '姨'], true],
    [['欧阳', '娜·娜'], ['欧阳', '娜娜'], true],
    [['张', '阿姨'], ['Zhang', 'Ayi'], true],
    [['张', '阿姨'], ['ZHANG', 'A Yi'], true],
    [['张', '阿姨'], ['Ayi', 'Zhang'], true],
    [['单', '田芳'], ['Shan', 'Tianfang'], true],
    [['吕', '布'], ['Lü', 'Bu'], true],
    [['吕', '布'], ['LV', 'BU'], true],
    [['Müller', 'Anna Maria'], ['muller', 'ANNA  MARIA'], true],
    [['Smith', 'Ann'], ['Ann', 'Smith'], true],
    [['张', '莉'], ['张', '丽'], false],
    [['张', '阿姨'], ['李', '阿姨'], false],
    [['张', '阿姨'], ['Li', 'Ming'], false],
    [['Smith', 'Ann'], ['Smith', 'Anna'], false],
    [['', ''], ['', ''], false],
    [['·', ''], ['·', ''], false],
  ])('%j and %j: %s', ([a = '', b = ''], [c = '', d = ''], same) => {
    expect(sameName(person(a, b), person(c, d))).toBe(same);
    expect(sameName(person(c, d), person(a, b))).toBe(same);
  });
});

describe('A row whose number is one of ours', () => {
  const zhang = person('张', '阿姨', '1954-01-01');
  it.each([
    ['is hers by name and birth date', zhang, { same: true, remarks: [], takesName: true }],
    ['is hers by the name when it knows no birth date', person('张', '阿姨'), { same: true, remarks: [] }],
    ['is hers by the birth date when it names nobody, and takes no name away', person('', '', '1954-01-01'), { same: true, remarks: [], takesName: false }],
    ['in letters is hers, and does not take her characters away', person('Zhang', 'Ayi'), { same: true, remarks: [], takesName: false }],
    ['with the same birth date mends the name, and says so', person('章', '阿姨', '1954-01-01'), { same: true, remarks: ['name-replaced'], takesName: true }],
    ['with the same name does not change the birth date, and says so', person('张', '阿姨', '1945-01-01'), { same: true, remarks: ['birth-date-kept'] }],
    ['with another name and birth date is somebody else', person('李', '明', '1940-05-05'), { same: false, refusal: 'number-of-another' }],
    ['with another name and no birth date is nobody known', person('李', '明'), { same: false, refusal: 'number-of-another' }],
    ['that names nobody is nobody known', person('', ''), { same: false, refusal: 'number-of-another' }],
  ])('%s', (_, row, expected) => expect(judge(row, [zhang])).toMatchObject(expected));

  it('fills in what the record does not know', () => {
    expect(judge(zhang, [person('张', '阿姨')])).toEqual({ same: true, remarks: [], takesName: true });
    expect(judge(zhang, [person('', '', '1954-01-01')])).toEqual({ same: true, remarks: [], takesName: true });
    expect(judge(zhang, [person('Zhang', 'Ayi', '1954-01-01')])).toEqual({ same: true, remarks: [], takesName: true });
    expect(judge(zhang, [person('', '')])).toMatchObject({ same: false });
  });

  it('that names nobody may come again as it came', () => {
    expect(judge(person('', ''), [person('', '')])).toEqual({ same: true, remarks: [], takesName: false });
  });

  it('is believed by the resident id before all else, in both directions', () => {
    const known = person('张', '阿姨', '1954-01-01', 'hmac-1');
    expect(judge(person('张', '阿姨', '1954-01-01', 'hmac-2'), [known])).toEqual({ same: false, refusal: 'national-id-differs' });
    expect(judge(person('李', '明', '1940-05-05', 'hmac-1'), [known])).toEqual({ same: true, remarks: ['name-replaced', 'birth-date-kept'], takesName: true });
    expect(judge(person('李', '明', '1940-05-05', 'hmac-1'), [zhang])).toMatchObject({ same: false });
  });

  it('may have the name of a record that was merged into hers, and does not change the kept one', () => {
    const merged = person('张', '丽', '1955-02-02');
    expect(judge(merged, [zhang, merged])).toEqual({ same: true, remarks: [], takesName: false });
  });
});
