# A standby replays tables and indexes of phones page by page and answers as
# the primary does, byte by byte.
use strict;
use warnings;

use NumSight;
use PostgreSQL::Test::Cluster;
use Test::More;

my $primary = cluster('primary',
	"wal_consistency_checking = 'all'\nwal_keep_size = '2GB'\n",
	allows_streaming => 1);
my $database = database($primary, 'replayed');
$primary->safe_psql($database, 'CREATE EXTENSION amcheck');
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

fill_phones($primary, $database, 1, 5000);
$primary->safe_psql($database, 'DELETE FROM book WHERE id % 5 = 0; VACUUM book');
fill_phones($primary, $database, 5001, 7000);
$primary->wait_for_catchup($standby);

my $answers = q{
SET search_path = numsight, public;
SELECT count(*), md5(string_agg(id || ' ' || number::text, ',' ORDER BY id)) FROM book;
SELECT md5(string_agg(concat_ws(' ', phone_send(number), phone_to_bigint(number),
           phone_valid(number), phone_possible(number), phone_region(number),
           phone_type(number), phone_country_code(number),
           phone_format(number, 'international'), phone_format(number, 'national'),
           phone_format(number, 'rfc3966')), ',' ORDER BY id)) FROM book;
SELECT id, number FROM book WHERE number ^@ '+9198' ORDER BY number, id LIMIT 20;
SELECT count(*) FROM book WHERE number ^@ '+4930';
SELECT min(number), max(number) FROM book;
SELECT phone_parse('098765 43210', 'IN'), (phone_info('+1 415 555 2671 x9')).extension};
is($standby->safe_psql($database, $answers), $primary->safe_psql($database, $answers),
	'every function answers alike on the standby');
is( $standby->safe_psql($database, q{SELECT bt_index_check('book_btree', true)}),
	'', 'amcheck finds nothing in the btree of the standby');
refused($standby, $database, q{INSERT INTO book VALUES (0, '+919876543210')},
	qr/read-only transaction/, 'writing to the standby');

$primary->stop;
$standby->promote;
fill_phones($standby, $database, 7001, 8000);
phone_indexes_agree($standby, $database, 'promoted');
unlike(PostgreSQL::Test::Utils::slurp_file($standby->logfile), qr/inconsistent page/,
	'no page differed from its image');

$standby->stop;
done_testing();
