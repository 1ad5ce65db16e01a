-- api_email: who sees whose e-mail: only of a registered person who has the searcher in his own book
\getenv abs_srcdir PG_ABS_SRCDIR
\set ECHO none
\set begin :abs_srcdir '/sql/api_begin.psql'
\i :begin
\set ECHO all
\pset format unaligned
\pset tuples_only on
SELECT pg_temp.member('+919800400000', 'Searcher', 'searcher@example.org') AS s \gset

-- T: registered or not, with S in his book or not, with an e-mail or not
CREATE FUNCTION pg_temp.make(n integer, registered boolean, knows boolean, has boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    own CONSTANT numsight.phone := '+91980040001' || n;
    mail CONSTANT text := CASE WHEN has THEN 'target' || n || '@example.org' END;
    who uuid;
BEGIN
    -- somebody else's book holds everybody, with an e-mail where there is one
    INSERT INTO data.contact (owner, phone, name, email)
    SELECT a.id, own, 'Target ' || n, mail FROM data.account a WHERE a.name = 'Third';
    IF registered OR knows THEN
        who := pg_temp.member(own::text, 'Target ' || n, mail);
    END IF;
    IF knows THEN
        PERFORM api.contact_create(who, 'My friend S', '+919800400000', NULL, NULL);
    END IF;
    IF NOT registered AND knows THEN
        -- a list that somebody left behind: the account is gone, and with it the list
        DELETE FROM data.account a WHERE a.phone = own;
    END IF;
END $$;
SELECT pg_temp.member('+919800400009', 'Third') AS third \gset
SELECT pg_temp.make(n::integer, registered, knows, has)
  FROM (VALUES (1, false, false, false), (2, false, false, true), (3, false, true, false), (4, false, true, true),
               (5, true, false, false), (6, true, false, true), (7, true, true, false), (8, true, true, true))
       t (n, registered, knows, has);

-- what S sees of T: in the details, in a search, on the card, in A's number object
CREATE FUNCTION pg_temp.seen(session uuid, n integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    phone CONSTANT text := '+91980040001' || n;
    found api.reply := api.search(session, phone, NULL, 10, NULL);
    details api.reply := api.person(session, pg_temp.part(found, 'results', '0', 'id'));
    elsewhere text := concat(found.body, (api.search(session, 'target ' || n, NULL, 10, NULL)).body,
                             (api.old_search(session, 'target ' || n, NULL, 10, NULL)).body,
                             (api.number(session, phone, NULL)).body);
BEGIN
    RETURN concat_ws(' ', n, 'details:', coalesce(pg_temp.part(details, 'email'), 'null'),
                     'elsewhere:', CASE WHEN elsewhere ~ '@' THEN 'LEAK' ELSE 'no' END,
                     'number object:', coalesce(pg_temp.part(api.old_call(session, phone), 'email_address'), 'null'));
END $$;
SELECT pg_temp.seen(:'s', n) FROM generate_series(1, 8) n;

-- that S has T in his book changes nothing
DO $$ BEGIN
    FOR n IN 1 .. 8 LOOP
        PERFORM api.contact_create((SELECT s.id FROM data.session s JOIN data.account a ON a.id = s.account WHERE a.name = 'Searcher'),
                                   'Target ' || n, '+91980040001' || n, NULL, NULL);
    END LOOP;
END $$;
SELECT pg_temp.seen(:'s', n) FROM generate_series(1, 8) n;

-- nor what S wrote there himself: that is in his book, and nowhere else but in A's number object
SELECT (api.contact_create(:'s', 'Target 1', '+919800400011', 'mine@example.org', NULL)).status;
SELECT pg_temp.seen(:'s', 1);

-- the same answers to Third, whom nobody knows: his own book's e-mails are for him
SELECT pg_temp.seen(:'third', n) FROM generate_series(5, 8) n;

-- S himself: his own e-mail by his profile only, even if he stands in his own book
SELECT (api.contact_create(:'s', 'Me', '+919800400000', NULL, NULL)).status;
SELECT pg_temp.part(api.person(:'s', pg_temp.part(api.search(:'s', '+919800400000', NULL, 10, NULL), 'results', '0', 'id')), 'email');
SELECT pg_temp.part(api.me(:'s'), 'email');

-- T takes S out of his book; T is erased
SELECT private.email_visible(s.id, t.id) FROM data.account s, data.account t WHERE s.name = 'Searcher' AND t.name = 'Target 8';
DELETE FROM data.contact c USING data.account t WHERE t.name = 'Target 8' AND c.owner = t.id;
SELECT pg_temp.seen(:'s', 8);
SELECT private.erase(id) FROM data.account WHERE name = 'Target 7';
SELECT pg_temp.part(api.search(:'s', '+919800400017', NULL, 10, NULL), 'results');
ROLLBACK;
