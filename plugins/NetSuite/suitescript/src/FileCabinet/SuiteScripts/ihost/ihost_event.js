/**
 * What is sent to Integration Host, and its signature. Hints only: type, id and event of each change, never its
 * content; the host reads the records back over REST.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(['N/crypto', 'N/encode'], (crypto, encode) => {
  const SECRET = 'custsecret_ihost_hmac';

  /** The body. The delivery's id is the same when the same rows are sent again: the host drops the repeat. */
  const bodyOf = (rows) => JSON.stringify({
    delivery: `${rows[0].id}-${rows[rows.length - 1].id}-${rows.length}`,
    events: rows.map((row) => ({
      type: String(row.type),
      id: String(row.record),
      event: String(row.event),
    })),
  });

  /** HMAC-SHA256 over time and body, so that an old body cannot be sent again under a new time. */
  const headersOf = (body, now) => {
    const timestamp = String(Math.floor(now.getTime() / 1000));
    const key = crypto.createSecretKey({ secret: SECRET, encoding: encode.Encoding.UTF_8 });
    const hmac = crypto.createHmac({ algorithm: crypto.HashAlg.SHA256, key });
    hmac.update({ input: `${timestamp}.${body}`, inputEncoding: encode.Encoding.UTF_8 });
    return {
      'Content-Type': 'application/json',
      'X-IHost-Timestamp': timestamp,
      'X-IHost-Signature': `sha256=${hmac.digest({ outputEncoding: encode.Encoding.HEX }).toLowerCase()}`,
    };
  };

  return { bodyOf, headersOf };
});
