# The application installs, upgrades and comes back from a dump without loss:
# a change of tables is made once, or not at all.
use strict;
use warnings;

use FindBin;
use IPC::Run;
use NumSight;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = cluster('migrate');
my $folder = PostgreSQL::Test::Utils::tempdir();
my $sources = "$folder/sql";
my @connection = ('-X', '-q', '-p', $node->port, '-h', $node->host);

system('cp', '-R', "$FindBin::Bin/../../sql", $sources) == 0 or die 'cannot copy sql/';

sub create
{
	my ($name, $encoding) = @_;

	$node->safe_psql('postgres',
		"CREATE DATABASE $name ENCODING '$encoding' LOCALE 'C' TEMPLATE template0");
}

sub apply
{
	my ($name, @options) = @_;

	return [ 'psql', @connection, '-d', $name, @options, '-f', "$sources/apply.sql" ];
}

sub write_file
{
	my ($name, $text) = @_;

	append_to_file("$sources/$name", $text);
}

# A file of sql/migrate/ and the line that runs it.
sub add_migration
{
	my ($number, $name, $text) = @_;
	my $file = sprintf('%04d-%s.sql', $number, $name);

	write_file("migrate/$file", $text);
	write_file('migrate/apply.sql', "\\set step $number\n\\set file $file\n\\ir step.sql\n");
}

sub definitions
{
	my ($name) = @_;
	my ($output) = run_command([ 'pg_dump', '--schema-only', '-p', $node->port, '-h', $node->host, $name ]);

	$output =~ s/^\\(un)?restrict .*$//mg;
	return $output;
}

# Every row of every table, keys and times included.
sub rows
{
	my ($name) = @_;
	my $tables = $node->safe_psql($name,
		"SELECT oid::regclass FROM pg_class WHERE relnamespace = 'data'::regnamespace AND relkind = 'r' ORDER BY relname");

	return $node->safe_psql($name, join(";\n",
		map { "SELECT '$_', count(*), md5(string_agg(r::text, ',' ORDER BY r::text COLLATE \"C\")) FROM $_ r" }
		  grep { $_ ne 'data.schema_migration' } split(/\n/, $tables)));
}

sub level
{
	my ($name) = @_;

	return $node->safe_psql($name, 'SELECT number, name FROM data.schema_migration ORDER BY number');
}

my $world = <<'SQL';
SET search_path = pg_catalog, numsight;
INSERT INTO data.account (phone, name, email, region, password, created)
SELECT ('+9198765' || 10000 + n)::phone, 'Person ' || n, 'p' || n || '@example.org', 'IN', '$argon2id$x', now() - interval '1 year'
  FROM generate_series(1, 20) n;
INSERT INTO data.session (account, rotating, expires) SELECT id, true, now() + interval '1 year' FROM data.account;
INSERT INTO data.contact (owner, phone, name)
SELECT a.id, ('+9198765' || 10010 + n)::phone, 'Friend ' || n % 7 FROM data.account a CROSS JOIN generate_series(1, 15) n;
INSERT INTO data.source (name) VALUES ('list');
INSERT INTO data.listing (source, phone, name) SELECT id, '+442079460123', 'Élodie Ünal' FROM data.source;
INSERT INTO data.call (account, phone, inbound, answered, seconds, at)
SELECT a.id, '+919876500999', true, true, 4, now() - interval '1 day' FROM data.account a;
INSERT INTO data.spam_report (reporter, phone, spam, category) SELECT a.id, '+919876500999', true, 'scam' FROM data.account a;
INSERT INTO data.virtual_number (owner, phone) SELECT min(id), '+912233445566' FROM data.account;
SELECT private.erase(max(id)) FROM data.account;
SQL

# What the workers see of it; ids depend on the seal key, times do not move.
my $answers = <<'SQL';
SELECT a.status, a.body FROM (SELECT id FROM data.session ORDER BY account LIMIT 1) s
 CROSS JOIN LATERAL (
    SELECT * FROM api.me(s.id) UNION ALL SELECT * FROM api.contacts(s.id, 50, NULL)
    UNION ALL SELECT * FROM api.search(s.id, 'friend', NULL, 50, NULL)
    UNION ALL SELECT * FROM api.search(s.id, '+919876510011', NULL, 50, NULL)) a;
SQL

# ---- installing ----

create('latin', 'LATIN1');
command_fails_like(apply('latin'), qr/the database is not in UTF-8/, 'another encoding is refused');
create('app', 'UTF8');
command_fails_like(apply('app', '-v', 'region=XX'), qr/region is not known/, 'an unknown region is refused');
is( $node->safe_psql('app', "SELECT count(*) FROM pg_namespace WHERE nspname IN ('data', 'api', 'numsight')"),
	'0', 'and nothing was installed');
$node->command_ok(apply('app', '-v', 'region=gb'), 'install');
is( $node->safe_psql('app', 'SELECT private.deployment_region()'), 'GB', 'with a region');
like(level('app'), qr{^0\|data$}m, 'the beginning and each change is recorded');
$node->safe_psql('app', $world);
is($node->safe_psql('app', 'SELECT count(*) FROM private.drift()'), '0', 'the facts agree');

# ---- again ----

my $rows = rows('app');
my $said = $node->safe_psql('app', $answers);
my $before = definitions('app');
like($said, qr/"name":"Person 1".*"name":"Friend 6"/s, 'it answers');
$node->command_ok(apply('app'), 'applied again');
is(rows('app'), $rows, 'no row is another');
is(definitions('app'), $before, 'nor any definition');
is($node->safe_psql('app', $answers), $said, 'nor any answer, public ids included');

# A function of an earlier release, which no file makes any more, goes.
$node->safe_psql('app', "CREATE FUNCTION private.of_old() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
$node->command_ok(apply('app'), 'applied over an older one');
is(definitions('app'), $before, 'nothing old stays');

# Workers go on calling while functions are replaced under them.
write_file('load.sql', <<'SQL');
\set n random(1, 9)
SELECT api.spam_report(s.id, '98765009' || 90 + :n, NULL, NULL, NULL) FROM (SELECT id FROM data.session ORDER BY random() LIMIT 1) s;
SELECT api.spam_withdraw(s.id, '98765009' || 90 + :n, NULL) FROM (SELECT id FROM data.session ORDER BY random() LIMIT 1) s;
SELECT api.contact_create(s.id, 'Load ' || :n, '98765009' || 90 + :n, NULL, NULL) FROM (SELECT id FROM data.session ORDER BY random() LIMIT 1) s;
SELECT api.number(s.id, '98765009' || 90 + :n, NULL) FROM (SELECT id FROM data.session ORDER BY random() LIMIT 1) s;
SQL
create('busy', 'UTF8');
$node->command_ok(apply('busy'), 'install for a load');
$node->safe_psql('busy', $world);
my ($told, $wrong) = ('', '');
my $load = IPC::Run::start(
	[ 'pgbench', '-n', '-c', '4', '-T', '4', '-p', $node->port, '-h', $node->host, '-f', "$sources/load.sql", 'busy' ],
	'>', \$told, '2>', \$wrong);
my $failures = 0;
for (1 .. 4)
{
	$failures++ unless run_log(apply('busy'));
}
$load->finish;
is($failures, 0, 'applied four times under load');
like($told, qr/number of failed transactions: 0 /, 'and no call failed') or diag($wrong);
is($node->safe_psql('busy', 'SELECT count(*) FROM private.drift()'), '0', 'the facts agree');

# ---- upgrading ----

my $level = level('app');
add_migration(901, 'contact-note', <<'SQL');
ALTER TABLE data.contact ADD COLUMN note data.remark;
UPDATE data.contact SET note = 'kept from ' || created WHERE id % 2 = 0;
SQL
add_migration(902, 'tag', <<'SQL');
CREATE TABLE data.tag (contact bigint REFERENCES data.contact ON DELETE CASCADE, tag text, PRIMARY KEY (contact, tag));
COMMENT ON TABLE data.tag IS 'words that people put on their contacts';
INSERT INTO data.tag SELECT id, 'old' FROM data.contact;
SQL
$node->command_ok(apply('app'), 'upgrade by two changes');
is(level('app'), "$level\n901|0901-contact-note.sql\n902|0902-tag.sql", 'both are recorded');
is($node->safe_psql('app', $answers), $said, 'what was there is answered as before');
is($node->safe_psql('app', 'SELECT count(*) FROM private.drift()'), '0', 'and agrees');
is( $node->safe_psql('app', 'SELECT count(*) = (SELECT count(*) FROM data.contact), (SELECT count(note) > 100 FROM data.contact) FROM data.tag'),
	't|t', 'the changes saw all rows');
is( $node->safe_psql('app', "SELECT relowner::regrole FROM pg_class WHERE oid = 'data.tag'::regclass"),
	'numsight_owner', 'what they made belongs to the owner');
$rows = rows('app');
$node->command_ok(apply('app'), 'applied again');
is(rows('app'), $rows, 'each change was made once');

create('fresh', 'UTF8');
$node->command_ok(apply('fresh'), 'install at the newest level');
is(definitions('fresh'), definitions('app'), 'installing and upgrading end in the same definitions');
is(level('fresh'), level('app'), 'and the same level');

# ---- a change that fails ----

$before = definitions('app');
add_migration(903, 'broken', <<'SQL');
DELETE FROM data.tag;
ALTER TABLE data.contact DROP COLUMN note;
SELECT 1 / 0;
SQL
command_fails_like(apply('app'), qr/division by zero/, 'a change that fails');
is(rows('app'), $rows, 'has changed no row');
is(definitions('app'), $before, 'and no definition');
is($node->safe_psql('app', $answers), $said, 'and the service goes on');

# ---- dump and restore ----

$node->command_ok([ 'pg_dump', '-Fc', '-p', $node->port, '-h', $node->host, '-f', "$folder/archive", 'app' ], 'dump');
create('restored', 'UTF8');
$node->command_ok(
	[ 'pg_restore', '--exit-on-error', '-p', $node->port, '-h', $node->host, '-d', 'restored', "$folder/archive" ],
	'restore');
is(rows('restored'), $rows, 'the same rows');
is($node->safe_psql('restored', $answers), $said, 'the same answers');
is($node->safe_psql('restored', 'SELECT count(*) FROM private.drift()'), '0', 'which agree');
is( $node->safe_psql('restored', "SELECT private.suppressed('+919876510020')"),
	't', 'who was forgotten stays forgotten');

# ---- a crash ----

$node->safe_psql('app', <<'SQL');
SELECT api.spam_report((SELECT id FROM data.session ORDER BY account LIMIT 1), '+919876500998', 'debt', NULL, NULL);
SQL
$node->stop('immediate');
$node->start;
is( $node->safe_psql('app', "SELECT num_spam FROM data.number WHERE phone OPERATOR(numsight.=) '+919876500998'"),
	'1', 'what was acknowledged is there after a crash');
is($node->safe_psql('app', 'SELECT count(*) FROM private.drift()'), '0', 'and agrees');

$node->stop;
done_testing();
