-- setting.sql: what one deployment decides for itself

CREATE TABLE data.setting (
    name    text PRIMARY KEY CHECK (name ~ '^[a-z][a-z_]*$'),
    value   text NOT NULL,
    note    text NOT NULL
);
COMMENT ON TABLE data.setting IS
    'settings of this deployment, one a row; the seal key is made at install and must survive a restore, for public ids depend on it';

INSERT INTO data.setting (name, value, note)
VALUES ('region', 'IN', 'how numbers without a country code are read when nothing else says it'),
       ('seal_key', encode(contrib.gen_random_bytes(16), 'hex'), 'AES-128 key of public ids, hexadecimal'),
       ('erase_key', encode(contrib.gen_random_bytes(32), 'hex'), 'HMAC key of the numbers of erased people, hexadecimal');
