-- search.sql: the directory by name and by number
--
-- Names come from the ranked index of data.entry in the order that numsight.<~> tells: tier by tier,
-- in a tier by standing and id. A place in that order is the distance as an integer, of which no two
-- entries have the same for a query; a page starts after the place of the one before. Names that are
-- only similar are shown when none contains the query. The settings of private.search leave no other
-- plan than the walk through the index, made once a session: how many pages it takes is not for
-- guessing.

SELECT to_regtype('private.hit') IS NULL AS missing \gset
\if :missing
    CREATE TYPE private.hit AS (entry bigint, place bigint, phone numsight.phone, name text);
\endif
COMMENT ON TYPE private.hit IS
    'a result before it is dressed, and its place in the order: the tier in the bits from 50 on, then what orders the tier';

CREATE OR REPLACE FUNCTION private.match_word(tier integer)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- not STRICT: it would no longer be inlined
    SELECT (ARRAY['whole', 'prefix', 'word', 'words', 'contains', 'similar', 'similar', 'similar', 'number'])[tier + 1];
END;
COMMENT ON FUNCTION private.match_word(integer) IS
    'the public name of a tier; similar names have three of them, 5 to 7; 8 is a number asked for as such';

CREATE OR REPLACE FUNCTION private.match_place(distance double precision)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT (9007199254740992 * distance)::bigint;
END;
COMMENT ON FUNCTION private.match_place(double precision) IS
    'the place of a name in the order: its distance as an integer';

-- The names that contain the query, then the same statement for those that are like it, too: all of
-- these are asked for only if there is none of the others, since it takes ten times as long. A page
-- that a filter leaves empty has looked at so many and no more.
CREATE OR REPLACE FUNCTION private.match_name(query text, region text, size bigint, after bigint)
RETURNS private.hit[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    alike CONSTANT bigint := 5::bigint << 50;
    found private.hit[];
BEGIN
    IF after < alike THEN
        found := ARRAY(
            SELECT ROW (m.id, m.place, m.phone, m.name)::private.hit
              FROM (SELECT w.id, private.match_place(w.distance) AS place, w.phone, w.name
                      FROM (SELECT e.id, e.phone, e.name, ranked.name OPERATOR(numsight.<~>) query AS distance
                              FROM data.entry e
                             CROSS JOIN LATERAL (SELECT private.ranked(e.folded, e.standing, e.id) AS name) ranked
                             WHERE ranked.name OPERATOR(numsight.@>) query
                               AND (after < 0 OR private.match_place(ranked.name OPERATOR(numsight.<~>) query) > after)
                             ORDER BY distance
                             LIMIT CASE WHEN region IS NULL THEN size ELSE 2000 END) w) m
             WHERE (numsight.phone_region(m.phone) <> region) IS NOT TRUE
             LIMIT size);
    END IF;
    IF coalesce(cardinality(found), 0) = 0 AND after NOT BETWEEN 0 AND alike - 1 THEN
        found := ARRAY(
            SELECT ROW (m.id, m.place, m.phone, m.name)::private.hit
              FROM (SELECT w.id, private.match_place(w.distance) AS place, w.phone, w.name
                      FROM (SELECT e.id, e.phone, e.name, ranked.name OPERATOR(numsight.<~>) query AS distance
                              FROM data.entry e
                             CROSS JOIN LATERAL (SELECT private.ranked(e.folded, e.standing, e.id) AS name) ranked
                             WHERE ranked.name OPERATOR(numsight.@~) query
                               AND (after < 0 OR private.match_place(ranked.name OPERATOR(numsight.<~>) query) > after)
                             ORDER BY distance
                             LIMIT CASE WHEN region IS NULL THEN size ELSE 2000 END) w) m
             WHERE m.place >= alike
               AND (numsight.phone_region(m.phone) <> region) IS NOT TRUE
             LIMIT size);
    END IF;
    RETURN found;
END;
$$;
COMMENT ON FUNCTION private.match_name(text, text, bigint, bigint) IS
    'the entries whose name contains a query, best first, or if there are none those with a similar one; of one country if a region is given: then those among the next two thousand';

CREATE OR REPLACE FUNCTION private.match_number(target numsight.phone, size bigint, after bigint)
RETURNS private.hit[]
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    owned CONSTANT bigint := (SELECT e.id FROM data.entry e
                               WHERE e.phone OPERATOR(numsight.=) target AND e.account IS NOT NULL);
BEGIN
    RETURN ARRAY(
        SELECT ROW (e.id, p.place, e.phone, e.name)::private.hit
          FROM data.entry e
         CROSS JOIN LATERAL (SELECT (8::bigint << 50) | ((31 - e.standing)::bigint << 43) | (e.id << 3) AS place) p
         WHERE e.phone OPERATOR(numsight.=) target
           AND (owned IS NULL OR e.id = owned)
           AND p.place > after
         ORDER BY p.place LIMIT size);
END;
$$;
COMMENT ON FUNCTION private.match_number(numsight.phone, bigint, bigint) IS
    'the registered person who has a number and nobody else, or every entry with exactly that number';

CREATE OR REPLACE FUNCTION private.has_digit(value text)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT value ~ '[0-9]' OR octet_length(value) <> char_length(value);
END;
COMMENT ON FUNCTION private.has_digit(text) IS
    'false of a text that is no number anywhere: it has no digit, and no character of other scripts, which have digits, too';

CREATE OR REPLACE FUNCTION private.search_phone(actor bigint, query text, region text)
RETURNS numsight.phone
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_try(actor, query, region);
BEGIN
    -- "4 Brothers 2000" can be dialled on letter keys, but somebody who types letters means a name
    -- unless what he typed is a number that exists, like 1-800-FLOWERS
    IF NOT numsight.phone_valid(target) AND query ~ '[[:alpha:]]' THEN
        RETURN NULL;
    END IF;
    RETURN target;
END;
$$;
COMMENT ON FUNCTION private.search_phone(bigint, text, text) IS
    'the number that a query means; NULL if it means a name';

CREATE OR REPLACE FUNCTION private.search_after(cursor text, OUT shown bigint, OUT place bigint)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    part CONSTANT text[] := regexp_match(cursor, '^(\d{1,3}) ([0-9a-f-]{36})$');
BEGIN
    shown := part[1]::bigint;
    place := private.unseal('place', part[2]);
    IF place IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.search_after(text) IS
    'how many results the pages before had, and the place of the last';

CREATE OR REPLACE FUNCTION private.page_refused()
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    PERFORM private.refuse('limit', 'is out of range', 'Ask for 1 to 50 results.');
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.page_refused() IS
    'raises the refusal of private.page_size';

CREATE OR REPLACE FUNCTION private.page_size(size bigint)
RETURNS bigint
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT CASE WHEN size BETWEEN 1 AND 50 THEN size ELSE private.page_refused() END;
END;
COMMENT ON FUNCTION private.page_size(bigint) IS
    'how many results a page may hold';

CREATE OR REPLACE FUNCTION private.search(session uuid, query text, region text, size bigint, cursor text, old boolean)
RETURNS api.reply
LANGUAGE plpgsql STABLE
SET enable_seqscan = off
SET enable_sort = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    most CONSTANT bigint := 500;
    actor bigint;
    key bytea;
    before bigint := 0;
    after bigint := -1;
    wanted bigint;
    target numsight.phone;
    found private.hit[];
    results text;
    shown bigint[];
    next text;
BEGIN
    SELECT s.account, decode(k.value, 'hex') INTO actor, key
      FROM private.session_account(session) s (account)
     CROSS JOIN data.setting k
     WHERE k.name = 'seal_key';
    IF actor IS NULL THEN
        PERFORM private.session_over(session);
    END IF;
    IF cursor IS NOT NULL THEN
        SELECT * INTO before, after FROM private.search_after(cursor);
    END IF;
    wanted := least(private.page_size(size), most - before);
    IF query IS NULL OR btrim(query, private.blank_bytes()) = '' THEN
        PERFORM private.refuse('query', 'is missing', 'Give a name or a number.');
    ELSIF octet_length(query) > 128 THEN
        PERFORM private.refuse('query', 'is longer than 128 bytes', 'Shorten it.');
    END IF;
    IF region IS NOT NULL OR private.has_digit(query) THEN
        target := private.search_phone(actor, query, region);
    END IF;
    found := CASE WHEN target IS NOT NULL THEN private.match_number(target, wanted + 1, after)
        ELSE private.match_name(query, CASE WHEN region IS NOT NULL AND NOT old THEN private.region_of(region) END,
                                wanted + 1, after) END;
    SELECT string_agg(numsight.json_pairs(
                          'id', r.id,
                          'name', r.name,
                          'phone_number', r.phone::text,
                          'spam_likelihood', r.likelihood,
                          'spam_label', numsight.spam_label(r.likelihood),
                          'registered', r.account IS NOT NULL,
                          'match', private.match_word((r.place >> 50)::integer),
                          NULL, CASE WHEN old THEN numsight.json_pairs('spam_likelyhood', r.likelihood) END)::text,
                      ',' ORDER BY r.nth),
           array_agg(DISTINCT numsight.phone_to_bigint(r.phone))
      INTO results, shown
      FROM (SELECT h.nth, h.place, h.phone, h.name,
                   private.seal_with(key, 'person', h.entry) AS id,
                   (SELECT a.id FROM data.account a WHERE a.phone OPERATOR(numsight.=) h.phone) AS account,
                   private.chance(private.likelihood_in(h.phone, n, b)) AS likelihood
              FROM unnest(found[1:wanted]) WITH ORDINALITY h (entry, place, phone, name, nth)
              LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) h.phone
              LEFT JOIN data.block b ON b.block = private.block_of(h.phone) AND b.until IS NULL) r;
    IF cardinality(found) > wanted AND before + wanted < most THEN
        next := before + wanted || ' ' || private.seal_with(key, 'place', found[wanted].place);
    END IF;
    RETURN private.page(results, next, shown);
END;
$$;
COMMENT ON FUNCTION private.search(uuid, text, text, bigint, text, boolean) IS
    'one page of the directory by name or number, told apart by the input, up to five hundred results; a region also keeps to names of that country; old: with the misspelt likelihood too, and no such filter';
