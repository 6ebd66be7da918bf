/**
 * Notes that a record was saved: one row in the outbox. Calls nothing outside, because that would keep the person who
 * saves waiting, and must never keep a save from succeeding.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
define(['N/record', 'N/runtime', 'N/log'], (record, runtime, log) => {
  const OUTBOX = 'customrecord_ihost_outbox';

  // What the host itself wrote over REST need not be told back to it.
  const isEcho = () => {
    const user = runtime.getCurrentScript().getParameter({ name: 'custscript_ihost_user' });
    return runtime.executionContext === runtime.ContextType.REST_WEBSERVICES
      && user !== null && user !== '' && String(runtime.getCurrentUser().id) === String(user);
  };

  const afterSubmit = (context) => {
    // An inline edit has only the fields that changed, a deletion only the old record; both have type and id.
    const saved = context.newRecord || context.oldRecord;
    if (context.type === context.UserEventType.VIEW || isEcho()) {
      return;
    }

    try {
      const row = record.create({ type: OUTBOX });
      row.setValue({ fieldId: 'custrecord_ihost_type', value: String(saved.type) });
      row.setValue({ fieldId: 'custrecord_ihost_record', value: String(saved.id) });
      row.setValue({ fieldId: 'custrecord_ihost_event', value: String(context.type) });
      row.save({ ignoreMandatoryFields: true });
    } catch (fault) {
      // The host polls, too: a row that is missing only makes the change come later.
      log.error({ title: 'Integration Host: change was not noted', details: fault });
    }
  };

  return { afterSubmit };
});
