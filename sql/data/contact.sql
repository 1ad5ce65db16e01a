-- contact.sql: people's own address books

CREATE TABLE data.contact (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner       bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    phone       numsight.phone NOT NULL,
    name        data.person_name NOT NULL,
    folded      text GENERATED ALWAYS AS (numsight.name_fold(name)) STORED,
    email       data.email_address,
    created     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contact_once UNIQUE (owner, phone, folded)
);
CREATE INDEX contact_newest ON data.contact (owner, id);
CREATE INDEX contact_phone ON data.contact (phone);
COMMENT ON TABLE data.contact IS
    'the entries of people''s own address books; a number may stand in one book under several names';
COMMENT ON COLUMN data.contact.email IS
    'for the owner of the book alone, whoever the number belongs to';

CREATE TABLE data.book (
    owner       bigint NOT NULL REFERENCES data.account ON DELETE CASCADE,
    phone       numsight.phone NOT NULL,
    since       timestamptz NOT NULL DEFAULT now(),
    weight      double precision NOT NULL CHECK (weight BETWEEN 0 AND 2),
    registered  timestamptz NOT NULL,
    cluster     integer NOT NULL,
    trusted     boolean NOT NULL,
    PRIMARY KEY (owner, phone)
);
CREATE INDEX book_phone ON data.book (phone);
COMMENT ON TABLE data.book IS
    'whose book holds which number, whatever the names: kept by the statements that change data.contact';
COMMENT ON COLUMN data.book.weight IS
    'what the book counted as evidence when it came in; taking it out takes back exactly this';
