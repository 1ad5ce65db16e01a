# Ranked indexes while people come, change and go: by many at a time, undone,
# removed, rebuilt beside it, with checksums on every page.
use strict;
use warnings;

use NumSight;
use PostgreSQL::Test::Utils;
use Ranked;
use Test::More;

my $node = cluster('churn', "autovacuum = off\nmax_connections = 20\n",
	extra => ['--data-checksums']);
my $database = database($node, 'churn');
create_people($node, $database, '');
people_agree($node, $database, 'empty');
fill_people($node, $database, 1, 12000);
people_agree($node, $database, 'filled');

# A fifth is removed, a fifth changes names, a fifth ranks.
$node->safe_psql($database, q{
DELETE FROM person WHERE id % 5 = 0;
UPDATE person SET name = name_of(id + 50000) WHERE id % 5 = 1;
UPDATE person SET rank = rank_of(id + 50000) WHERE id % 5 = 2});
people_agree($node, $database, 'changed');
$node->safe_psql($database, 'VACUUM person');
people_agree($node, $database, 'vacuumed');
my $removed = $node->safe_psql($database, q{SELECT entries FROM numsight.ranked_check('person_text')});
$node->safe_psql($database, 'VACUUM person; REINDEX INDEX person_text');
is($node->safe_psql($database, q{SELECT entries <= } . $removed . q{ FROM numsight.ranked_check('person_text')}),
	't', 'a new index has no more entries');

# New rows take the places of removed ones.
fill_people($node, $database, 20001, 24000);
people_agree($node, $database, 'filled again');

# What is undone is not found, and nobody finds it meanwhile.
my $writer = $node->background_psql($database);
$writer->query_safe('BEGIN');
$writer->query_safe(q{INSERT INTO person VALUES (-1, 'Zacharias Quibble', 281474976710655), (-2, 'Raj', 281474976710655)});
my $find = q{SET search_path = public, numsight; SET enable_seqscan = off;
SELECT count(*) FROM (SELECT id FROM person WHERE name_ranked(name, rank) @~ 'QUERY'
ORDER BY name_ranked(name, rank) <~> 'QUERY' LIMIT 5) best WHERE id < 0};
(my $quibble = $find) =~ s/QUERY/quibble/g;
(my $raj = $find) =~ s/QUERY/raj/g;
is($node->safe_psql($database, $quibble), '0', 'what is not committed is not found');
is($writer->query_safe($quibble), '1', 'but by who wrote it');
is($writer->query_safe($raj), '1', 'as the first of many');
$writer->query_safe('ROLLBACK');
is($node->safe_psql($database, $raj), '0', 'what is undone is not found');
$writer->quit;
people_agree($node, $database, 'after an abort');

# A cursor goes on while others write, and sees what it saw.
my $reader = $node->background_psql($database);
$reader->query_safe(q{SET search_path = public, numsight; SET enable_seqscan = off; SET enable_sort = off});
my $all = $reader->query_safe(q{SELECT count(*) FROM person WHERE name @~ 'r' AND name_tier(name, 'r') < 5});
$reader->query_safe(q{BEGIN ISOLATION LEVEL REPEATABLE READ;
DECLARE people CURSOR FOR SELECT id FROM person WHERE name @~ 'r' ORDER BY name <~> 'r'});
my @fetched = split /\n/, $reader->query_safe('FETCH 100 FROM people');
fill_people($node, $database, 30001, 36000);
$node->safe_psql($database, 'DELETE FROM person WHERE id % 11 = 0');
push @fetched, split /\n/, $reader->query_safe('FETCH ALL FROM people');
is(scalar @fetched, $all, 'a cursor meets what was there, once, over splits');
$reader->query_safe('COMMIT');
$reader->quit;

# Four at a time write and search, while indexes are rebuilt and vacuumed.
my %script = (
	write => q{\set id random(100001, 130000)
INSERT INTO person VALUES (:id, name_of(:id), rank_of(:id)) ON CONFLICT (id) DO UPDATE SET name = name_of(:id + 7), rank = rank_of(:id + 7);
},
	remove => q{\set id random(1, 36000)
DELETE FROM person WHERE id = :id;
},
	undo => q{\set id random(200001, 230000)
BEGIN;
INSERT INTO person VALUES (:id, name_of(:id), rank_of(:id)) ON CONFLICT DO NOTHING;
ROLLBACK;
},
	search => q{\set id random(1, 30000)
SELECT count(*) FROM (SELECT id FROM person WHERE name OPERATOR(numsight.@~) left(name_of(:id), 1 + :id % 9)
ORDER BY name OPERATOR(numsight.<~>) left(name_of(:id), 1 + :id % 9) LIMIT 20) best;
});
my $folder = PostgreSQL::Test::Utils::tempdir();
my @files;
for my $name (sort keys %script)
{
	PostgreSQL::Test::Utils::append_to_file("$folder/$name", $script{$name});
	push @files, '-f', "$folder/$name";
}
my $bench = IPC::Run::start(
	[ 'pgbench', '-n', '-c', '4', '-j', '2', '-t', '2500', '--random-seed=7', @files,
		'-h', $node->host, '-p', $node->port, $database ],
	'<', \'', '>', \my $output, '2>', \my $error);
$node->safe_psql($database, 'REINDEX INDEX CONCURRENTLY person_text');
$node->safe_psql($database, 'VACUUM person');
$node->safe_psql($database, 'REINDEX INDEX CONCURRENTLY person_ranked');
$node->safe_psql($database, 'VACUUM person');
ok($bench->finish, 'writers, searches and vacuum go on together') or diag($error);
unlike($error, qr/ERROR/, 'without an error');
people_agree($node, $database, 'after all of them');

# A temporary table has indexes of its own session.
like($node->safe_psql($database, q{
CREATE TEMP TABLE passing (name text);
CREATE INDEX passing_name ON passing USING ranked (name numsight.name_ranked_ops);
INSERT INTO passing SELECT name_of(i) FROM generate_series(1, 2000) AS i;
SELECT rows FROM numsight.ranked_check('passing_name')}), qr/^2000$/, 'a temporary index is sound');

# Bytes that are wrong are an error, not an answer and not a crash.
$node->stop;
my $path = $node->data_dir . '/' . do {
	$node->start;
	my $found = $node->safe_psql($database, q{SELECT pg_relation_filepath('person_text')});
	$node->stop;
	$found;
};
open(my $file, '+<:raw', $path) or die "$path: $!";
for my $block (1 .. (-s $path) / 8192 - 1)
{
	seek($file, $block * 8192 + 24, 0);
	print $file pack('C*', map { ($_ * 37 + $block * 11) % 256 } 1 .. 400);
}
close($file);
$node->append_conf('postgresql.conf', 'ignore_checksum_failure = on');
$node->start;
my ($status, $answer, $complaint) = $node->psql($database, q{SET search_path = public, numsight; SET enable_seqscan = off;
\set VERBOSITY verbose
SELECT name FROM person WHERE name @~ 'r' ORDER BY name <~> 'r'});
like($complaint, qr/XX002: index "person_text" is corrupted in block \d+/, 'corrupt pages are told as such');
is($node->safe_psql($database, 'SELECT 1'), '1', 'and the server goes on');
$node->safe_psql($database, 'REINDEX INDEX person_text');
people_agree($node, $database, 'rebuilt');

$node->stop;
done_testing();
