# The extension installs whole or not at all, adopts nothing that was there
# before, and leaves nothing behind.
use strict;
use warnings;

use NumSight;
use Test::More;

my $node = cluster('install');
my $members = q{
SELECT count(*) FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
 WHERE d.refclassid = 'pg_extension'::regclass AND e.extname = 'numsight'};
my $objects = q{
SELECT (SELECT count(*) FROM pg_proc WHERE pronamespace = n.oid),
       (SELECT count(*) FROM pg_type WHERE typnamespace = n.oid),
       (SELECT count(*) FROM pg_operator WHERE oprnamespace = n.oid),
       (SELECT count(*) FROM pg_opclass WHERE opcnamespace = n.oid),
       (SELECT count(*) FROM pg_opfamily WHERE opfnamespace = n.oid)
  FROM pg_namespace n WHERE nspname = 'numsight'};

# ---- in and out ----

$node->safe_psql('postgres', 'CREATE DATABASE clean');
refused($node, 'clean', 'CREATE EXTENSION numsight SCHEMA public',
	qr/must be installed in schema "numsight"/, 'another schema');
$node->safe_psql('clean', 'CREATE EXTENSION numsight');
cmp_ok($node->safe_psql('clean', $members), '>', 40, 'it has its members');
is( $node->safe_psql('clean',
		"SELECT numsight.phone_parse('098765 43210', 'IN')"),
	'+919876543210', 'it works without a search path');
$node->safe_psql('clean', 'DROP EXTENSION numsight');
is($node->safe_psql('clean', $objects), '0|0|0|0|0', 'dropped, it leaves nothing');
$node->safe_psql('clean', 'CREATE EXTENSION numsight');
is( $node->safe_psql('clean',
		'ALTER EXTENSION numsight UPDATE; SELECT 1'),
	'1', 'an update to the same version is nothing');
refused($node, 'clean', 'ALTER EXTENSION numsight SET SCHEMA public',
	qr/does not support SET SCHEMA/, 'moving');
refused($node, 'clean',
	'CREATE TABLE kept (number numsight.phone); DROP EXTENSION numsight',
	qr/other objects depend on it/, 'dropping under a table');

# The script is no script of psql.
my ($script) = glob("$ENV{NUMSIGHT_STAGE}/usr/share/postgresql/*/extension/numsight--*.sql");
my ($status, $output) = $node->psql('postgres', "\\i $script");
like($output, qr/Use "CREATE EXTENSION numsight"/, 'run by hand, the script says what to do');
is( $node->safe_psql('postgres',
		"SELECT count(*) FROM pg_namespace WHERE nspname = 'numsight'"),
	'0', 'and does nothing');

# ---- what was there before ----

$node->safe_psql('postgres', 'CREATE ROLE mallory LOGIN');
my %planted = (
	'a shell type' => 'CREATE TYPE numsight.phone',
	'a type' => "CREATE TYPE numsight.phone AS ENUM ('mine')",
	'a table' => 'CREATE TABLE numsight.phone (mine text)',
	'a function' =>
	  "CREATE FUNCTION numsight.name_fold(text) RETURNS text LANGUAGE sql AS 'SELECT ''mine'''",
	'an operator' =>
	  'CREATE OPERATOR numsight.@~ (LEFTARG = text, RIGHTARG = text, FUNCTION = starts_with)',
	'an operator family' => 'CREATE OPERATOR FAMILY numsight.phone_ops USING btree');
for my $plant (sort keys %planted)
{
	$node->safe_psql('postgres', 'CREATE DATABASE planted');
	$node->safe_psql('planted', "CREATE SCHEMA numsight; $planted{$plant}");
	my $before = $node->safe_psql('planted', $objects);
	refused($node, 'planted', 'CREATE EXTENSION numsight',
		qr/already exists|is not a shell type/, "over $plant");
	is($node->safe_psql('planted', $objects), $before, "over $plant: nothing changed");
	is($node->safe_psql('planted', $members), '0', "over $plant: nothing adopted");
	$node->safe_psql('postgres', 'DROP DATABASE planted');
}

# Functions beside ours, called by nothing of ours: they change no answer.
$node->safe_psql('postgres', 'CREATE DATABASE shadowed');
$node->safe_psql('shadowed', <<'SQL');
CREATE SCHEMA numsight;
CREATE FUNCTION numsight.btequalimage(oid) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''run''; END';
CREATE FUNCTION numsight.format(text, text) RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''run''; END';
CREATE FUNCTION numsight.eqsel(internal, oid, internal, integer) RETURNS float8 LANGUAGE internal AS 'int4in';
CREATE EXTENSION numsight;
SQL
is( $node->safe_psql('shadowed',
		q{SELECT count(*) FROM pg_depend d JOIN pg_proc p ON p.oid = d.refobjid
           WHERE d.refclassid = 'pg_proc'::regclass AND p.pronamespace = 'numsight'::regnamespace
             AND p.proname IN ('btequalimage', 'format', 'eqsel')}),
	'0', 'built-in functions are taken from pg_catalog');

# A schema of somebody else, who could put anything beside the functions.
$node->safe_psql('postgres', 'CREATE DATABASE owned');
$node->safe_psql('owned', 'CREATE SCHEMA numsight AUTHORIZATION mallory');
refused($node, 'owned', 'CREATE EXTENSION numsight',
	qr/schema "numsight" belongs to role "mallory", which is not a superuser/,
	'schema of a user');
$node->safe_psql('owned', 'ALTER SCHEMA numsight OWNER TO CURRENT_USER; CREATE EXTENSION numsight');

# ---- who may ----

$node->safe_psql('postgres', 'CREATE DATABASE plain OWNER mallory');
my ($failed, undef, $error) = $node->psql('plain', 'CREATE EXTENSION numsight',
	connstr => $node->connstr('plain') . ' user=mallory');
isnt($failed, 0, 'only a superuser installs C');
like($error, qr/permission denied to create extension/, 'and is told so');
$node->safe_psql('plain', 'CREATE EXTENSION numsight; GRANT USAGE ON SCHEMA numsight TO mallory');
is( $node->safe_psql('plain', "SELECT numsight.phone '+919876543210'",
		connstr => $node->connstr('plain') . ' user=mallory'),
	'+919876543210', 'anyone uses it who may use its schema');

# ---- encodings ----

database($node, 'latin', "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
my $blank = q{(+91 98765' || chr(160) || '43210};
is( $node->safe_psql('latin', "SELECT e164, extension FROM numsight.phone_info('$blank')"),
	'+919876543210|', 'a no-break space of Latin-1 separates digits');
is( $node->safe_psql('latin',
		q{SELECT e164, extension FROM numsight.phone_info('+1 415 555 2671 extensi' || chr(243) || 'n 9')}),
	'+14155552671|9', 'and an accented label is known');
database($node, 'bytes', "ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
is( $node->safe_psql('bytes',
		q{SELECT count(error), count(*) FROM generate_series(128, 255) AS byte,
          numsight.phone_info('+91' || chr(byte) || '98765' || chr(byte))}),
	'128|128', 'bytes of no encoding are no number');
is( $node->safe_psql('bytes',
		qq{SELECT e164, extension FROM numsight.phone_info('+91\xc2\xa09876543210 x\xe0\xa5\xa7')}),
	"+919876543210|\xe0\xa5\xa7", 'bytes that are UTF-8 are read as such');

$node->stop;
done_testing();
