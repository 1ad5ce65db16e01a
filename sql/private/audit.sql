-- audit.sql: the record of what was done

CREATE OR REPLACE FUNCTION private.audit_keep()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '730 days' THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        -- who is forgotten is forgotten here, too
        IF (NEW.id, NEW.at, NEW.kind, NEW.detail) IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.kind, OLD.detail)
           AND NEW.about IS NOT DISTINCT FROM OLD.about
           AND (NEW.reason IS NOT DISTINCT FROM OLD.reason
                OR NEW.reason IS NULL AND (NEW.subject IS NULL AND OLD.subject IS NOT NULL
                                           OR OLD.about IN (SELECT s.digest FROM data.suppression s)))
           AND coalesce(NEW.account, OLD.account) IS NOT DISTINCT FROM OLD.account
           AND coalesce(NEW.subject, OLD.subject) IS NOT DISTINCT FROM OLD.subject THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'the record is only ever added to',
        HINT = 'Rows of the last two years stay as they are.';
END;
$$;
COMMENT ON FUNCTION private.audit_keep() IS
    'keeps the record: rows stay, but for the names of people who are forgotten and what was said of them, until they are two years old';

CREATE OR REPLACE FUNCTION private.note(actor bigint, kind text, subject bigint DEFAULT NULL, detail jsonb DEFAULT '{}', reason text DEFAULT NULL,
                                        about numsight.phone DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO data.audit (account, kind, subject, detail, reason, about)
    VALUES (actor, note.kind, note.subject, note.detail, note.reason,
            CASE WHEN note.reason IS NOT NULL THEN private.erase_digest(note.about) END);
END;
$$;
COMMENT ON FUNCTION private.note(bigint, text, bigint, jsonb, text, numsight.phone) IS
    'puts on the record who did what, to whom, and why; about: the number that the reason speaks of, with which it is forgotten';

CREATE OR REPLACE FUNCTION private.audit_kinds()
RETURNS text[]
LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN ARRAY(SELECT k.kind[1]
                   FROM pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''(\w+)''', 'g') k (kind)
                  WHERE c.conrelid = 'data.audit'::regclass AND c.conname = 'audit_kind_check' ORDER BY 1);
END;
$$;
COMMENT ON FUNCTION private.audit_kinds() IS
    'what is recorded: the kinds that data.audit takes';
