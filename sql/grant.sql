-- grant.sql: the doors, by name

GRANT USAGE ON SCHEMA api TO numsight_api;
GRANT EXECUTE ON FUNCTION
    api.user_create(text, text, text, text, text, text, text),
    api.me(uuid),
    api.me_change(uuid, text, text, text),
    api.me_delete(uuid),
    api.me_export(uuid, text),
    api.opt_out(uuid, text, text),
    api.old_test(uuid),
    api.old_user_create(text, text, text, text, text, text),
    api.old_profile(uuid),
    api.old_login(bigint, boolean, bytea, text),
    api.password_of(text, text, text),
    api.token(bigint, boolean, bytea, text),
    api.old_token(bigint, boolean, bytea, text),
    api.token_refresh(bytea, bytea),
    api.token_revoke(bytea),
    api.keys(uuid),
    api.key_create(uuid, text, text, text, bytea),
    api.key_revoke(uuid, text),
    api.key_of(bytea, text),
    api.contacts(uuid, bigint, text),
    api.contact(uuid, text),
    api.contact_create(uuid, text, text, text, text),
    api.contact_change(uuid, text, text, text, text, text),
    api.contact_delete(uuid, text),
    api.contact_import(uuid, bytea, text, text),
    api.contact_report_spam(uuid, text, text, text),
    api.search(uuid, text, text, bigint, text),
    api.old_search(uuid, text, text, bigint, text),
    api.person(uuid, text),
    api.number(uuid, text, text, text),
    api.spam_report(uuid, text, text, text, text),
    api.spam_withdraw(uuid, text, text),
    api.not_spam(uuid, text, text),
    api.call_declare(uuid, text, text, boolean, bigint, text, text),
    api.appeal(uuid, text, text, text),
    api.number_rule(uuid, text, text, boolean, text, text, text),
    api.old_register(uuid, text, text, text),
    api.old_call(uuid, text),
    api.old_spam(uuid, text, text, text),
    api.replay(uuid, text, bytea),
    api.replay_keep(uuid, text, api.reply),
    api.precondition(uuid, text, text, text),
    api.budgets(),
    api.budgets_keep(text[], bigint[])
TO numsight_api;

GRANT USAGE ON SCHEMA report TO numsight_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA report TO numsight_analyst;
GRANT EXECUTE ON FUNCTION report.masked(numsight.phone) TO numsight_analyst;
