-- standing.sql: how well a name is known, which orders the names of a tier
--
-- The ranked index of data.entry holds (standing, id) in 48 bits. Standing grows with the logarithm
-- of the books, so an entry changes its place only when books have grown by about 1.6 times; it is
-- kept by the statements that store contacts, listings and evidence.

CREATE OR REPLACE FUNCTION private.standing(books integer, likely boolean)
RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT greatest(0, least(31, floor(1.5 * ln(1 + books) / ln(2))::integer
                                 - CASE WHEN likely THEN 6 ELSE 0 END))::smallint;
END;
COMMENT ON FUNCTION private.standing(integer, boolean) IS
    'how well a name is known, 0 to 31: steps of 1.6 times the books; six lower, as if 16 times fewer books held it, if the number is likely spam';

CREATE OR REPLACE FUNCTION private.ranked(folded text, standing smallint, id bigint)
RETURNS numsight.ranked_name
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    -- the expression that the index of data.entry is on: it becomes part of the statements that use it
    SELECT numsight.name_ranked(folded, (standing::bigint << 43) | ((1099511627775 - id) << 3));
END;
COMMENT ON FUNCTION private.ranked(text, smallint, bigint) IS
    'the name of an entry with its rank: the better known first, then the older';

CREATE OR REPLACE FUNCTION private.number_judge()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- called only when it is so: that is told without a function of ours, for every event stored
    NEW.likely := NOT NEW.likely;
    RETURN NEW;
END;
$$;
COMMENT ON FUNCTION private.number_judge() IS
    'notes that the evidence being stored makes a number likely spam, or no longer';

CREATE OR REPLACE FUNCTION private.number_stand()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    -- a report pays for the best known names of a number; private.restand() does the rest
    UPDATE data.entry e
       SET standing = private.standing(e.books, NEW.likely)
      FROM (SELECT o.id FROM data.entry o
             WHERE o.phone OPERATOR(numsight.=) NEW.phone
               AND o.standing <> private.standing(o.books, NEW.likely)
             ORDER BY o.books DESC, o.id LIMIT 100) best
     WHERE e.id = best.id;
    RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.number_stand() IS
    'moves the names of a number that has become likely spam, or is no longer';

CREATE OR REPLACE FUNCTION private.restand()
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    moved bigint;
BEGIN
    -- evidence fades without anybody storing anything
    UPDATE data.number n SET state = n.state
     WHERE n.likely <> (numsight.spam_likelihood(n.state, now()) >= 0.5);
    UPDATE data.entry e
       SET standing = private.standing(e.books, due.likely)
      FROM (SELECT o.id, coalesce(n.likely, false) AS likely
              FROM data.entry o LEFT JOIN data.number n ON n.phone OPERATOR(numsight.=) o.phone
             WHERE o.standing <> private.standing(o.books, coalesce(n.likely, false))) due
     WHERE e.id = due.id;
    GET DIAGNOSTICS moved = ROW_COUNT;
    RETURN moved;
END;
$$;
COMMENT ON FUNCTION private.restand() IS
    'brings the order of names up to date where only time has passed; for a job at night: how many moved beside those of numbers judged anew';
