-- cluster.sql: who speaks with one voice: the accounts of one network

CREATE OR REPLACE FUNCTION private.network(address text)
RETURNS cidr
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
    mapped CONSTANT inet := '::ffff:0:0/96'::inet;
    -- this machine, private networks, those between a provider and its customers, link-local ones
    silent CONSTANT inet[] := '{0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,
                               172.16.0.0/12,192.168.0.0/16,::/127,fc00::/7,fe80::/10}'::inet[];
    host inet;
BEGIN
    host := address::inet;
    IF host << mapped THEN
        host := '0.0.0.0'::inet + (host - host(mapped)::inet);
    END IF;
    IF EXISTS (SELECT FROM unnest(silent) s WHERE host <<= s) THEN
        RETURN NULL;
    END IF;
    RETURN network(set_masklen(host, CASE family(host) WHEN 4 THEN 24 ELSE 48 END));
EXCEPTION
    -- a proxy on a unix socket has no address
    WHEN invalid_text_representation THEN
        RETURN NULL;
END;
$$;
COMMENT ON FUNCTION private.network(text) IS
    'the network of an address that one household or company may have to itself, /24 or /48; NULL for addresses that tell nobody apart';

CREATE OR REPLACE FUNCTION private.cluster(address text)
RETURNS integer
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
    network CONSTANT cidr := private.network(address);
    digest bytea;
BEGIN
    IF network IS NULL THEN
        RETURN (random() * 2147483647)::integer;
    END IF;
    -- with a key: nobody who reads the table can try all networks
    digest := contrib.hmac(convert_to('network ' || network, 'UTF8'), private.seal_key(), 'sha256');
    RETURN ('x' || encode(substr(digest, 1, 4), 'hex'))::bit(32)::integer & 2147483647;
END;
$$;
COMMENT ON FUNCTION private.cluster(text) IS
    'the cluster of an account that registers from an address: always the same for one network, of which it tells nothing; any for an address that tells nothing';
