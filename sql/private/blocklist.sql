-- blocklist.sql: the list of spam numbers as it is published, whole, or by what has changed
--
-- The list does not follow each report: it is published in versions, and a row of data.blocklist
-- says which version changed it last. So the changes since any version are an index range, and a
-- client that has read them holds what the whole list would give it, however many it has missed.

CREATE OR REPLACE FUNCTION private.listable(as_of timestamptz, OUT phone numsight.phone, OUT score smallint, OUT category text)
RETURNS SETOF record
LANGUAGE plpgsql STABLE ROWS 10000
AS $$
BEGIN
    RETURN QUERY
    SELECT n.phone, s.score, numsight.spam_category(n.state, as_of)
      FROM data.number n
      LEFT JOIN data.block b ON b.block = private.block_of(n.phone) AND b.until IS NULL
     CROSS JOIN LATERAL (SELECT floor(100 * private.likelihood_in(n.phone, n, b, as_of))::smallint AS score OFFSET 0) s
     WHERE s.score >= 60 AND numsight.phone_country_code(n.phone) IS NOT NULL;
END;
$$;
COMMENT ON FUNCTION private.listable(timestamptz) IS
    'the numbers that are suspected at least, at a time; short codes and named senders cannot be told by other networks';

CREATE OR REPLACE FUNCTION private.listed_otherwise(new smallint, old smallint)
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- evidence fades daily: not every hundredth is worth everybody's traffic, every label is
    SELECT coalesce(old = 0 OR (new >= 90) <> (old >= 90) OR abs(new - old) >= 5, true);
END;
COMMENT ON FUNCTION private.listed_otherwise(smallint, smallint) IS
    'whether a score has moved enough to be published: over the bound of a label, or by five hundredths';

CREATE OR REPLACE FUNCTION private.publish(as_of timestamptz DEFAULT now())
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    last bigint;
    next bigint;
    changed bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('private.publish'));
    last := (SELECT max(p.version) FROM data.publication p);
    -- of a clock, so that a data base that was put back does not give a number out twice
    next := greatest(last + 1, extract(epoch FROM as_of)::bigint);
    INSERT INTO data.publication (version, at, changes) VALUES (next, as_of, 0);
    INSERT INTO data.blocklist AS kept (phone, score, category, region, digest, version)
    SELECT one.phone, coalesce(new.score, 0), new.category, numsight.phone_region(one.phone), private.digest48(one.phone::text), next
      FROM private.listable(as_of) new
      FULL JOIN data.blocklist old ON old.phone OPERATOR(numsight.=) new.phone
     CROSS JOIN LATERAL (SELECT coalesce(new.phone, old.phone) AS phone) one
     WHERE CASE WHEN new.score IS NULL THEN old.score > 0
                ELSE private.listed_otherwise(new.score, old.score) OR new.category IS DISTINCT FROM old.category END
    ON CONFLICT (phone) DO UPDATE
       SET score = excluded.score, category = excluded.category, region = excluded.region, version = excluded.version;
    GET DIAGNOSTICS changed = ROW_COUNT;
    IF changed = 0 THEN
        DELETE FROM data.publication p WHERE p.version = next;
    ELSE
        UPDATE data.publication p SET changes = changed WHERE p.version = next;
    END IF;
    PERFORM private.ranges_publish(as_of);
    PERFORM private.publication_tidy(as_of);
    RETURN CASE changed WHEN 0 THEN last ELSE next END;
END;
$$;
COMMENT ON FUNCTION private.publish(timestamptz) IS
    'brings the blocklist up to date: its version, which is a new one if anything has changed';

CREATE OR REPLACE FUNCTION private.publication_tidy(as_of timestamptz)
RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    oldest CONSTANT bigint := (SELECT max(p.version) FROM data.publication p WHERE p.at < as_of - interval '90 days');
BEGIN
    DELETE FROM data.blocklist b WHERE b.score = 0 AND b.version <= oldest;
    DELETE FROM data.publication p WHERE p.version < oldest;
END;
$$;
COMMENT ON FUNCTION private.publication_tidy(timestamptz) IS
    'forgets which numbers were listed more than ninety days ago, and the versions since which that could be told';

-- the list as clients take it: a page at a time, the whole in the order of the numbers, changes in the
-- order in which they came

CREATE OR REPLACE FUNCTION private.blocklist_page(since bigint, until bigint, country text, least_score smallint,
                                       after_version bigint, after_phone bigint, size bigint)
RETURNS SETOF data.blocklist
LANGUAGE plpgsql STABLE ROWS 1000
SET search_path = pg_catalog, numsight, pg_temp
-- which conditions there are decides the index
SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    after CONSTANT numsight.phone := numsight.phone_from_bigint(after_phone);
BEGIN
    IF since IS NULL THEN
        RETURN QUERY
        SELECT b.* FROM data.blocklist b
         WHERE (after IS NULL OR b.phone > after)
           AND b.score >= greatest(least_score, 1) AND (country IS NULL OR b.region = country)
         ORDER BY b.phone LIMIT size;
    ELSE
        RETURN QUERY
        SELECT b.phone, CASE WHEN b.score >= least_score THEN b.score ELSE 0::smallint END, b.category, b.region, b.digest,
               b.version
          FROM data.blocklist b
         WHERE b.version > since AND b.version <= until
           AND (after IS NULL OR (b.version, b.phone) > (after_version, after))
           AND (country IS NULL OR b.region = country)
         ORDER BY b.version, b.phone LIMIT size;
    END IF;
END;
$$;
COMMENT ON FUNCTION private.blocklist_page(bigint, bigint, text, smallint, bigint, bigint, bigint) IS
    'numbers with a score of at least that much, or what has changed after a version, with 0 where a number has to go';

CREATE OR REPLACE FUNCTION private.varint(value bigint)
RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
DECLARE
    rest bigint := value;
    digits text := '';
BEGIN
    WHILE rest > 127 LOOP
        digits := digits || to_hex((rest & 127) | 128);
        rest := rest >> 7;
    END LOOP;
    RETURN digits || lpad(to_hex(rest), 2, '0');
END;
$$;
COMMENT ON FUNCTION private.varint(bigint) IS
    'hexadecimal digits of a number in groups of seven bits, the lowest first, each but the last with its top bit set';

CREATE OR REPLACE FUNCTION private.likelihood_text(score smallint)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT '0.' || lpad(score::text, 2, '0');
END;
COMMENT ON FUNCTION private.likelihood_text(smallint) IS
    'hundredths as a likelihood';

CREATE OR REPLACE FUNCTION private.blocklist_json(rows data.blocklist[], since bigint, version bigint)
RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT concat('{"version":', blocklist_json.version, ',"since":', coalesce(since::text, 'null'), ',"results":[',
                  string_agg('{"phone_number":"' || r.phone::text || '","spam_likelihood":' || private.likelihood_text(r.score)
                             || ',"category":' || coalesce('"' || r.category || '"', 'null') || '}', ',' ORDER BY r.place)
                      FILTER (WHERE r.score > 0), '],"removed":[',
                  string_agg('"' || r.phone::text || '"', ',' ORDER BY r.place) FILTER (WHERE r.score = 0), ']')
      FROM unnest(rows) WITH ORDINALITY r (phone, score, category, region, digest, version, place);
END;
COMMENT ON FUNCTION private.blocklist_json(data.blocklist[], bigint, bigint) IS
    'a page of the blocklist as JSON, but for its end';

CREATE OR REPLACE FUNCTION private.blocklist_ndjson(rows data.blocklist[], since bigint, version bigint)
RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT concat('{"version":', blocklist_ndjson.version, ',"since":', coalesce(since::text, 'null'), E'}\n',
                  string_agg('{"phone_number":"' || r.phone::text || CASE WHEN r.score > 0
                                 THEN '","spam_likelihood":' || private.likelihood_text(r.score)
                                      || ',"category":' || coalesce('"' || r.category || '"', 'null')
                                 ELSE '","removed":true' END || E'}\n', '' ORDER BY r.place))
      FROM unnest(rows) WITH ORDINALITY r (phone, score, category, region, digest, version, place);
END;
COMMENT ON FUNCTION private.blocklist_ndjson(data.blocklist[], bigint, bigint) IS
    'a page of the blocklist, a number a line below one for the version';

CREATE OR REPLACE FUNCTION private.blocklist_csv(rows data.blocklist[])
RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT concat(E'phone_number,spam_likelihood,category,version\r\n',
                  string_agg(concat(r.phone::text, ',', private.likelihood_text(r.score), ',', r.category, ',', r.version,
                                    E'\r\n'), '' ORDER BY r.place))
      FROM unnest(rows) WITH ORDINALITY r (phone, score, category, region, digest, version, place);
END;
COMMENT ON FUNCTION private.blocklist_csv(data.blocklist[]) IS
    'a page of the blocklist as a table; what is listed no more has a likelihood of 0.00';

CREATE OR REPLACE FUNCTION private.blocklist_vcf(rows data.blocklist[])
RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT coalesce(string_agg(concat_ws(E'\r\n', 'BEGIN:VCARD', 'VERSION:3.0', 'UID:numsight-' || substr(r.phone::text, 2),
                        'FN:' || n.name, 'N:' || n.name || ';;;;', 'TEL;TYPE=VOICE:' || r.phone::text,
                        CASE WHEN r.score > 0 THEN 'CATEGORIES:' || concat_ws(',', 'SPAM', upper(r.category)) END,
                        'X-NUMSIGHT-LIKELIHOOD:' || private.likelihood_text(r.score), 'X-NUMSIGHT-VERSION:' || r.version,
                        'END:VCARD', ''), '' ORDER BY r.place), '')
      FROM unnest(rows) WITH ORDINALITY r (phone, score, category, region, digest, version, place)
     CROSS JOIN LATERAL (SELECT CASE WHEN r.score > 0 THEN concat_ws(' ', 'SPAM', r.category)
                                     ELSE 'no longer spam' END AS name) n;
END;
COMMENT ON FUNCTION private.blocklist_vcf(data.blocklist[]) IS
    'a page of the blocklist as cards of an address book';

CREATE OR REPLACE FUNCTION private.blocklist_bin(rows data.blocklist[], version bigint)
RETURNS text
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT encode('NSB1', 'hex') || encode(int8send(version) || int4send(cardinality(rows)), 'hex')
           || coalesce(string_agg(CASE WHEN p.before IS NULL THEN encode(numsight.phone_send(p.phone), 'hex')
                                       ELSE private.varint(p.packed - p.before) END, '' ORDER BY p.packed), '')
           || coalesce(string_agg(lpad(to_hex(p.score::integer), 2, '0'), '' ORDER BY p.packed), '')
      FROM (SELECT r.phone, r.score, q.packed, lag(q.packed) OVER (ORDER BY q.packed) AS before
              FROM unnest(rows) r (phone, score, category, region, digest, version)
             CROSS JOIN LATERAL (SELECT numsight.phone_to_bigint(r.phone) AS packed) q) p;
END;
COMMENT ON FUNCTION private.blocklist_bin(data.blocklist[], bigint) IS
    'hexadecimal digits of a page of the blocklist: NSB1, version, how many numbers, the first of them in eight bytes, the distance of each next one as private.varint, the score of each in a byte';

CREATE OR REPLACE FUNCTION private.blocklist_body(format text, rows data.blocklist[], since bigint, version bigint, next text)
RETURNS text
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN CASE format
        WHEN 'json' THEN private.blocklist_json(rows, since, version) || ',"next":'
            || CASE WHEN next IS NULL THEN 'null' ELSE '"' || private.slot('next') || '"' END || '}'
        WHEN 'ndjson' THEN private.slot('application/x-ndjson') || private.blocklist_ndjson(rows, since, version)
        WHEN 'csv' THEN private.slot('text/csv blocklist.csv') || private.blocklist_csv(rows)
        WHEN 'vcf' THEN private.slot('text/vcard blocklist.vcf') || private.blocklist_vcf(rows)
        WHEN 'bin' THEN private.slot('application/octet-stream blocklist.bin') || private.blocklist_bin(rows, version) END;
END;
$$;
COMMENT ON FUNCTION private.blocklist_body(text, data.blocklist[], bigint, bigint, text) IS
    'a page of the blocklist in one of its formats';

CREATE OR REPLACE FUNCTION private.blocklist_after(cursor text, OUT until bigint, OUT version bigint, OUT phone bigint)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    part CONSTANT text[] := regexp_match(cursor, '^(\d{1,18}) (\d{1,18}) (-?\d{1,19})$');
BEGIN
    IF part IS NULL AND cursor IS NOT NULL THEN
        PERFORM private.refuse('cursor', 'is not one of ours', 'Take it from next of the page before.');
    END IF;
    until := coalesce(part[1]::bigint, (SELECT max(p.version) FROM data.publication p));
    version := part[2]::bigint;
    phone := part[3]::bigint;
END;
$$;
COMMENT ON FUNCTION private.blocklist_after(text) IS
    'which version the pages before were of, and their last number';

CREATE OR REPLACE FUNCTION private.blocklist(since bigint, country text, least_score smallint, format text, size bigint, cursor text)
RETURNS api.reply
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    after CONSTANT record := private.blocklist_after(cursor);
    page CONSTANT data.blocklist[] := ARRAY(
        SELECT p FROM private.blocklist_page(since, after.until, country, least_score, after.version, after.phone, size + 1) p);
    last CONSTANT data.blocklist := page[size];
    next CONSTANT text := CASE WHEN cardinality(page) > size
        THEN concat_ws(' ', after.until, last.version, numsight.phone_to_bigint(last.phone)) END;
BEGIN
    RETURN private.reply(200, private.blocklist_body(format, page[1:size], since, after.until, next), next);
END;
$$;
COMMENT ON FUNCTION private.blocklist(bigint, text, smallint, text, bigint, text) IS
    'a page of the blocklist, or of what has changed in it; nobody learns a name from it, so that it costs no budget';
