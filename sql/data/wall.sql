-- wall.sql: the second wall around personal rows
--
-- The first wall: nobody but the owner of the tables has a privilege on them. Should one ever be
-- granted by mistake, row security still shows and takes nothing, for the only policy names that
-- owner. FORCE holds it against the owner's own functions too, should the policy be dropped.

DO $$
DECLARE
    personal CONSTANT text[] := ARRAY['account', 'audit', 'book', 'call', 'contact', 'login_failure',
        'refresh_token', 'session', 'setting', 'spam_report', 'suppression', 'virtual_number'];
    one text;
BEGIN
    FOREACH one IN ARRAY personal LOOP
        EXECUTE format('ALTER TABLE data.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY functions_only ON data.%I TO numsight_owner USING (true) WITH CHECK (true)', one);
    END LOOP;
END;
$$;
