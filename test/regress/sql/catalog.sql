-- What the extension promises of all its objects together. Every query lists
-- what breaks a promise; none returns a row.
CREATE TEMP VIEW member AS
SELECT d.classid, d.objid, pg_describe_object(d.classid, d.objid, 0) AS object
  FROM pg_depend d
  JOIN pg_extension e ON e.oid = d.refobjid
 WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'numsight';
CREATE TEMP VIEW member_function AS
SELECT p.*, object, l.lanname
  FROM member m
  JOIN pg_proc p ON p.oid = m.objid AND m.classid = 'pg_proc'::regclass
  JOIN pg_language l ON l.oid = p.prolang;
SELECT count(*) > 40 AS enough FROM member;

-- Every object has a comment, which is no full sentence.
SELECT object FROM member m
 WHERE NOT EXISTS (
        SELECT FROM pg_description d
         WHERE d.classoid = m.classid AND d.objoid = m.objid AND d.objsubid = 0
           AND d.description ~ '^[^\s].*[^.\s]$')
   AND NOT (classid = 'pg_type'::regclass AND object LIKE '%[]')
 ORDER BY object COLLATE "C";

-- All of it is in the schema numsight, which the control file fixes.
SELECT object FROM member m
 WHERE (pg_identify_object(classid, objid, 0)).schema <> 'numsight'
 ORDER BY object COLLATE "C";
SELECT extname FROM pg_extension
 WHERE extname = 'numsight' AND (extrelocatable OR extnamespace::regnamespace::text <> 'numsight');

-- Functions read no setting, no table, no clock, and may run in parallel;
-- the planner's estimator reads statistics, text from clients is in their
-- encoding, ranked_check and sheet_split read a table, sheet_insert writes one,
-- and who names no version of the spam model asks the table which is in use.
-- JSON has times in the zone that is set.
CREATE TEMP VIEW model_function AS
SELECT * FROM member_function
 WHERE proname IN ('spam_use', 'spam_revise', 'spam_fit', 'sheet_insert') OR prorettype = 'trigger'::regtype;
SELECT object, provolatile FROM member_function
 WHERE oid NOT IN (SELECT oid FROM model_function)
   AND provolatile <> CASE WHEN proname IN ('phone_prefix_sel', 'spam_version', 'spam_model_check',
                                             'ranked_name_recv', 'ranked_name_send', 'ranked_check', 'sheet_split')
                             OR proname ~ '^spam_(likelihood|explain|category|range|verdict)$' AND proargnames::text !~ 'model'
                             OR proname = 'json_pairs'
                           THEN 's' ELSE 'i' END
 ORDER BY object COLLATE "C";
SELECT object FROM member_function
 WHERE proparallel <> 's' AND proname NOT IN ('ranked_check', 'sheet_split') AND oid NOT IN (SELECT oid FROM model_function)
 ORDER BY object COLLATE "C";

-- NULL in, NULL out; but to the functions of spam_state it is the empty one,
-- an address book may be read without naming its form, and a table be compared
-- without naming a source; null is a value of JSON, and aggregates begin with none.
SELECT object FROM member_function
 WHERE NOT proisstrict AND prokind = 'f' AND proname NOT LIKE 'spam\_%' AND proname NOT IN ('book_rows', 'sheet_split')
   AND proname NOT LIKE 'json\_%' AND proname NOT LIKE 'name\_list\_%'
 ORDER BY object COLLATE "C";

-- Comparisons of phones tell nothing of them but the result; no other function claims so.
SELECT object, proleakproof FROM member_function
 WHERE proleakproof <> (proname ~ '^phone_(eq|ne|lt|le|gt|ge|cmp|within)$')
 ORDER BY object COLLATE "C";

-- Nothing runs with another's rights or settings, and entry points are named alike.
SELECT object FROM member_function
 WHERE prosecdef OR proconfig IS NOT NULL AND lanname <> 'plpgsql' OR procost < 1
    OR lanname = 'c' AND prosrc <> 'pg_' || proname
 ORDER BY object COLLATE "C";

-- Operators that compare name their commutators, negators and estimators.
SELECT object FROM member m JOIN pg_operator o ON o.oid = m.objid AND m.classid = 'pg_operator'::regclass
 WHERE oprresult = 'boolean'::regtype AND (oprrest = 0 OR oprjoin = 0)
    OR oprresult = 'boolean'::regtype AND oprleft = oprright AND oprname ~ '^[<>=]'
       AND (oprcom = 0 OR oprnegate = 0)
    OR oprcanhash AND NOT EXISTS (
        SELECT FROM pg_amop a JOIN pg_am ON pg_am.oid = a.amopmethod
         WHERE a.amopopr = o.oid AND amname = 'hash')
    OR oprcanmerge AND NOT EXISTS (
        SELECT FROM pg_amop a JOIN pg_am ON pg_am.oid = a.amopmethod
         WHERE a.amopopr = o.oid AND amname = 'btree')
 ORDER BY object COLLATE "C";

-- Operator classes are whole in the eyes of their access methods.
SELECT object FROM member
 WHERE CASE WHEN classid = 'pg_opclass'::regclass THEN NOT amvalidate(objid) END
 ORDER BY object COLLATE "C";
