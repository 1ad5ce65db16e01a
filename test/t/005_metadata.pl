# An update of the numbering plans changes what is said of a number, and no
# number, index, partition, constraint or dump.
use strict;
use warnings;

use Cwd qw(abs_path);
use IPC::Run;
use JSON::PP;
use NumSight;
use PostgreSQL::Test::Utils;
use Test::More;

my $folder = abs_path(PostgreSQL::Test::Utils::tempdir());
my $stage = "$folder/stage";
my $sources = "$folder/extension";

sub run_or_die
{
	my (@command) = @_;
	my $output = '';

	IPC::Run::run(\@command, '>&', \$output) or die "@command: $output";
}

# ---- other plans ----

# What countries do, and worse: India gives up most of its mobile numbers,
# Germany its longest, America writes its own in another way, and Andorra moves
# from +376 to +999, which nobody had.
sub change_plans
{
	my ($metadata) = @_;
	my %plan = map { $_->{id} => $_ } @{ $metadata->{numbers} };

	$metadata->{version} .= ', changed';
	$plan{IN}{mobile} = { pattern => '61\d{8}', lengths => [10], example => '6123456789' };
	$plan{DE}{general}{lengths} = [ 7 .. 10 ];
	$_->{template} =~ s/-/ /g for @{ $plan{US}{formats} };
	$plan{AD}{country_code} = 999;
	$metadata->{calling_codes}{999} = delete $metadata->{calling_codes}{376};
}

sub build_changed
{
	my $file = "$sources/data/phone/metadata.json";

	run_or_die('cp', '-R', "$ENV{NUMSIGHT_TOP}/extension", $sources);
	my $metadata = decode_json(slurp_file($file));
	change_plans($metadata);
	unlink($file);
	append_to_file($file, encode_json($metadata));
	run_or_die('node', "$sources/data/phone/generate.mjs", $file, "$sources/core");
	run_or_die('make', '-s', '-j2', '-C', $sources, "PG_CONFIG=$ENV{PG_CONFIG}",
		'with_llvm=no', 'all');
}

run_or_die('cp', '-R', $ENV{NUMSIGHT_STAGE}, $stage);
build_changed();

# ---- under the first plans ----

my $node = cluster('metadata', "extension_destdir = '$stage'\nautovacuum = off\n");
my $database = database($node, 'plans');
my @connection = ('-p', $node->port, '-h', $node->host);

fill_phones($node, $database, 1, 3500);
$node->safe_psql($database, <<'SQL');
SET search_path = public, numsight;
CREATE EXTENSION amcheck SCHEMA public;
INSERT INTO book
SELECT 10000 + id, ('+376' || 300000 + id)::phone FROM generate_series(1, 300) AS id
UNION ALL SELECT 20000 + id, ('+999' || 300000 + id)::phone FROM generate_series(1, 300) AS id;
CREATE TABLE by_hash (number phone PRIMARY KEY) PARTITION BY HASH (number);
CREATE TABLE by_hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE by_hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO by_hash SELECT DISTINCT number FROM book;
CREATE TABLE by_range (number phone PRIMARY KEY REFERENCES by_hash) PARTITION BY RANGE (number);
CREATE TABLE by_range_low PARTITION OF by_range FOR VALUES FROM (MINVALUE) TO ('+376300100');
CREATE TABLE by_range_middle PARTITION OF by_range FOR VALUES FROM ('+376300100') TO ('+9198');
CREATE TABLE by_range_high PARTITION OF by_range FOR VALUES FROM ('+9198') TO (MAXVALUE);
INSERT INTO by_range SELECT number FROM by_hash;
CREATE TABLE person (
    number phone UNIQUE CHECK (number ^@ '+' AND number BETWEEN '+100' AND '+99999999'),
    other phone DEFAULT '+919876543210',
    EXCLUDE USING hash (other WITH =)
);
INSERT INTO person SELECT number, phone_from_bigint(phone_to_bigint(number)) FROM by_hash
 WHERE number ^@ '+' AND number < '+99999999';
CREATE INDEX person_indian ON person (number) WHERE number ^@ '+91';
CREATE TABLE judged (
    id integer PRIMARY KEY, number phone,
    valid boolean GENERATED ALWAYS AS (phone_valid(number)) STORED
);
INSERT INTO judged SELECT id, number FROM book;
CREATE INDEX judged_region ON judged (phone_region(number));
ALTER TABLE judged ADD CONSTRAINT judged_number CHECK (phone_valid(number) OR id > 0) NOT VALID;
CREATE TABLE strict (number phone);
INSERT INTO strict VALUES ('+919876543210');
ALTER TABLE strict ADD CONSTRAINT strict_number CHECK (phone_valid(number)) NOT VALID;
ANALYZE;
SQL

# All that a number is, and nothing that is said of it.
my $values = q{
SET search_path = public, numsight;
SELECT count(*), md5(string_agg(concat_ws(' ', id, number, phone_send(number),
           phone_to_bigint(number), phone_hash(number), phone_hash_extended(number, 7)),
           ',' ORDER BY id)) FROM book;
SELECT md5(string_agg(number::text, ',' ORDER BY number, id)), min(number), max(number) FROM book;
SELECT tableoid::regclass, count(*), md5(string_agg(number::text, ',' ORDER BY number))
  FROM by_hash GROUP BY tableoid ORDER BY tableoid::regclass::text;
SELECT tableoid::regclass, count(*), md5(string_agg(number::text, ',' ORDER BY number))
  FROM by_range GROUP BY tableoid ORDER BY tableoid::regclass::text;
SELECT count(*), md5(string_agg(p::text, ',' ORDER BY number)) FROM person p;
SELECT count(*) FROM person WHERE number ^@ '+91';
SELECT count(*) FROM by_hash JOIN by_range USING (number) JOIN book USING (number);
SELECT number FROM by_range WHERE number ^@ '+37630010' ORDER BY number;
SELECT number FROM by_hash WHERE number IN ('+376300017', '+999300017', 'IN:13', 'anonymous') ORDER BY 1};

my $plans = q{
SET search_path = public, numsight;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT FROM by_hash WHERE number = '+376300017';
EXPLAIN (COSTS OFF) SELECT FROM by_hash WHERE number = '+999300017';
EXPLAIN (COSTS OFF) SELECT FROM by_range WHERE number ^@ '+9198';
EXPLAIN (COSTS OFF) SELECT FROM by_range WHERE number < '+376300050';
EXPLAIN (COSTS OFF) SELECT FROM person WHERE number ^@ '+91' AND number > '+919';
EXPLAIN (COSTS OFF) SELECT FROM book WHERE number ^@ '+376'};

# What is said of numbers.
my $facts = q{
SET search_path = public, numsight;
SELECT number, phone_valid(number), phone_possible(number), phone_region(number),
       phone_country_code(number), phone_format(number, 'national')
  FROM unnest(ARRAY['+919876543210', '+14155552671', '+376312345', '+999312345',
                    '+4930123456789', 'IN:112']::phone[]) AS number};

sub dump_of
{
	my ($name) = @_;
	my ($output) = run_command([ 'pg_dump', @connection, $name ]);

	$output =~ s/^\\(un)?restrict .*$//mg;
	return $output;
}

my $version = $node->safe_psql($database, 'SELECT numsight.numsight_metadata_version()');
my %before = map { $_ => $node->safe_psql($database, $_) } $values, $plans;
my $dump = dump_of($database);
my $by_region = q{SET enable_seqscan = %s; SET enable_bitmapscan = off;
SELECT min(id), count(*) FROM judged WHERE numsight.phone_region(number) = 'AD'};

is($node->safe_psql($database, $facts), <<'FACTS' =~ s/\n$//r, 'facts of the first plans');
+919876543210|t|IS_POSSIBLE|IN|91|098765 43210
+14155552671|t|IS_POSSIBLE|US|1|(415) 555-2671
+376312345|t|IS_POSSIBLE|AD|376|312 345
+999312345|f|INVALID_COUNTRY_CODE|||999312345
+4930123456789|t|IS_POSSIBLE|DE|49|030 123456789
IN:112|t|IS_POSSIBLE|IN||112
FACTS
phone_indexes_agree($node, $database, 'before');
$node->command_ok([ 'pg_dump', '-Fc', @connection, '-f', "$folder/archive", $database ], 'archive');
$node->safe_psql($database, "COPY book TO '$folder/book.bin' (FORMAT binary)");

# ---- under the others ----

$node->stop;
my ($library) = glob("$stage/usr/lib/postgresql/*/lib/numsight.so");
run_or_die('install', '-m', '755', "$sources/numsight.so", $library);
$node->start;

is($node->safe_psql($database, 'SELECT numsight.numsight_metadata_version()'),
	"$version, changed", 'the plans are others');
is($node->safe_psql($database, $facts), <<'FACTS' =~ s/\n$//r, 'and so are the facts');
+919876543210|f|IS_POSSIBLE|IN|91|098765 43210
+14155552671|t|IS_POSSIBLE|US|1|(415) 555 2671
+376312345|f|INVALID_COUNTRY_CODE|||376312345
+999312345|t|IS_POSSIBLE|AD|999|312 345
+4930123456789|f|TOO_LONG|DE|49|030 123456789
IN:112|t|IS_POSSIBLE|IN||112
FACTS
is($node->safe_psql($database, $values), $before{$values},
	'each value is written, sorted, hashed and found as before');
is($node->safe_psql($database, $plans), $before{$plans}, 'the same partitions and indexes are asked');
phone_indexes_agree($node, $database, 'after');
my @amcheck = ('pg_amcheck', '--heapallindexed', '--parent-check', @connection, $database);
$node->command_ok([ @amcheck, '--exclude-index', 'judged_region' ],
	'pg_amcheck finds nothing in indexes of numbers');
is(dump_of($database), $dump, 'the dump is the same, byte by byte');

# Values of the first plans can still be written, through all constraints.
$node->safe_psql($database, q{
SET search_path = public, numsight;
INSERT INTO by_hash VALUES ('+919999999999'), ('+376399999');
INSERT INTO by_range VALUES ('+919999999999'), ('+376399999');
INSERT INTO person VALUES ('+919999999999', '+376399999')});
refused($node, $database, q{INSERT INTO by_hash VALUES ('+376300017')},
	qr/duplicate key value/, 'the same number twice');
refused($node, $database, q{DELETE FROM by_hash WHERE number OPERATOR(numsight.=) '+376300017'},
	qr/violates foreign key constraint/, 'a number that is referred to');
refused($node, $database, q{INSERT INTO person VALUES ('+4144', '+376300017')},
	qr/conflicting key value violates exclusion constraint/, 'a number that excludes itself');
$node->safe_psql($database, q{
DELETE FROM by_range WHERE number OPERATOR(numsight.=) ANY ('{+919999999999,+376399999}');
DELETE FROM by_hash WHERE number OPERATOR(numsight.=) ANY ('{+919999999999,+376399999}');
DELETE FROM person WHERE number OPERATOR(numsight.=) '+919999999999'});

# ---- dumps of the first plans ----

$node->safe_psql('postgres', 'CREATE DATABASE archive');
$node->command_ok([ 'pg_restore', '--exit-on-error', @connection, '-d', 'archive', "$folder/archive" ],
	'what was dumped before is restored');
is($node->safe_psql('archive', $values), $before{$values}, 'to the same values');
$node->safe_psql('archive', "TRUNCATE book; COPY book FROM '$folder/book.bin' (FORMAT binary)");
is($node->safe_psql('archive', $values), $before{$values}, 'so does a binary copy');

# ---- what was derived from the plans is derived again ----

is($node->safe_psql($database, 'SELECT count(*) FROM judged WHERE valid <> numsight.phone_valid(number)') > 0,
	1, 'a stored judgement is of the first plans');
isnt($node->safe_psql($database, sprintf($by_region, 'off')), $node->safe_psql($database, sprintf($by_region, 'on')),
	'so is an index on a fact');
$node->safe_psql($database, q{
UPDATE judged SET number = number WHERE valid IS DISTINCT FROM numsight.phone_valid(number);
REINDEX INDEX judged_region});
is($node->safe_psql($database, 'SELECT count(*) FROM judged WHERE valid <> numsight.phone_valid(number)'),
	0, 'written anew, it is of these');
is($node->safe_psql($database, sprintf($by_region, 'off')), $node->safe_psql($database, sprintf($by_region, 'on')),
	'and built anew, the index is');
$node->command_ok(\@amcheck, 'pg_amcheck finds nothing in the database');
refused($node, $database, 'ALTER TABLE strict VALIDATE CONSTRAINT strict_number',
	qr/check constraint "strict_number" of relation "strict" is violated by some row/,
	'checking a constraint again');

$node->stop;
done_testing();
