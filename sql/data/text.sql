-- text.sql: the shapes of what people type, each a domain, so that no table can hold another shape

CREATE DOMAIN data.person_name AS text
    CONSTRAINT person_name_length CHECK (octet_length(VALUE) <= 256)
    CONSTRAINT person_name_control CHECK (numsight.name_is_plain(VALUE))
    CONSTRAINT person_name_blank CHECK (numsight.name_is_seen(VALUE));
COMMENT ON DOMAIN data.person_name IS
    'what somebody is called: any script, up to 256 bytes, no control characters, something to be seen';

CREATE DOMAIN data.email_address AS text
    CONSTRAINT email_address_length CHECK (octet_length(VALUE) <= 254)
    CONSTRAINT email_address_form CHECK (
        VALUE ~ '^[^\s@<>()\[\],;:"\\\u0001-\u001F\u007F-\u009F]{1,64}@([^\s@<>()\[\],;:"\\/_.\u0001-\u002C\u007F-\u009F]{1,63}[.])+[^\s@<>()\[\],;:"\\/_.\u0001-\u002C\u007F-\u009F]{2,63}$'
        AND VALUE !~ '(^[.]|[.][.]|[.]@|@-|-[.]|[.]-|-$)');
COMMENT ON DOMAIN data.email_address IS
    'an e-mail address: mailbox and a host with a dot; letters of every script, no quoted mailboxes';

CREATE DOMAIN data.remark AS text
    CONSTRAINT remark_length CHECK (octet_length(VALUE) <= 2000)
    CONSTRAINT remark_control CHECK (VALUE !~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]');
COMMENT ON DOMAIN data.remark IS
    'a comment of a person: up to 2000 bytes, lines and tabs allowed, no other control characters';

CREATE DOMAIN data.region AS text
    CONSTRAINT region_form CHECK (VALUE ~ '^[A-Z]{2}$');
COMMENT ON DOMAIN data.region IS
    'a country in two capital letters: how numbers without a country code are read';

CREATE DOMAIN data.spam_category AS text
    CONSTRAINT spam_category_known CHECK (VALUE IN (
        'telemarketing', 'scam', 'robocall', 'debt', 'survey', 'wangiri', 'silent', 'other'));
COMMENT ON DOMAIN data.spam_category IS
    'what kind of unwanted call a report speaks of';
