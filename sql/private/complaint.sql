-- complaint.sql: complaints of published files, and what becomes of them

CREATE OR REPLACE FUNCTION private.source_keep()
RETURNS trigger
LANGUAGE plpgsql
AS $$
DECLARE
    stranger bigint;
BEGIN
    -- a foreign key would ask for every row; a source is not deleted while rows come in for it
    PERFORM FROM data.source s WHERE s.id IN (SELECT a.source FROM added a) FOR KEY SHARE;
    SELECT a.source INTO stranger FROM added a
     WHERE NOT EXISTS (SELECT FROM data.source s WHERE s.id = a.source) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation',
            MESSAGE = format('there is no source %s', stranger), HINT = 'Make a row of data.source first.';
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.source_keep() IS
    'rows of a list belong to a source that is there';

CREATE OR REPLACE FUNCTION private.source_empty()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.listing l WHERE l.source IN (SELECT r.id FROM removed r);
    DELETE FROM data.complaint c WHERE c.source IN (SELECT r.id FROM removed r);
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.source_empty() IS
    'with a source its rows go';

CREATE OR REPLACE FUNCTION private.complaint_weight()
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- somebody was called, and told an authority; but nobody can be asked whether it was by the number
    -- on the display. Ten from as many areas make a number suspected, thirty make it spam.
    SELECT numsight.spam_report_weight(0.4, 365, false);
END;
COMMENT ON FUNCTION private.complaint_weight() IS
    'what a complaint counts: as little as the mark of a newcomer without a call behind it';

CREATE OR REPLACE FUNCTION private.listed_weight(part double precision, complaints bigint)
RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- all of one list is one voice, which says little more the louder it is: a number of one list is in doubt,
    -- of two suspected, of four or five spam
    SELECT CASE WHEN part IS NOT NULL THEN (2 * part - 1) * numsight.spam_report_weight(0.4, 365, true)
                WHEN complaints IS NOT NULL THEN least(complaints, 10) * private.complaint_weight()
                ELSE numsight.spam_report_weight(0.4, 365, true) END;
END;
COMMENT ON FUNCTION private.listed_weight(double precision, bigint) IS
    'what a place in a block list counts: as much as the mark of one newcomer whom the number had called, less the nearer its score is to the middle; or as that many complaints, of which ten are the most';

CREATE OR REPLACE FUNCTION private.complaint_count()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO data.number AS kept (phone, state)
        SELECT c.phone, numsight.spam_merge(private.line(c.phone),
                            numsight.spam_report_agg(c.at, c.weight, c.category, true, true, c.cluster, true, false))
          FROM added c
         GROUP BY c.phone ORDER BY c.phone
        ON CONFLICT (phone) DO UPDATE SET state = numsight.spam_merge(kept.state, excluded.state);
    ELSE
        PERFORM private.number_lock(ARRAY(SELECT c.phone FROM removed c));
        UPDATE data.number kept
           SET state = numsight.spam_merge(kept.state, gone.state)
          FROM (SELECT c.phone, private.report_change(c.at, - c.weight, c.category, true, true, c.cluster, true, false) AS state
                  FROM removed c
                 GROUP BY c.phone) gone
         WHERE kept.phone OPERATOR(numsight.=) gone.phone;
    END IF;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.complaint_count() IS
    'carries new and vanished complaints into data.number';
