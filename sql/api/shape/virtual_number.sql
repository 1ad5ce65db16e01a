-- virtual_number.sql: the shapes of virtual numbers

CREATE DOMAIN api.number_state AS text;
COMMENT ON DOMAIN api.number_state IS
    'asked for, on its way here, in use, switched off, gone elsewhere, given back {"enum": ["requested", "porting_in", "active", "suspended", "ported_out", "released"], "example": "active"}';

CREATE TYPE api.port AS (direction text, carrier text, cut_over_at timestamptz, created_at api.moment);
COMMENT ON TYPE api.port IS 'a move of a number that is agreed';
COMMENT ON COLUMN api.port.direction IS 'to the owner or away from him {"enum": ["in", "out"], "example": "out"}';
COMMENT ON COLUMN api.port.carrier IS 'where from or where to {"example": "Other Telecom"}';
COMMENT ON COLUMN api.port.cut_over_at IS 'when {"example": "2024-04-02T03:00:00Z"}';

CREATE TYPE api.old_virtual_number AS (
    id api.public_id, phone_number api.e164, is_active boolean, status api.number_state, created_at api.moment);
COMMENT ON TYPE api.old_virtual_number IS 'a virtual number in the form that application D published';
COMMENT ON COLUMN api.old_virtual_number.is_active IS 'whether its state is active {"example": true}';

SELECT private.shape('virtual_number', 'old_virtual_number', 'port api.port') \g /dev/null
COMMENT ON TYPE api.virtual_number IS 'a number that the caller rents';
COMMENT ON COLUMN api.virtual_number.port IS 'the move that it waits for, or null {"example": null}';

CREATE TYPE api.virtual_number_page AS (results api.virtual_number[], next api.next_page);
COMMENT ON TYPE api.virtual_number_page IS 'virtual numbers of the caller, newest first';
