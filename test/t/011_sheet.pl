# Sheets of people in a table, whatever happens: the server dies, a transaction
# is rolled back, a standby takes over. B-trees that were filled by pages are
# sound, and an identity is given once.
use strict;
use warnings;

use NumSight;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = cluster('primary', <<'CONF', allows_streaming => 1);
fsync = on
autovacuum = off
wal_consistency_checking = 'all'
wal_keep_size = '2GB'
max_connections = 20
CONF
my $database = database($node, 'sheets');
$node->safe_psql($database, <<'SQL');
CREATE EXTENSION amcheck;
CREATE TABLE person (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, phone numsight.phone NOT NULL,
    name text NOT NULL, folded text NOT NULL, CONSTRAINT once UNIQUE (phone, folded));
CREATE INDEX person_name ON person (name);
CREATE INDEX person_ranked ON person USING ranked (numsight.name_ranked(folded, 1000000 - id) numsight.ranked_name_ops);
CREATE FUNCTION people(salt integer, many integer) RETURNS bytea LANGUAGE sql AS $$
SELECT numsight.sheet_make(
           array_agg(('+9198' || lpad((abs(hashint4(i + salt * 1000000)) % 100000000)::text, 8, '0'))::numsight.phone),
           array_agg((ARRAY['Asha', 'Bo', 'Chandra'])[1 + i % 3] || ' ' || to_hex(hashint4(i + salt) & 65535)))
  FROM generate_series(1, many) i $$;
CREATE FUNCTION add(salt integer, many integer) RETURNS bigint LANGUAGE sql AS $$
SELECT numsight.sheet_insert(ROW (NULL, NULL, NULL, NULL)::person, s.fresh)
  FROM numsight.sheet_split(people(salt, many), 'once') s $$;
SQL

# By what it says itself, and by comparison with the table.
sub sound
{
	my ($server, $when) = @_;
	my $check = $server == $node ? 'bt_index_parent_check(%s, true, true)' : 'bt_index_check(%s, true)';

	for my $index (qw(person_pkey once person_name))
	{
		is($server->safe_psql($database, 'SELECT ' . sprintf($check, "'$index'")), '', "$when: $index is sound");
	}
	is($server->safe_psql($database, "SELECT rows = (SELECT count(*) FROM person) FROM numsight.ranked_check('person_ranked')"),
		't', "$when: the ranked index is sound");
}

sub add
{
	my ($server, $salt, $many) = @_;

	return $server->safe_psql($database, "SET numsight.ranked_delay = on; SELECT add($salt, $many)");
}

is(add($node, 1, 20000), 20000, 'a first sheet');
sound($node, 'into empty indexes');
add($node, 2, 20000);
sound($node, 'between others');
add($node, 3, 50);
sound($node, 'a few');
is(add($node, 1, 20000), 0, 'a sheet that is known adds nobody');

$node->safe_psql($database, 'CHECKPOINT');
add($node, 4, 15000);
my $last = $node->safe_psql($database, 'SELECT max(id) FROM person');
$node->stop('immediate');
$node->start;
sound($node, 'after the server died');
cmp_ok($node->safe_psql($database, q{INSERT INTO person (phone, name, folded) VALUES ('+911234567', 'x', 'x') RETURNING id}),
	'>', $last, 'no identity is given again');

$node->safe_psql($database, 'BEGIN; SET numsight.ranked_delay = on; SELECT add(5, 15000); ROLLBACK');
sound($node, 'rolled back');
$node->safe_psql($database, 'VACUUM person');
add($node, 5, 15000);
sound($node, 'in the place of what was rolled back');

$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;
add($node, 6, 20000);
$node->safe_psql($database, 'DELETE FROM person WHERE id % 3 = 0; VACUUM person');
add($node, 7, 20000);
sound($node, 'with room of those who are gone');
$node->wait_for_catchup($standby);
sound($standby, 'standby');
$last = $node->safe_psql($database, 'SELECT max(id) FROM person');
$node->stop;
$standby->promote;
cmp_ok($standby->safe_psql($database, q{INSERT INTO person (phone, name, folded) VALUES ('+911234568', 'x', 'x') RETURNING id}),
	'>', $last, 'nor by the standby that takes over');
add($standby, 8, 20000);
sound($standby, 'promoted');
unlike(PostgreSQL::Test::Utils::slurp_file($standby->logfile), qr/inconsistent page/,
	'no page differed from its image');
$standby->stop;
done_testing();
