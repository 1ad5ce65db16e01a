-- search.sql: the directory by name and by number
--
-- A name is matched in the tiers of numsight.name_tier, each tier asked only when those before it
-- did not fill the page: whole name, starts with, a word starts with, words in any order, contains.
-- Names that are only similar are shown when nothing matches. Inside a tier the order is rank, id:
-- rank is minus the number of books that hold the entry, and for similar names the distance.

SELECT to_regtype('private.match') IS NULL AS missing \gset
\if :missing
    CREATE TYPE private.match AS (entry bigint, tier smallint, rank integer);
\endif
COMMENT ON TYPE private.match IS
    'a result before it is dressed, and the place in the order after which the next page starts';

CREATE OR REPLACE FUNCTION private.match_word(tier integer)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT (ARRAY['whole', 'prefix', 'word', 'words', 'contains', 'similar', 'number'])[tier + 1];
END;
COMMENT ON FUNCTION private.match_word(integer) IS
    'the public name of a tier; 6 is a number asked for as such';

CREATE OR REPLACE FUNCTION private.like_literal(folded text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
    SELECT replace(replace(replace(folded, '\', '\\'), '%', '\%'), '_', '\_');
END;
COMMENT ON FUNCTION private.like_literal(text) IS
    'a text as a LIKE pattern that matches only itself';

CREATE OR REPLACE FUNCTION private.query_of(query text)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RETURN array_to_string((string_to_array(left(numsight.name_fold(query), 128), ' '))[:8], ' ');
END;
$$;
COMMENT ON FUNCTION private.query_of(text) IS
    'a query in comparison form; like numsight.name_tier it hears the first eight words';

CREATE OR REPLACE FUNCTION private.longest_words(folded text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
    RETURN ARRAY(SELECT word FROM unnest(string_to_array(folded, ' ')) word ORDER BY length(word) DESC, word LIMIT 2);
END;
$$;
COMMENT ON FUNCTION private.longest_words(text) IS
    'the longest and the second longest word of a query: those that tell most';

CREATE OR REPLACE FUNCTION private.halves(word text)
RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    middle CONSTANT integer := length(word) / 2;
    head CONSTANT text := '% ' || private.like_literal(left(word, greatest(middle, 2))) || '%';
BEGIN
    -- a tail of two letters would hold no trigram
    RETURN ARRAY[head, '%' || private.like_literal(right(word, greatest(length(word) - middle, 3))) || '%'];
END;
$$;
COMMENT ON FUNCTION private.halves(text) IS
    'patterns of names that hold the first or the second half of a word: a slip of the finger leaves one of them as it was';

CREATE OR REPLACE FUNCTION private.match_name(query text, size bigint, after private.match)
RETURNS SETOF private.match
LANGUAGE plpgsql STABLE ROWS 20
SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off
AS $$
DECLARE
    start CONSTANT text := private.like_literal(query) || '%';
    word CONSTANT text := '% ' || start;
    inside CONSTANT text := '%' || start;
    words CONSTANT text[] := private.longest_words(query);
    one CONSTANT text[] := private.halves(words[1]);
    other CONSTANT text[] := private.halves(CASE WHEN length(words[2]) >= 3 THEN words[2] ELSE words[1] END);
    letters CONSTANT text[] := string_to_array(query, NULL);
    wanted bigint := size;
    seen boolean := after.tier BETWEEN 0 AND 4;
    place private.match;
    got bigint;
BEGIN
    FOR step IN greatest(after.tier, 0) .. 5 LOOP
        EXIT WHEN step = 5 AND seen;
        place := CASE WHEN step = after.tier THEN after ELSE ROW (0, step, -2147483648)::private.match END;
        CASE step
            WHEN 0 THEN
                RETURN QUERY
                SELECT e.id, 0::smallint, - e.books FROM data.entry e
                 WHERE e.folded = query
                   AND (- e.books, e.id) > (place.rank, place.entry)
                 ORDER BY - e.books, e.id LIMIT wanted;
            WHEN 1 THEN
                RETURN QUERY
                SELECT e.id, 1::smallint, - e.books FROM data.entry e
                 WHERE e.folded LIKE start AND e.folded <> query
                   AND (- e.books, e.id) > (place.rank, place.entry)
                 ORDER BY - e.books, e.id LIMIT wanted;
            WHEN 2 THEN
                RETURN QUERY
                SELECT e.id, 2::smallint, - e.books FROM data.entry e
                 WHERE ' ' || e.folded LIKE word AND e.folded NOT LIKE start
                   AND (- e.books, e.id) > (place.rank, place.entry)
                 ORDER BY - e.books, e.id LIMIT wanted;
            WHEN 3 THEN
                CONTINUE WHEN cardinality(words) < 2;
                RETURN QUERY
                SELECT e.id, 3::smallint, - e.books FROM data.entry e
                 WHERE ' ' || e.folded LIKE '% ' || private.like_literal(words[1]) || '%'
                   AND ' ' || e.folded LIKE '% ' || private.like_literal(words[2]) || '%'
                   -- each word of the query begins a word of its own
                   AND length(e.folded) >= length(query)
                   AND numsight.name_tier(e.folded, query) = 3
                   AND (- e.books, e.id) > (place.rank, place.entry)
                 ORDER BY - e.books, e.id LIMIT wanted;
            WHEN 4 THEN
                IF cardinality(letters) < 3 THEN
                    RETURN QUERY
                    SELECT e.id, 4::smallint, - e.books FROM data.entry e
                     WHERE string_to_array(e.folded, NULL) @> letters
                       AND e.folded LIKE inside AND ' ' || e.folded NOT LIKE word
                       AND (- e.books, e.id) > (place.rank, place.entry)
                     ORDER BY - e.books, e.id LIMIT wanted;
                ELSE
                    RETURN QUERY
                    SELECT e.id, 4::smallint, - e.books FROM data.entry e
                     WHERE ' ' || e.folded LIKE inside
                       AND numsight.name_tier(e.folded, query) = 4
                       AND (- e.books, e.id) > (place.rank, place.entry)
                     ORDER BY - e.books, e.id LIMIT wanted;
                END IF;
            WHEN 5 THEN
                -- the best known of those that may be meant; shorter words are alike by chance
                CONTINUE WHEN length(words[1]) < 3;
                RETURN QUERY
                SELECT s.id, 5::smallint, s.distance
                  FROM (SELECT c.id, (1e6 * numsight.name_distance(c.folded, query))::integer AS distance
                          FROM (SELECT e.id, e.folded FROM data.entry e
                                 WHERE (' ' || e.folded LIKE one[1] OR ' ' || e.folded LIKE one[2])
                                   AND (' ' || e.folded LIKE other[1] OR ' ' || e.folded LIKE other[2])
                                 ORDER BY - e.books, e.id LIMIT 2000) c
                         WHERE numsight.name_tier(c.folded, query) = 5) s
                 WHERE (s.distance, s.id) > (place.rank, place.entry)
                 ORDER BY s.distance, s.id LIMIT wanted;
        END CASE;
        GET DIAGNOSTICS got = ROW_COUNT;
        seen := seen OR got > 0;
        wanted := wanted - got;
        EXIT WHEN wanted <= 0;
    END LOOP;
END;
$$;
COMMENT ON FUNCTION private.match_name(text, bigint, private.match) IS
    'the entries whose folded name matches a folded query, best first; plans are made for each query, for a frequent and a rare one need different indexes';

CREATE OR REPLACE FUNCTION private.match_number(target numsight.phone, size bigint, after private.match)
RETURNS SETOF private.match
LANGUAGE plpgsql STABLE ROWS 5
AS $$
DECLARE
    owned CONSTANT bigint := (SELECT e.id FROM data.entry e
                               WHERE e.phone OPERATOR(numsight.=) target AND e.account IS NOT NULL);
BEGIN
    RETURN QUERY
    SELECT e.id, 6::smallint, - e.books
      FROM data.entry e
     WHERE e.phone OPERATOR(numsight.=) target
       AND (owned IS NULL OR e.id = owned)
       AND (after.tier < 6 OR (- e.books, e.id) > (after.rank, after.entry))
     ORDER BY - e.books, e.id LIMIT size;
END;
$$;
COMMENT ON FUNCTION private.match_number(numsight.phone, bigint, private.match) IS
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

CREATE OR REPLACE FUNCTION private.search_after(cursor text)
RETURNS private.match
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    part CONSTANT text[] := regexp_match(cursor, '^([0-6]) (-?\d{1,9}) ([0-9a-f-]{36})$');
BEGIN
    IF cursor IS NULL THEN
        RETURN ROW (0, -1, 0)::private.match;
    ELSIF part IS NULL OR private.unseal('place', part[3]) IS NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    RETURN ROW (private.unseal('place', part[3]), part[1], part[2])::private.match;
END;
$$;
COMMENT ON FUNCTION private.search_after(text) IS
    'where the page before ended';

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
AS $$
DECLARE
    key CONSTANT bytea := private.seal_key();
    after CONSTANT private.match := private.search_after(cursor);
    wanted CONSTANT bigint := private.page_size(size);
    target numsight.phone;
    found private.match[];
    results text;
    shown bigint[];
    last private.match;
BEGIN
    IF query IS NULL OR btrim(query, private.blank_bytes()) = '' THEN
        PERFORM private.refuse('query', 'is missing', 'Give a name or a number.');
    ELSIF octet_length(query) > 128 THEN
        PERFORM private.refuse('query', 'is longer than 128 bytes', 'Shorten it.');
    END IF;
    target := private.search_phone(actor, query, region);
    IF target IS NOT NULL THEN
        found := ARRAY(SELECT m FROM private.match_number(target, wanted + 1, after) m);
    ELSIF private.query_of(query) <> '' AND after.tier < 6 THEN
        found := ARRAY(SELECT m FROM private.match_name(private.query_of(query), wanted + 1, after) m);
    END IF;
    SELECT string_agg(CASE WHEN old THEN left(r.line, -1) || ',"spam_likelyhood":' || r.likelihood || '}'
                           ELSE r.line END, ',' ORDER BY r.place),
           array_agg(DISTINCT r.shown)
      INTO results, shown
      FROM (SELECT m.place, l.likelihood, numsight.phone_to_bigint(e.phone) AS shown,
                   (SELECT row_to_json(o)::text
                      FROM (SELECT private.seal_with(key, 'person', e.id) AS id, e.name::text AS name,
                                   e.phone::text AS phone_number, l.likelihood AS spam_likelihood,
                                   numsight.spam_label(l.likelihood) AS spam_label,
                                   a.id IS NOT NULL AS registered,
                                   private.match_word(m.tier) AS match) o) AS line
              FROM unnest(found[1:wanted]) WITH ORDINALITY m (entry, tier, rank, place)
              JOIN data.entry e ON e.id = m.entry
              LEFT JOIN data.account a ON a.phone OPERATOR(numsight.=) e.phone
              LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) e.phone
             CROSS JOIN LATERAL (SELECT private.chance(numsight.spam_likelihood(n.state, now())) AS likelihood) l) r;
    last := CASE WHEN cardinality(found) > wanted THEN found[wanted] END;
    RETURN private.page(results,
        last.tier || ' ' || last.rank || ' ' || private.seal_with(key, 'place', last.entry), shown);
END;
$$;
COMMENT ON FUNCTION private.search(bigint, text, text, bigint, text, boolean) IS
    'one page of the directory by name or number, told apart by the input; old: with the misspelt likelihood too';
