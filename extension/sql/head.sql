\echo Use "CREATE EXTENSION numsight" to load this file. \quit

/* Who owns the schema can put objects beside ours that callers would take for ours. */
DO $$
DECLARE
    owner name;
BEGIN
    SELECT r.rolname INTO owner
      FROM pg_catalog.pg_namespace n
      JOIN pg_catalog.pg_roles r ON r.oid OPERATOR(pg_catalog.=) n.nspowner
     WHERE n.nspname OPERATOR(pg_catalog.=) '@extschema@' AND NOT r.rolsuper;
    IF FOUND THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = pg_catalog.format('schema "@extschema@" belongs to role "%s", which is not a superuser', owner),
            HINT = 'Drop the schema or give it to a superuser, then create the extension again.';
    END IF;
END
$$;

