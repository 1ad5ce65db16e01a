# Values and indexes survive a crash: what was committed is there, in the
# table and in each index, and what was not is not.
use strict;
use warnings;

use NumSight;
use Test::More;

my $node = cluster('crash', "fsync = on\nautovacuum = off\n");
my $database = database($node, 'crash');
$node->safe_psql($database, 'CREATE EXTENSION amcheck');

fill_phones($node, $database, 1, 10000);
my $checksum = q{SELECT count(*), md5(string_agg(id || ' ' || number::text, ',' ORDER BY id)) FROM book};
my $before = $node->safe_psql($database, $checksum);

# A transaction that is open when the server dies.
my $open = $node->background_psql($database);
$open->query_safe(q{BEGIN});
$open->query_safe(q{INSERT INTO book SELECT -id, '+390612345678' FROM generate_series(1, 1000) AS id});
$node->stop('immediate');
eval { $open->quit };
$node->start;
is($node->safe_psql($database, $checksum), $before, 'committed rows are back');
phone_indexes_agree($node, $database, 'after a crash');

# Page splits, deletions and a second crash after a checkpoint in between.
$node->safe_psql($database, 'CHECKPOINT; DELETE FROM book WHERE id % 3 = 0; VACUUM book');
fill_phones($node, $database, 10001, 15000);
$node->safe_psql($database, q{SELECT brin_summarize_new_values('book_minmax'), brin_summarize_new_values('book_multi'), brin_summarize_new_values('book_bloom')});
$before = $node->safe_psql($database, $checksum);
$node->stop('immediate');
$node->start;
is($node->safe_psql($database, $checksum), $before, 'and again after deletions');
phone_indexes_agree($node, $database, 'after another');
$node->command_ok([ 'pg_amcheck', '--heapallindexed', '--parent-check', '-p', $node->port, '-h', $node->host, $database ],
	'pg_amcheck finds nothing in the database');

$node->stop;
done_testing();
