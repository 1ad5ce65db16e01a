# Dump and restore: the same bytes come back, through text, archive and
# binary copy, with the same definitions.
use strict;
use warnings;

use Cwd qw(abs_path);
use NumSight;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = cluster('dump', "autovacuum = off\n");
my $database = database($node, 'origin');

fill_phones($node, $database, 1, 3000);
$node->safe_psql($database, <<'SQL');
CREATE TABLE person (
    written text NOT NULL,
    number numsight.phone GENERATED ALWAYS AS (numsight.phone_try(written, 'IN')) STORED
        CHECK (numsight.phone_valid(number)),
    other numsight.phone DEFAULT 'anonymous' CHECK (other OPERATOR(numsight.>=) '+100'),
    EXCLUDE USING hash (number WITH OPERATOR(numsight.=))
);
INSERT INTO person (written) VALUES ('98765 43210'), ('+1 (415) 555-2671'), ('0049 30 123456');
CREATE TABLE by_range (number numsight.phone PRIMARY KEY) PARTITION BY RANGE (number);
CREATE TABLE by_range_low PARTITION OF by_range FOR VALUES FROM (MINVALUE) TO ('+5000');
CREATE TABLE by_range_high PARTITION OF by_range FOR VALUES FROM ('+5000') TO (MAXVALUE);
INSERT INTO by_range VALUES ('+14155552671'), ('+919876543210'), ('VM-HDFCBK'), ('unknown');
CREATE TABLE by_hash (number numsight.phone PRIMARY KEY) PARTITION BY HASH (number);
CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_hash SELECT DISTINCT number FROM book;
CREATE VIEW german AS SELECT id, number FROM book WHERE number OPERATOR(numsight.^@) '+49';
CREATE INDEX book_indian ON book (number) WHERE number OPERATOR(numsight.^@) '+91';
CREATE DOMAIN valid_phone AS numsight.phone CHECK (numsight.phone_valid(VALUE));
CREATE TABLE several (numbers numsight.phone[], checked valid_phone);
INSERT INTO several VALUES ('{+919876543210,IN:112,NULL,VM-HDFCBK}', '+919876543210');
CREATE MATERIALIZED VIEW per_region AS
SELECT numsight.phone_region(number) AS region, count(*), numsight.min(number) FROM book GROUP BY 1;
SQL

my @table = qw(book person by_range by_hash german several per_region
  by_hash_0 by_hash_1 by_range_low by_range_high);

sub checksums
{
	my ($name) = @_;

	return $node->safe_psql($name, join(";\n",
		map { "SELECT '$_', count(*), md5(string_agg(r::text, ',' ORDER BY r::text COLLATE \"C\")) FROM $_ r" }
		  @table));
}

sub definitions
{
	my ($name) = @_;
	my ($output) = run_command([ 'pg_dump', '--schema-only', '-p', $node->port, '-h', $node->host, $name ]);

	$output =~ s/^\\(un)?restrict .*$//mg;
	return $output;
}

my @connection = ('-p', $node->port, '-h', $node->host);
my $folder = abs_path(PostgreSQL::Test::Utils::tempdir());
my $before = checksums($database);

$node->command_ok([ 'pg_dump', @connection, '-f', "$folder/plain.sql", $database ], 'plain dump');
$node->safe_psql('postgres', 'CREATE DATABASE plain');
$node->command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', @connection, '-d', 'plain', '-f', "$folder/plain.sql" ],
	'restores');
is(checksums('plain'), $before, 'to the same rows');
is(definitions('plain'), definitions($database), 'and the same definitions');

$node->command_ok([ 'pg_dump', '-Fc', @connection, '-f', "$folder/archive", $database ], 'archive');
$node->safe_psql('postgres', 'CREATE DATABASE archive');
$node->command_ok([ 'pg_restore', '--exit-on-error', @connection, '-d', 'archive', "$folder/archive" ],
	'restores');
is(checksums('archive'), $before, 'to the same rows');

$node->safe_psql($database, "COPY book TO '$folder/book.bin' (FORMAT binary)");
$node->safe_psql('plain', "TRUNCATE book; COPY book FROM '$folder/book.bin' (FORMAT binary)");
is(checksums('plain'), $before, 'binary copy brings the same rows');

# What a damaged file holds is refused, and none of it kept.
my $file = slurp_file("$folder/book.bin");
substr($file, -10, 8) = "\xff" x 8;
open(my $damaged, '>:raw', "$folder/damaged.bin") or die "damaged.bin: $!";
print $damaged $file;
close($damaged);
refused($node, 'plain', "BEGIN; TRUNCATE book; COPY book FROM '$folder/damaged.bin' (FORMAT binary); COMMIT",
	qr/invalid binary phone: [0-9a-f]{16}/, 'damaged binary file');
is(checksums('plain'), $before, 'and the table is as it was');

$node->stop;
done_testing();
