-- 0018: words about a number go with it; keys of an account that is locked wait

ALTER TABLE data.audit ADD COLUMN about bytea CHECK (octet_length(about) = 32);
CREATE INDEX audit_about ON data.audit (about) WHERE about IS NOT NULL;
COMMENT ON COLUMN data.audit.about IS
    'keyed digest of the number that the reason speaks of: who is forgotten takes it along';
SELECT EXISTS (SELECT FROM data.audit) AS older \gset
\if :older
    ALTER TABLE data.audit DISABLE TRIGGER audit_keep;
    UPDATE data.audit a SET about = private.erase_digest(s.phone)
      FROM data.statement s
     WHERE a.kind = 'number_stated' AND a.detail ->> 'statement' = s.id::text;
    ALTER TABLE data.audit ENABLE TRIGGER audit_keep;
\endif

ALTER TABLE data.api_key ADD COLUMN paused timestamptz;
COMMENT ON COLUMN data.api_key.paused IS
    'since when it waits, its account being locked: its session is revoked, and goes on when the account is let in again';
