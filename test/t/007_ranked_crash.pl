# Ranked indexes survive a crash in the middle of insertions: they are whole,
# hold every row that was committed, and take more.
use strict;
use warnings;

use NumSight;
use PostgreSQL::Test::Utils;
use Ranked;
use Test::More;

my $node = cluster('crash', <<'CONF');
fsync = on
autovacuum = off
restart_after_crash = on
max_connections = 20
CONF
my $database = database($node, 'crash');
create_people($node, $database, '');
fill_people($node, $database, 1, 5000);

# Commits each row, so that a crash comes between any two changes of a page.
$node->safe_psql($database, <<'SQL');
CREATE PROCEDURE insert_people(first integer, last integer) LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN first..last LOOP
        INSERT INTO person VALUES (i, name_of(i), rank_of(i));
        COMMIT;
    END LOOP;
END
$$;
SQL

sub start_inserting
{
	my ($from) = @_;
	my $handle = IPC::Run::start(
		[ 'psql', '-XqAt', '-d', $node->connstr($database), '-c',
			'CALL insert_people(' . $from . ', ' . ($from + 99999) . ')' ],
		'<', \'', '>', \my $output, '2>', \my $error);

	$node->poll_query_until($database, 'SELECT count(*) > 700 FROM person WHERE id >= ' . $from)
	  or die 'nothing is inserted';
	return $handle;
}

# The server dies at once.
my $inserting = start_inserting(100000);
$node->stop('immediate');
$inserting->finish;
$node->start;
people_agree($node, $database, 'after the server died');

# A writer is killed, and takes the others down with it.
$inserting = start_inserting(300000);
my $pid = $node->safe_psql($database, q{SELECT pid FROM pg_stat_activity WHERE query LIKE 'CALL insert_people%'});
kill 'KILL', $pid;
$inserting->finish;
$node->poll_query_until('postgres', 'SELECT true') or die 'the server is not back';
people_agree($node, $database, 'after a writer was killed');

# Removal and more after a checkpoint, and another death.
$node->safe_psql($database, 'CHECKPOINT; DELETE FROM person WHERE id % 5 = 0; VACUUM person');
$inserting = start_inserting(500000);
$node->stop('immediate');
$inserting->finish;
$node->start;
people_agree($node, $database, 'after removal and another death');
fill_people($node, $database, 900001, 901000);
people_agree($node, $database, 'with more people');

# An unlogged table is empty after a crash, and so are its indexes.
my $unlogged = database($node, 'unlogged');
create_people($node, $unlogged, 'UNLOGGED');
fill_people($node, $unlogged, 1, 3000);
people_agree($node, $unlogged, 'unlogged');
$node->stop('immediate');
$node->start;
is($node->safe_psql($unlogged, 'SELECT count(*) FROM person'), '0',
	'an unlogged table is empty after a crash');
people_agree($node, $unlogged, 'unlogged and empty');
fill_people($node, $unlogged, 1, 3000);
people_agree($node, $unlogged, 'unlogged and filled again');

$node->stop;
done_testing();
