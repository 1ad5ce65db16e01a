-- apply.sql: installs the application, or brings an installed one up to date
--
--     psql -d numsight -f sql/apply.sql [-v region=IN]
--
-- Run as superuser, as often as wanted. Everything happens in one transaction: a run that fails has
-- changed nothing.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?region}
\else
    \set region ''
\endif

SELECT current_setting('server_encoding') = 'UTF8' AS encoded \gset
\if :encoded
\else
    DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'the database is not in UTF-8',
        HINT = 'CREATE DATABASE numsight ENCODING ''UTF8'' TEMPLATE template0'; END $$;
\endif

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL search_path = pg_catalog;
SET LOCAL check_function_bodies = on;
SELECT pg_advisory_xact_lock(hashtext('numsight apply')) \g /dev/null

\ir role.sql
\ir schema.sql
SET LOCAL numsight.step = 'mark';
\ir stale.sql

SET LOCAL ROLE numsight_owner;

SELECT to_regclass('data.schema_migration') IS NULL AS fresh \gset
\if :fresh
    \ir data/migration.sql
    \ir data/text.sql
    \ir data/setting.sql
    \ir data/account.sql
    \ir data/session.sql
    \ir data/contact.sql
    \ir data/source.sql
    \ir data/entry.sql
    \ir data/number.sql
    \ir data/spam_report.sql
    \ir data/call_record.sql
    \ir data/call_event.sql
    \ir data/call.sql
    \ir data/statement.sql
    \ir data/virtual_number.sql
    \ir data/port.sql
    \ir data/suppression.sql
    \ir data/audit.sql
    \ir data/import.sql
    \ir data/complaint.sql
    \ir data/wall.sql
\endif
\ir migrate/apply.sql

\ir api/reply.sql
\ir private/reply.sql
\ir private/check.sql
\ir private/seal.sql
\ir private/actor.sql
\ir private/cluster.sql
\ir private/evidence.sql
\ir private/call_evidence.sql
\ir private/call_record.sql
\ir private/form.sql
\ir private/body.sql
\ir private/call_event_read.sql
\ir private/call_event.sql
\ir private/record_keep.sql
\ir private/virtual_number.sql
\ir private/history.sql
\ir private/standing.sql
\ir private/block.sql
\ir private/sheet.sql
\ir private/directory.sql
\ir private/card.sql
\ir private/mark.sql
\ir private/message.sql
\ir private/code.sql
\ir private/account.sql
\ir private/token.sql
\ir private/key.sql
\ir private/audit.sql
\ir private/statement.sql
\ir private/settle.sql
\ir private/search.sql
\ir private/erase.sql
\ir private/lookup.sql
\ir private/range.sql
\ir private/blocklist.sql
\ir private/twilio.sql
\ir private/operate.sql
\ir private/complaint.sql
\ir private/book.sql
\ir private/import.sql
\ir private/vcard.sql
\ir private/export.sql
\ir private/proof.sql
\ir private/tag.sql
\ir private/admin.sql
\ir private/setting.sql
\ir private/stats.sql

\if :fresh
    \ir data/trigger.sql
    \ir data/trigger_import.sql
    \ir data/trigger_record.sql
\endif

\ir api/code.sql
\ir api/account.sql
\ir api/token.sql
\ir api/key.sql
\ir api/contact.sql
\ir api/directory.sql
\ir api/spam.sql
\ir api/statement.sql
\ir api/admin.sql
\ir api/stats.sql
\ir api/call.sql
\ir api/virtual_number.sql
\ir api/lookup.sql
\ir api/blocklist.sql
\ir api/twilio.sql
\ir api/old.sql
\ir api/replay.sql
\ir api/precondition.sql
\ir api/budget.sql
\ir api/shape.sql

\ir report/number.sql
\ir report/activity.sql
\ir report/complaint.sql

\ir grant.sql

SELECT private.refold() \g /dev/null
SELECT private.reline() \g /dev/null
UPDATE data.setting SET value = private.region_of(:'region') WHERE name = 'region' AND :'region' <> '';

RESET ROLE;
SET LOCAL numsight.step = 'sweep';
\ir stale.sql
COMMIT;
