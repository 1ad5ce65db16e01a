-- api_me: the own profile changed, taken along, and forgotten
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919801600001', 'Asha', 'asha@example.org') AS asha, pg_temp.member('+919801600002', 'Ben') AS ben,
       pg_temp.member('+919801600003', 'Cara') AS cara \gset

-- what is given is changed, and nothing else
SELECT pg_temp.said(api.me_change(:'asha', NULL, NULL, NULL));
SELECT pg_temp.said(api.me_change(:'asha', ' Asha Rao ', NULL, 'gb'));
SELECT pg_temp.said(api.me_change(:'asha', NULL, '', NULL));
SELECT pg_temp.said(api.me_change(:'asha', NULL, 'new@example.org', 'IN'));
SELECT name FROM data.entry WHERE phone = '+919801600001';
SELECT pg_temp.refusal(format('api.me_change(%L, %s)', :'asha', a))
  FROM unnest(ARRAY[$a$'', NULL, NULL$a$, $a$NULL, 'x', NULL$a$, $a$NULL, NULL, 'XX'$a$]) a;

-- everything that was told goes along, and nothing that others told
SELECT (api.contact_create(:'asha', E'Plumber; "Ravi, \\ Sons"', '9801600011', 'ravi@example.org', NULL)).status,
       (api.contact_create(:'asha', repeat('é', 60), '9801600012', NULL, NULL)).status,
       (api.contact_create(:'ben', 'Asha in the book of Ben', '9801600001', 'asha@example.org', NULL)).status,
       (api.contact_create(:'ben', 'Asha twice', '9801600001', NULL, NULL)).status,
       (api.spam_report(:'asha', '9801600091', 'scam', 'wanted my card', NULL)).status,
       (api.spam_report(:'ben', '9801600001', 'debt', 'it was Asha', NULL)).status,
       (api.call_declare(:'asha', '9801600091', 'inbound', true, 5, '2026-01-02T03:04:05Z', NULL)).status,
       (api.appeal(:'asha', '9801600001', 'it is me', NULL)).status;
INSERT INTO data.virtual_number (owner, phone) SELECT id, '+919801600071' FROM data.account WHERE name = 'Asha Rao';
INSERT INTO data.source (name) VALUES ('api_me');
INSERT INTO data.listing (source, phone, name) SELECT id, '+919801600001', 'Listed Asha' FROM data.source WHERE name = 'api_me';
SELECT pg_temp.said(api.me_export(:'asha', NULL));
SELECT pg_temp.said(api.me_export(:'cara', 'json')), pg_temp.said(api.me_export(:'cara', 'vcf'));
SELECT pg_temp.said(api.me_export(:'asha', 'xml'));
-- cards: what would end a value is escaped, no line is longer than 75 bytes, and they come in again unchanged
SELECT regexp_replace(replace((api.me_export(:'asha', f)).body, E'\r', '$'), 'REV:\d{8}T\d{6}Z|[0-9a-f-]{36}', '…', 'g')
  FROM unnest(ARRAY['vcf', 'vcf4']) f;
SELECT max(octet_length(l)) FROM regexp_split_to_table((api.me_export(:'asha', 'vcf')).body, E'\r\n') l;
SELECT pg_temp.said(api.contact_import(:'asha', convert_to(split_part((api.me_export(:'asha', f)).body, chr(1), 3), 'UTF8'), 'text/vcard', NULL))
  FROM unnest(ARRAY['vcf', 'vcf4']) f;
SELECT pg_temp.said(api.contact_import(:'asha', convert_to((api.me_export(:'asha', NULL)).body, 'UTF8'), 'application/json', NULL));

-- forgotten: sessions end, names go from all books and lists, marks and numbers stay
INSERT INTO data.replay (account, key, request, status, body)
SELECT id, 'k', sha256('x'), 201, '{"name":"Asha","phone_number":"+919801600001"}' FROM data.account WHERE name = 'Ben';
SELECT pg_temp.said(api.me_delete(:'asha'));
SELECT pg_temp.refusal(format('api.me(%L)', :'asha')), pg_temp.refusal(format('api.me_delete(%L)', :'asha'));
SELECT name, phone, email FROM data.contact c WHERE phone = '+919801600001';
SELECT count(*) FROM data.listing WHERE phone = '+919801600001';
SELECT pg_temp.names(api.search(:'ben', q, NULL, 20, NULL)) FROM unnest(ARRAY['asha', 'listed', '9801600001', 'plumber']) q;
SELECT pg_temp.part(api.number(:'ben', '9801600001', NULL, NULL), 'counts'), pg_temp.part(api.number(:'ben', '9801600001', NULL, NULL), 'reported');
SELECT count(comment), count(*) FROM data.spam_report WHERE phone IN ('+919801600001', '+919801600091');
SELECT count(*) FROM data.statement WHERE reason IS NOT NULL AND phone = '+919801600001';
SELECT count(*) FROM data.account WHERE phone = '+919801600001';
SELECT count(*) FROM data.replay WHERE key = 'k';
SELECT * FROM private.drift();
-- whichever way the name comes again, it is not kept
SELECT pg_temp.said(api.contact_create(:'cara', 'Asha Rao', '9801600001', 'asha@example.org', NULL));
SELECT pg_temp.said(api.contact_create(:'cara', 'Asha R', '9801600001', NULL, NULL));
SELECT pg_temp.said(api.old_register(:'cara', '9801600001', 'Asha', 'asha@example.org'));
SELECT pg_temp.said(api.contact_change(:'cara', pg_temp.part(api.contacts(:'cara', 1, NULL), 'results', '0', 'id'), 'Asha', NULL, 'asha@example.org', NULL));
SELECT name, email FROM data.contact WHERE phone = '+919801600001' ORDER BY owner;
SELECT pg_temp.names(api.search(:'ben', 'asha', NULL, 20, NULL));
SELECT * FROM private.drift();

-- a backup from before, and the list of those who were forgotten since
CREATE TEMP TABLE erased AS SELECT digest, created FROM data.suppression;
DELETE FROM data.suppression;
INSERT INTO data.contact (owner, phone, name, email)
SELECT id, '+919801600001', 'Asha of the backup', 'asha@example.org' FROM data.account WHERE name = 'Ben';
INSERT INTO data.account (phone, name, region, password, created)
VALUES ('+919801600001', 'Asha', 'IN', '$argon2id$x', now() - interval '1 year');
SELECT private.erase_again('pg_temp.erased'), private.erase_again('pg_temp.erased');
SELECT count(*) FROM data.account WHERE phone = '+919801600001';
SELECT DISTINCT name, email FROM data.contact WHERE phone = '+919801600001';
SELECT * FROM private.drift();
-- who has registered since is back, and stays
UPDATE pg_temp.erased SET created = now() - interval '1 day';
DELETE FROM data.suppression;
INSERT INTO data.account (phone, name, region, password) VALUES ('+919801600001', 'Asha Again', 'IN', '$argon2id$x');
SELECT private.erase_again('pg_temp.erased');
SELECT pg_temp.names(api.search(:'ben', '9801600001', NULL, 20, NULL)), (SELECT count(*) FROM data.suppression);
SELECT * FROM private.drift();

-- somebody who is not registered, by an operator to whom he has proved the number
SELECT (api.contact_create(:'ben', 'Old Neighbour', '9801600081', 'old@example.org', NULL)).status,
       (api.contact_create(:'cara', 'Neighbour', '9801600081', NULL, NULL)).status;
SELECT pg_temp.said(api.admin_opt_out(:'cara', '9801600081', NULL));
UPDATE data.account SET roles = '{admin}' WHERE phone = '+919801600003';
SELECT pg_temp.said(api.admin_opt_out(:'cara', '9801600081', NULL)), pg_temp.said(api.admin_opt_out(:'cara', '9801600081', NULL));
SELECT name, email FROM data.contact WHERE phone = '+919801600081';
SELECT pg_temp.names(api.search(:'ben', 'neighbour', NULL, 20, NULL));
SELECT pg_temp.said(api.admin_opt_out(:'cara', '9801600002', NULL));
SELECT pg_temp.refusal(format('api.admin_opt_out(%L, %L, NULL)', :'cara', 'x'));
SELECT kind, account IS NULL FROM data.audit WHERE kind IN ('account_erased', 'number_forgotten') ORDER BY id;
SELECT * FROM private.drift();
ROLLBACK;
