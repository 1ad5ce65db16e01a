# A database of an older release is brought up to date by apply.sql alone: all
# rows stay, answers stay, and what is new works. The dump is one of schema 19,
# the oldest that can be updated, by the extension as it was then.
use strict;
use warnings;

use FindBin;
use NumSight;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = cluster('upgrade');
my $top = "$FindBin::Bin/../..";
my @connection = ('-X', '-q', '-p', $node->port, '-h', $node->host);
my $dump = PostgreSQL::Test::Utils::tempdir() . '/old.sql';

sub create
{
	my ($name) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $name ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0");
}

sub apply
{
	my ($name) = @_;

	return [ 'psql', @connection, '-d', $name, '-f', "$top/sql/apply.sql" ];
}

sub definitions
{
	my ($name) = @_;
	my ($output) = run_command([ 'pg_dump', '--schema-only', '-p', $node->port, '-h', $node->host, $name ]);

	$output =~ s/^\\(un)?restrict .*$//mg;
	# a list of alternatives comes back from a dump with other brackets
	$output =~ s/^(\s+CONSTRAINT .*)$/$1 =~ tr{()}{}dr/mge;
	return $output;
}

# The lines that only one of two texts has.
sub difference
{
	my @texts = @_;
	my @only;

	for my $side (0, 1)
	{
		my %there = map { $_ => 1 } split(/\n/, $texts[ 1 - $side ]);
		push @only, map { ('-', '+')[$side] . $_ } grep { !$there{$_} } split(/\n/, $texts[$side]);
	}
	return join("\n", @only);
}

# One query a table, which asks for the columns that it has at this time.
sub queries
{
	return $node->safe_psql('old', <<'SQL');
SELECT format('SELECT %L, count(*), md5(string_agg(r::text, '','' ORDER BY r::text COLLATE "C")) FROM (SELECT %s FROM %s) r',
              c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum), c.oid::regclass)
       || CASE c.relname WHEN 'setting' THEN ' WHERE r.name !~ ''_version$'' AND r.name NOT IN (''verify'', ''codes_a_day'', ''code_key'')' ELSE '' END
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.relnamespace = 'data'::regnamespace AND c.relkind = 'r' AND c.relname <> 'schema_migration'
 GROUP BY c.oid ORDER BY c.relname
SQL
}

sub rows
{
	my ($queries) = @_;

	return $node->safe_psql('old', join(";\n", split(/\n/, $queries)));
}

my $answers = <<'SQL';
SELECT a.status, a.body FROM (SELECT id FROM data.session ORDER BY account LIMIT 1) s
 CROSS JOIN LATERAL (
    SELECT * FROM api.me(s.id) UNION ALL SELECT * FROM api.contacts(s.id, 50, NULL)
    UNION ALL SELECT * FROM api.search(s.id, 'friend', NULL, 50, NULL)
    UNION ALL SELECT * FROM api.search(s.id, '+919876510011', NULL, 50, NULL)) a;
SQL

# ---- as it was ----

create('fresh');
$node->command_ok(apply('fresh'), 'install');
create('old');
system("gzip -dc '$top/test/data/upgrade/0019.sql.gz' > '$dump'") == 0 or die 'no dump';
$node->command_ok([ 'psql', @connection, '-v', 'ON_ERROR_STOP=1', '-o', '/dev/null', '-d', 'old', '-f', $dump ],
	'a database of schema 19');
is($node->safe_psql('old', 'SELECT max(number) FROM data.schema_migration'), '19', 'which is old');
$node->safe_psql('old', <<'SQL');
UPDATE data.session SET expires = now() + interval '1 year';
DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT p.oid::regprocedure FROM pg_proc p
                WHERE p.pronamespace = 'numsight'::regnamespace
                  AND p.proname ~ '^(sheet_.*|name_list.*|name_is_.*|json_.*|phone_block|phone_facts|spam_line|spam_verdict)$'
                ORDER BY p.prokind, p.oid LOOP
        EXECUTE format('ALTER EXTENSION numsight DROP ROUTINE %s', one);
        EXECUTE format('DROP ROUTINE %s', one);
    END LOOP;
END;
$$;
SQL
# and the spam model as it was before it knew some terms, an operator's own version of it in use
$node->safe_psql('old', <<'SQL');
ALTER TABLE numsight.spam_model DISABLE TRIGGER USER;
SELECT numsight.spam_use(numsight.spam_revise(1, '{"base_rate": 0.1, "sharpness": 1, "known_lately": 0, "burst_friend": 0}'));
DELETE FROM numsight.spam_model WHERE term IN ('sharpness', 'known_lately', 'burst_friend');
UPDATE numsight.spam_model SET weight = weight / 2 WHERE version = 1 AND kind = 'term';
ALTER TABLE numsight.spam_model ENABLE TRIGGER USER;
SQL
my $queries = queries();
my $before = rows($queries);
my $said = $node->safe_psql('old', $answers);
like($before, qr/^contact\|\d{3}\|/m, 'people are in it');
like($said, qr/"name":"Person 1".*"name":"Friend 6"/s, 'it answers');

# ---- as it is ----

$node->command_ok(apply('old'), 'updated');
is(difference(rows($queries), $before), '', 'every row is as it was');
is( $node->safe_psql('old', 'SELECT * FROM numsight.spam_shipped() EXCEPT SELECT * FROM numsight.spam_model'),
	'', 'the shipped versions of the spam model are those of today');
is( $node->safe_psql(
		'old', "SELECT count(DISTINCT term) = (SELECT count(*) FROM numsight.spam_model WHERE version = 1), min(weight) FILTER (WHERE term = 'base_rate'),
			min(weight) FILTER (WHERE term = 'sharpness'), min(weight) FILTER (WHERE term = 'known_lately'), numsight.spam_version(),
			round(numsight.spam_likelihood(NULL, now())::numeric, 3) FROM numsight.spam_model WHERE version = 101"),
	't|0.1|1|0|101|0.102', 'an own version stays as it was, and answers');
is( $node->safe_psql('old', "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'numsight.spam_model'::regclass AND tgname = 'guard'"),
	'O', 'and is guarded');
is($node->safe_psql('old', $answers), $said, 'and so are the answers');
is($node->safe_psql('old', 'SELECT count(*) FROM private.drift()'), '0', 'the facts agree');
is( $node->safe_psql('old', 'SELECT string_agg(m.name, \' \' ORDER BY m.number) FROM data.schema_migration m'),
	$node->safe_psql('fresh', 'SELECT string_agg(m.name, \' \' ORDER BY m.number) FROM data.schema_migration m'),
	'no change of tables is missing');
# names that were written down before are not looked at again
$node->safe_psql('old', "ALTER DOMAIN data.person_name VALIDATE CONSTRAINT $_") for qw(person_name_blank person_name_control);
is(difference(definitions('old'), definitions('fresh')), '', 'all definitions are those of a new one');
my $members = q(SELECT string_agg(pg_describe_object(d.classid, d.objid, 0), E'\n' ORDER BY pg_describe_object(d.classid, d.objid, 0) COLLATE "C")
	FROM pg_depend d WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'numsight') AND d.deptype = 'e');
is($node->safe_psql('old', $members), $node->safe_psql('fresh', $members), 'and the extension has all its members');
my $functions = q(SELECT string_agg(pg_get_functiondef(p.oid) || obj_description(p.oid), E'\n' ORDER BY p.oid::regprocedure::text COLLATE "C")
	FROM pg_proc p WHERE p.pronamespace = 'numsight'::regnamespace AND p.prokind = 'f');
is($node->safe_psql('old', $functions), $node->safe_psql('fresh', $functions), 'which are made as in a new one');

# ---- what is new works on what is old ----

like($node->safe_psql('old', <<'SQL'), qr/^1\|0\|1\n1\|0\|0\n0$/, 'a list and a block list are loaded, without who was forgotten');
DO $$ BEGIN PERFORM private.load_begin('people.csv', repeat('ab', 32), NULL, 'people', 10, 1, '{}', NULL); END $$;
SELECT private.load_part(max(id), 0) FROM data.import \g /dev/null
SELECT private.load_sheet(max(i.id), 2, 2, 10, numsight.sheet_make(ARRAY['+919876510020', '+919876510099']::numsight.phone[], ARRAY['Gone', 'Here']))
  FROM data.import i \g /dev/null
SELECT e.ok, e.merged, e.suppressed FROM (SELECT max(id) AS id FROM data.import) i, private.load_end(i.id, 2, 0) e;
DROP TABLE pg_temp.load_row;
DO $$ BEGIN PERFORM private.load_begin('spam.csv', repeat('cd', 32), NULL, 'spam', 10, 1, '{}', 'old'); END $$;
SELECT private.load_part(max(id), 0) FROM data.import \g /dev/null
BEGIN;
INSERT INTO load_row VALUES (1, '+919876510077', 'scam', 0.9, NULL);
SELECT m.* FROM (SELECT max(id) AS id FROM data.import) i, private.load_merge(i.id, 0, 1, 10) m;
COMMIT;
SELECT count(*) FROM private.drift();
SQL
like( $node->safe_psql('old', "SELECT (api.code_create('+919876510011', 'opt_out', NULL, '127.0.0.1')).status"),
	qr/^202$/, 'a code is sent');
$before = definitions('old');
$node->command_ok(apply('old'), 'applied again');
is(definitions('old'), $before, 'which changes nothing');

# ---- what is older than that ----

$node->safe_psql('old', 'ALTER TABLE numsight.spam_in_use RENAME COLUMN since TO at');
command_fails_like(apply('old'), qr/made before the first release that can be updated.*begin with a new database/s, 'is refused');
is(definitions('old'), $before, 'and left as it is');

$node->stop;
done_testing();
