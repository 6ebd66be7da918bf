/**
 * Tells Integration Host what is in the outbox, a hundred changes at a time, and deletes what was taken. A row that was
 * not taken stays and is sent again: delivery is at least once, the host drops repeats.
 *
 * @NApiVersion 2.1
 * @NScriptType MapReduceScript
 * @NModuleScope SameAccount
 */
define(['N/query', 'N/record', 'N/https', 'N/runtime', 'N/log', './ihost_event'],
  (query, record, https, runtime, log, event) => {
    const OUTBOX = 'customrecord_ihost_outbox';
    const ROWS_PER_DELIVERY = 100;

    const getInputData = () => query.runSuiteQL({
      query: 'SELECT id, custrecord_ihost_type AS type, custrecord_ihost_record AS record, '
        + `custrecord_ihost_event AS event FROM ${OUTBOX} ORDER BY id`,
    }).asMappedResults();

    const map = (context) => {
      const row = JSON.parse(context.value);
      context.write({ key: String(Math.floor(Number(row.id) / ROWS_PER_DELIVERY)), value: row });
    };

    const reduce = (context) => {
      const rows = context.values.map((value) => JSON.parse(value))
        .sort((one, other) => Number(one.id) - Number(other.id));
      const body = event.bodyOf(rows);
      const url = runtime.getCurrentScript().getParameter({ name: 'custscript_ihost_url' });
      const answer = https.post({ url, body, headers: event.headersOf(body, new Date()) });
      if (answer.code < 200 || answer.code > 299) {
        throw new Error(`Integration Host answered ${answer.code}; the changes stay in the outbox`);
      }

      rows.forEach((row) => record.delete({ type: OUTBOX, id: row.id }));
    };

    const summarize = (summary) => {
      summary.reduceSummary.errors.iterator().each((key, fault) => {
        log.error({ title: `Integration Host: delivery ${key}`, details: fault });
        return true;
      });
    };

    return { getInputData, map, reduce, summarize };
  });
