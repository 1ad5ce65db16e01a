-- source.sql: imported lists

CREATE TABLE data.source (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        data.person_name NOT NULL UNIQUE,
    created     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE data.source IS
    'where imported lists come from';

CREATE TABLE data.listing (
    source      bigint NOT NULL,
    phone       numsight.phone NOT NULL,
    name        data.person_name NOT NULL,
    folded      text GENERATED ALWAYS AS (numsight.name_fold(name)) STORED,
    created     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (phone, folded, source)
);
COMMENT ON TABLE data.listing IS
    'names of numbers from imported lists, which nobody owns; that their source is there is seen to once a statement, since lists are long';
