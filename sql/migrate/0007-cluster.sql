-- 0007: the cluster of an account is made of the network it was registered from

COMMENT ON COLUMN data.account.cluster IS
    'the network that the account was registered from, as a keyed digest: evidence of one cluster is capped together';
