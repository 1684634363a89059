import { describe, expect, it } from 'vitest';

import { emptyForm, requestOf } from './connect';

const keys = { login: 'AKIA', secret: 's' };

describe('a connection that was entered', () => {
  it('becomes the address of the bucket, whoever provides it', () => {
    const form = { ...emptyForm('objectStorage'), ...keys, name: 'S3', bucket: ' moclan-live/ ', folder: '/shop/vi/' };
    expect(requestOf({ ...form, region: 'ap-southeast-1' })).toMatchObject({
      address: 'https://s3.ap-southeast-1.amazonaws.com/moclan-live/shop/vi', region: 'ap-southeast-1', keys,
    });
    expect(requestOf({ ...form, provider: 'r2', account: 'abc' })).toMatchObject({
      address: 'https://abc.r2.cloudflarestorage.com/moclan-live/shop/vi', region: 'auto',
    });
    expect(requestOf({ ...form, provider: 'other', endpoint: 'http://10.0.0.5:9000/', folder: '' }).address).toBe('http://10.0.0.5:9000/moclan-live');
  });

  it('sends a website nothing that belongs to storage', () => {
    const request = requestOf({ ...emptyForm('wordPress'), ...keys, site: ' https://moclan.vn ', region: 'x', publicAddress: 'y' });
    expect(request).toEqual({ kind: 'wordPress', name: '', keys, allowPrivate: false, address: 'https://moclan.vn' });
  });
});
