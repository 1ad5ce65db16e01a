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
    CREATE TYPE private.hit AS (entry bigint, place bigint);
\endif
COMMENT ON TYPE private.hit IS
    'a result before it is dressed, and its place in the order: the tier in the bits from 50 on, then what orders the tier';

CREATE OR REPLACE FUNCTION private.match_word(tier integer)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT (ARRAY['whole', 'prefix', 'word', 'words', 'contains', 'similar', 'number'])[tier + 1];
END;
COMMENT ON FUNCTION private.match_word(integer) IS
    'the public name of a tier; 6 is a number asked for as such';

-- The names that contain the query, then the same statement for those that are like it, too: all of
-- these are asked for only if there is none of the others, since it takes ten times as long.
CREATE OR REPLACE FUNCTION private.match_name(query text, region text, size bigint, after bigint)
RETURNS SETOF private.hit
LANGUAGE plpgsql STABLE ROWS 20
AS $$
DECLARE
    alike CONSTANT bigint := 5::bigint << 50;
    -- a page that a filter leaves empty has looked at so many and no more
    looked_at CONSTANT bigint := CASE WHEN region IS NULL THEN size ELSE 2000 END;
BEGIN
    IF after < alike THEN
        RETURN QUERY
        SELECT m.id, m.place
          FROM (SELECT e.id, p.place, e.phone
                  FROM data.entry e
                 CROSS JOIN LATERAL (SELECT private.ranked(e.folded, e.standing, e.id) AS name) ranked
                 CROSS JOIN LATERAL (SELECT (9007199254740992 * (ranked.name OPERATOR(numsight.<~>) query))::bigint AS place) p
                 WHERE ranked.name OPERATOR(numsight.@>) query AND p.place > after
                 ORDER BY ranked.name OPERATOR(numsight.<~>) query
                 LIMIT looked_at) m
         WHERE (numsight.phone_region(m.phone) <> region) IS NOT TRUE
         LIMIT size;
    END IF;
    IF NOT FOUND AND after NOT BETWEEN 0 AND alike - 1 THEN
        RETURN QUERY
        SELECT m.id, m.place
          FROM (SELECT e.id, p.place, e.phone
                  FROM data.entry e
                 CROSS JOIN LATERAL (SELECT private.ranked(e.folded, e.standing, e.id) AS name) ranked
                 CROSS JOIN LATERAL (SELECT (9007199254740992 * (ranked.name OPERATOR(numsight.<~>) query))::bigint AS place) p
                 WHERE ranked.name OPERATOR(numsight.@~) query AND p.place > after
                 ORDER BY ranked.name OPERATOR(numsight.<~>) query
                 LIMIT looked_at) m
         WHERE m.place >= alike
           AND (numsight.phone_region(m.phone) <> region) IS NOT TRUE
         LIMIT size;
    END IF;
END;
$$;
COMMENT ON FUNCTION private.match_name(text, text, bigint, bigint) IS
    'the entries whose name contains a query, best first, or if there are none those with a similar one; of one country if a region is given: then those among the next two thousand';

CREATE OR REPLACE FUNCTION private.match_number(target numsight.phone, size bigint, after bigint)
RETURNS SETOF private.hit
LANGUAGE plpgsql STABLE ROWS 5
AS $$
DECLARE
    owned CONSTANT bigint := (SELECT e.id FROM data.entry e
                               WHERE e.phone OPERATOR(numsight.=) target AND e.account IS NOT NULL);
BEGIN
    RETURN QUERY
    SELECT e.id, p.place
      FROM data.entry e
     CROSS JOIN LATERAL (SELECT (6::bigint << 50) | ((31 - e.standing)::bigint << 43) | (e.id << 3) AS place) p
     WHERE e.phone OPERATOR(numsight.=) target
       AND (owned IS NULL OR e.id = owned)
       AND p.place > after
     ORDER BY p.place LIMIT size;
END;
$$;
COMMENT ON FUNCTION private.match_number(numsight.phone, bigint, bigint) IS
    'the registered person who has a number and nobody else, or every entry with exactly that number';

CREATE OR REPLACE FUNCTION private.search_phone(actor bigint, query text, region text)
RETURNS numsight.phone
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_try(actor, query, region);
BEGIN
    -- "4 Brothers 2000" can be dialled on letter keys, but somebody who types letters means a name
    -- unless what he typed is a number that exists, like 1-800-FLOWERS
    IF query ~ '[[:alpha:]]' AND NOT numsight.phone_valid(target) THEN
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
    shown := coalesce(part[1]::bigint, 0);
    place := CASE WHEN cursor IS NULL THEN -1 ELSE private.unseal('place', part[2]) END;
    IF place IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
END;
$$;
COMMENT ON FUNCTION private.search_after(text) IS
    'how many results the pages before had, and the place of the last';

CREATE OR REPLACE FUNCTION private.page_size(size bigint)
RETURNS bigint
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    IF size IS NULL OR size NOT BETWEEN 1 AND 50 THEN
        PERFORM private.refuse('limit', 'is out of range', 'Ask for 1 to 50 results.');
    END IF;
    RETURN size;
END;
$$;
COMMENT ON FUNCTION private.page_size(bigint) IS
    'how many results a page may hold';

CREATE OR REPLACE FUNCTION private.search(actor bigint, query text, region text, size bigint, cursor text, old boolean)
RETURNS api.reply
LANGUAGE plpgsql STABLE
SET enable_seqscan = off
SET enable_sort = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    most CONSTANT bigint := 500;
    key CONSTANT bytea := private.seal_key();
    after CONSTANT record := private.search_after(cursor);
    wanted CONSTANT bigint := least(private.page_size(size), most - after.shown);
    target numsight.phone;
    found private.hit[];
    results text;
    shown bigint[];
    next text;
BEGIN
    IF query IS NULL OR btrim(query, private.blank_bytes()) = '' THEN
        PERFORM private.refuse('query', 'is missing', 'Give a name or a number.');
    ELSIF octet_length(query) > 128 THEN
        PERFORM private.refuse('query', 'is longer than 128 bytes', 'Shorten it.');
    END IF;
    target := private.search_phone(actor, query, region);
    found := CASE WHEN target IS NOT NULL
        THEN ARRAY(SELECT h FROM private.match_number(target, wanted + 1, after.place) h)
        ELSE ARRAY(SELECT h FROM private.match_name(query, CASE WHEN NOT old THEN private.region_of(region) END,
                                                    wanted + 1, after.place) h) END;
    SELECT string_agg(CASE WHEN old THEN left(r.line, -1) || ',"spam_likelyhood":' || r.likelihood || '}'
                           ELSE r.line END, ',' ORDER BY r.nth),
           array_agg(DISTINCT r.shown)
      INTO results, shown
      FROM (SELECT h.nth, l.likelihood, numsight.phone_to_bigint(e.phone) AS shown,
                   (SELECT row_to_json(o)::text
                      FROM (SELECT private.seal_with(key, 'person', e.id) AS id, e.name::text AS name,
                                   e.phone::text AS phone_number, l.likelihood AS spam_likelihood,
                                   numsight.spam_label(l.likelihood) AS spam_label,
                                   a.id IS NOT NULL AS registered,
                                   private.match_word((h.place >> 50)::integer) AS match) o) AS line
              FROM unnest(found[1:wanted]) WITH ORDINALITY h (entry, place, nth)
              JOIN data.entry e ON e.id = h.entry
              LEFT JOIN data.account a ON a.phone OPERATOR(numsight.=) e.phone
              LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) e.phone
              LEFT JOIN data.block b ON b.block = private.block_of(e.phone) AND b.until IS NULL
             CROSS JOIN LATERAL (SELECT private.chance(private.likelihood_in(e.phone, n, b)) AS likelihood) l) r;
    IF cardinality(found) > wanted AND after.shown + wanted < most THEN
        next := after.shown + wanted || ' ' || private.seal_with(key, 'place', found[wanted].place);
    END IF;
    RETURN private.page(results, next, shown);
END;
$$;
COMMENT ON FUNCTION private.search(bigint, text, text, bigint, text, boolean) IS
    'one page of the directory by name or number, told apart by the input, up to five hundred results; a region also keeps to names of that country; old: with the misspelt likelihood too, and no such filter';
