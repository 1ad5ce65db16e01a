-- operate.sql: what operators do, from make psql or the run script

CREATE OR REPLACE FUNCTION private.login_free(person bigint)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    DELETE FROM data.login_failure WHERE subject = person;
    IF FOUND THEN
        PERFORM private.note(NULL, 'login_freed', person);
    END IF;
    RETURN FOUND;
END;
$$;
COMMENT ON FUNCTION private.login_free(bigint) IS
    'lets somebody try to log in again after too many failures';

CREATE OR REPLACE FUNCTION private.demo_account(phone text, name text, password_hash text, roles text[] DEFAULT '{}')
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    target CONSTANT numsight.phone := private.phone_of(NULL, phone, NULL, 'phone');
    person bigint;
BEGIN
    PERFORM private.names_open(target);
    INSERT INTO data.account AS a (phone, name, region, password, roles, created)
    VALUES (target, private.name_of(name), coalesce(numsight.phone_region(target), private.deployment_region()),
            password_hash, roles, now() - interval '400 days')
    ON CONFLICT ON CONSTRAINT account_phone_key DO UPDATE
       SET name = excluded.name, password = excluded.password, roles = excluded.roles
    RETURNING a.id INTO person;
    PERFORM private.login_clear(person);
    RETURN person;
END;
$$;
COMMENT ON FUNCTION private.demo_account(text, text, text, text[]) IS
    'makes an account for showing, or sets its name, password and roles anew; old enough for its reports to count';

CREATE OR REPLACE FUNCTION private.tidy()
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
    gone bigint;
BEGIN
    DELETE FROM data.session s
     WHERE s.expires < now() - interval '1 day'
        OR s.revoked < now() - interval '30 days' AND NOT EXISTS (SELECT FROM data.api_key k WHERE k.session = s.id AND k.paused IS NOT NULL);
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM data.login_failure
     WHERE window_start < now() - interval '1 day' AND blocked_until < now() AND subject < 0;
    PERFORM private.tally();
    DELETE FROM data.audit WHERE at < now() - interval '730 days';
    PERFORM private.code_tidy();
    DELETE FROM data.replay WHERE made < now() - interval '1 day';
    DELETE FROM data.disclosure WHERE day < today - 1;
    DELETE FROM data.miss WHERE day < today - 1;
    DELETE FROM data.spam_report_past WHERE until < now() - private.past_kept();
    DELETE FROM data.book_past WHERE until < now() - private.past_kept();
    DELETE FROM data.block WHERE until < now() - private.past_kept();
    RETURN gone;
END;
$$;
COMMENT ON FUNCTION private.tidy() IS
    'forgets sessions that nobody can use any more, how many, and what else is kept for a time only';

CREATE OR REPLACE FUNCTION private.refold()
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    -- of the fold, then of what an index holds and how: RANKED_KEY_VERSION and RANKED_META_VERSION of the extension
    version CONSTANT text := numsight.name_fold_version()::text || '.2.2';
BEGIN
    IF EXISTS (SELECT FROM data.setting s WHERE s.name = 'fold_version' AND s.value = version) THEN
        RETURN false;
    END IF;
    -- folded queries of now in keys of then would miss each other
    REINDEX INDEX data.entry_ranked;
    -- two names of one number that are one name now: the older stays
    DELETE FROM data.contact c USING data.contact o
     WHERE o.owner = c.owner AND o.phone OPERATOR(numsight.=) c.phone AND o.id < c.id
       AND numsight.name_fold(o.name) = numsight.name_fold(c.name);
    DELETE FROM data.listing l USING data.listing o
     WHERE o.source = l.source AND o.phone OPERATOR(numsight.=) l.phone AND o.folded < l.folded
       AND numsight.name_fold(o.name) = numsight.name_fold(l.name);
    -- a row written anew is folded anew, and its triggers carry that into the directory
    UPDATE data.contact SET name = name WHERE folded <> numsight.name_fold(name);
    UPDATE data.listing SET name = name WHERE folded <> numsight.name_fold(name);
    PERFORM private.sheet_refold();
    UPDATE data.account a SET name = a.name FROM data.entry e
     WHERE e.account = a.id AND e.folded <> numsight.name_fold(a.name);
    INSERT INTO data.setting (name, value, note)
    VALUES ('fold_version', version, 'version of the comparison form in which names are kept')
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.refold() IS
    'brings kept names into the comparison form of the extension that is installed now; false if they are in it';
