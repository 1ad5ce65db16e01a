-- erase.sql: people who asked to be forgotten, registered or not
--
-- What is said of a number stays, for others are called by it; names and e-mail addresses go, from every
-- book and list, and a keyed digest of the number keeps them out. Operators keep the list of digests beside
-- their backups, for a backup knows nothing of who was forgotten after it:
--
--     \copy (SELECT digest, created FROM data.suppression) TO erased.tsv
--
-- and after a restore
--
--     CREATE TABLE pg_temp.erased (digest bytea, created timestamptz);
--     \copy pg_temp.erased FROM erased.tsv
--     SELECT private.erase_again('pg_temp.erased');

CREATE OR REPLACE FUNCTION private.forget(target numsight.phone)
RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.names_close(target);
    PERFORM private.code_forget(target);
    INSERT INTO data.suppression (digest) VALUES (private.erase_digest(target)) ON CONFLICT DO NOTHING;
    -- of several entries of one book, which would all be called by the number, the oldest stays
    DELETE FROM data.contact c USING data.contact o
     WHERE c.phone OPERATOR(numsight.=) target AND o.phone OPERATOR(numsight.=) target
       AND o.owner = c.owner AND o.id < c.id;
    UPDATE data.contact c SET name = target::text, email = NULL
     WHERE c.phone OPERATOR(numsight.=) target;
    DELETE FROM data.listing l WHERE l.phone OPERATOR(numsight.=) target;
    PERFORM private.sheet_forget(target);
    DELETE FROM data.entry e WHERE e.phone OPERATOR(numsight.=) target AND e.account IS NULL;
    -- words of others, which may hold the name; their marks stay
    UPDATE data.spam_report r SET comment = NULL
     WHERE r.phone OPERATOR(numsight.=) target AND r.comment IS NOT NULL;
    UPDATE data.statement s SET reason = NULL
     WHERE s.phone OPERATOR(numsight.=) target AND s.reason IS NOT NULL;
    UPDATE data.audit a SET reason = NULL
     WHERE a.about = private.erase_digest(target) AND a.reason IS NOT NULL;
    DELETE FROM data.replay r WHERE position(target::text IN r.body) > 0;
END;
$$;
COMMENT ON FUNCTION private.forget(numsight.phone) IS
    'takes the names of a number out of every book and list and keeps them out; books keep the number';

CREATE OR REPLACE FUNCTION private.erase(person bigint)
RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
    target CONSTANT numsight.phone := (SELECT a.phone FROM data.account a WHERE a.id = person);
BEGIN
    PERFORM private.names_close(target);
    PERFORM FROM data.account a WHERE a.id = person FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE data.spam_report SET comment = NULL WHERE reporter = person AND comment IS NOT NULL;
    UPDATE data.statement SET reason = NULL WHERE account = person AND reason IS NOT NULL;
    UPDATE data.audit SET reason = NULL, subject = NULL WHERE subject = person AND reason IS NOT NULL;
    DELETE FROM data.login_failure WHERE subject = person;
    DELETE FROM data.account WHERE id = person;
    PERFORM private.forget(target);
    INSERT INTO data.audit (kind) VALUES ('account_erased');
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.erase(bigint) IS
    'forgets a person: account, sessions and book go, his marks and calls lose their author, his name goes from every book and list';

CREATE OR REPLACE FUNCTION private.opt_out(target numsight.phone)
RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM private.names_close(target);
    IF EXISTS (SELECT FROM data.account a WHERE a.phone OPERATOR(numsight.=) target) THEN
        RETURN false;
    END IF;
    PERFORM private.forget(target);
    RETURN true;
END;
$$;
COMMENT ON FUNCTION private.opt_out(numsight.phone) IS
    'forgets the names of a number that nobody is registered with; false if somebody is';

CREATE OR REPLACE FUNCTION private.opt_out_of(actor bigint, target numsight.phone)
RETURNS api.reply
LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT private.opt_out(target) THEN
        RETURN private.problem(409, 'phone_number is registered: its owner erases it with DELETE /v1/me', 'phone_number');
    END IF;
    PERFORM private.note(actor, 'number_forgotten');
    RETURN private.reply(204, NULL);
END;
$$;
COMMENT ON FUNCTION private.opt_out_of(bigint, numsight.phone) IS
    'forgets the names of a number, on the record, and answers so; actor NULL: the owner himself, who proved that he is';

CREATE OR REPLACE FUNCTION private.erase_again(list regclass)
RETURNS bigint
LANGUAGE plpgsql
AS $$
DECLARE
    one record;
    erased bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('private.names'), d) FROM generate_series(0, 63) d;
    EXECUTE format($query$
        INSERT INTO data.suppression AS s (digest, created) SELECT r.digest, max(r.created) FROM %s r GROUP BY r.digest
        ON CONFLICT (digest) DO UPDATE SET created = greatest(s.created, excluded.created)
        $query$, list);
    FOR one IN
        SELECT k.phone, a.id AS account, a.created > s.created AS returned
          FROM (SELECT c.phone FROM data.contact c UNION SELECT l.phone FROM private.listed l
                UNION SELECT p.phone FROM data.account p) k
          JOIN data.suppression s ON s.digest = private.erase_digest(k.phone)
          LEFT JOIN data.account a ON a.phone OPERATOR(numsight.=) k.phone
         ORDER BY k.phone
    LOOP
        IF one.returned THEN
            DELETE FROM data.suppression s WHERE s.digest = private.erase_digest(one.phone);
            CONTINUE;
        END IF;
        IF NOT coalesce(private.erase(one.account), false) THEN
            PERFORM private.forget(one.phone);
        END IF;
        erased := erased + 1;
    END LOOP;
    RETURN erased;
END;
$$;
COMMENT ON FUNCTION private.erase_again(regclass) IS
    'after a restore: forgets those whom a list of digest and created names, but nobody who registered after that; how many numbers were met';
