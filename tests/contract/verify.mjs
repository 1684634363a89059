// Verifies a delivery with the reference library of Standard Webhooks; answers the event, or why it was refused.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const fromUi = createRequire(new URL('../../ui/package.json', import.meta.url));
const { Webhook, WebhookVerificationError } = fromUi('standardwebhooks');

const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'));
let answer;
try {
  answer = new Webhook(secret).verify(body, headers);
} catch (refusal) {
  if (!(refusal instanceof WebhookVerificationError)) throw refusal;
  answer = { refused: refusal.message };
}
process.stdout.write(JSON.stringify(answer));
