# A standby replays ranked indexes page by page, answers as the primary does
# while they change, and is whole when it takes over.
use strict;
use warnings;

use NumSight;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Ranked;
use Test::More;

my $primary = cluster('primary', <<'CONF', allows_streaming => 1);
wal_consistency_checking = 'all'
wal_keep_size = '2GB'
max_connections = 20
autovacuum = off
CONF
my $database = database($primary, 'replayed');
create_people($primary, $database, '');
fill_people($primary, $database, 1, 2000);
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->append_conf('postgresql.conf', 'max_standby_streaming_delay = -1');
$standby->start;

# Splits, a build, removal, ranks that rise.
fill_people($primary, $database, 2001, 8000);
$primary->safe_psql($database, q{
DELETE FROM person WHERE id % 5 = 0;
VACUUM person;
REINDEX INDEX CONCURRENTLY person_text;
UPDATE person SET rank = rank + (1::bigint << 45) WHERE id % 50 = 1});
fill_people($primary, $database, 8001, 10000);
$primary->wait_for_catchup($standby);
people_agree($primary, $database, 'primary');
people_agree($standby, $database, 'standby');

# A snapshot of the standby sees what it saw while pages change under it.
my $search = q{SET search_path = public, numsight; SET enable_seqscan = off; SET enable_sort = off;
SELECT array_agg(id) FROM (SELECT id FROM person WHERE name_ranked(name, rank) @~ 'raj'
ORDER BY name_ranked(name, rank) <~> 'raj' LIMIT 300) best};
my $reader = $standby->background_psql($database);
$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
my $before = $reader->query_safe($search);
fill_people($primary, $database, 10001, 14000);
$primary->safe_psql($database, 'DELETE FROM person WHERE id % 7 = 0');
$primary->wait_for_catchup($standby);
is($reader->query_safe($search), $before, 'a snapshot of the standby stays what it was');
$reader->query_safe('COMMIT');
$reader->quit;
isnt($standby->safe_psql($database, $search), $before, 'a new one is another');

# Rows that are gone are not told apart there: none takes a similar one's place.
$primary->safe_psql($database, q{
INSERT INTO person SELECT id, 'Kalyanasundaram', 0 FROM generate_series(30001, 30200) id;
DELETE FROM person WHERE id > 30000;
INSERT INTO person VALUES (30201, 'Kalyanasundaram of the Hill', 0)});
$primary->wait_for_catchup($standby);
is( $standby->safe_psql($database, q{SET search_path = public, numsight; SET enable_seqscan = off;
SELECT name FROM person WHERE name @~ 'kalyanasundarem' ORDER BY name <~> 'kalyanasundarem'}),
	'Kalyanasundaram of the Hill', 'a similar name behind many that are gone');

$primary->safe_psql($database, 'VACUUM person');
$primary->wait_for_catchup($standby);
people_agree($standby, $database, 'standby after vacuum');
$primary->stop;
$standby->promote;
fill_people($standby, $database, 20001, 22000);
people_agree($standby, $database, 'promoted');
unlike(PostgreSQL::Test::Utils::slurp_file($standby->logfile), qr/inconsistent page/,
	'no page differed from its image');

$standby->stop;
done_testing();
