# NumSight.pm: what the TAP tests share
package NumSight;

use strict;
use warnings;

use Exporter 'import';
use PostgreSQL::Test::Cluster;
use Test::More;

our @EXPORT = qw(cluster database refused fill_phones phone_indexes_agree);

# A running cluster of its own that finds the staged extension; settings are
# lines of postgresql.conf, options go to init.
sub cluster
{
	my ($name, $settings, %options) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);

	$node->init(%options);
	$node->append_conf('postgresql.conf',
		"extension_destdir = '$ENV{NUMSIGHT_STAGE}'\n" . ($settings // ''));
	$node->start;
	return $node;
}

# A new database with the extension in it.
sub database
{
	my ($node, $name, $options) = @_;

	$node->safe_psql('postgres', "CREATE DATABASE $name " . ($options // ''));
	$node->safe_psql($name, 'CREATE EXTENSION numsight');
	return $name;
}

# The statement fails, for the reason given.
sub refused
{
	my ($node, $database, $statement, $reason, $name) = @_;
	my ($status, $output, $error) = $node->psql($database, $statement);

	isnt($status, 0, "$name: refused");
	like($error, $reason, "$name: for the right reason");
}

# Table and indexes of every kind; rows from .. to of every class of phone.
sub fill_phones
{
	my ($node, $database, $from, $to) = @_;

	$node->safe_psql($database, <<"SQL");
CREATE TABLE IF NOT EXISTS book (id integer, number numsight.phone);
CREATE INDEX IF NOT EXISTS book_btree ON book USING btree (number);
CREATE INDEX IF NOT EXISTS book_hash ON book USING hash (number);
CREATE INDEX IF NOT EXISTS book_minmax ON book USING brin (number) WITH (pages_per_range = 2, autosummarize = on);
CREATE INDEX IF NOT EXISTS book_multi ON book USING brin (number numsight.phone_minmax_multi_ops) WITH (pages_per_range = 2);
CREATE INDEX IF NOT EXISTS book_bloom ON book USING brin (number numsight.phone_bloom_ops) WITH (pages_per_range = 2);
INSERT INTO book
SELECT id, CASE id % 7
           WHEN 0 THEN '+9198' || lpad((id * 7919 % 100000000)::text, 8, '0')
           WHEN 1 THEN '+4930' || (1000000 + id)
           WHEN 2 THEN '+4930' || (1000000000000 + id) || '0'
           WHEN 3 THEN 'IN:1' || id
           WHEN 4 THEN 'VM-' || id || 'X'
           WHEN 5 THEN '+14155552671;ext=' || id % 9999
           ELSE 'anonymous' END::numsight.phone
  FROM generate_series($from, $to) AS id;
SQL
}

# Each index gives what a sequential scan gives.
sub phone_indexes_agree
{
	my ($node, $database, $name) = @_;
	my $count = 'SELECT count(*), sum(id) FROM book WHERE number';
	my @condition = (
		"OPERATOR(numsight.=) 'anonymous'",
		"OPERATOR(numsight.=) '+14155552671;ext=5'",
		"OPERATOR(numsight.^@) '+9198'",
		"OPERATOR(numsight.^@) '+4930'",
		"OPERATOR(numsight.^@) 'VM-1'",
		"OPERATOR(numsight.>=) 'IN:15'");
	my $all = join(";\n", map { "$count $_" } @condition);
	my $expected = $node->safe_psql($database,
		"SET enable_indexscan = off; SET enable_bitmapscan = off;"
		. "SET enable_indexonlyscan = off; $all");

	for my $index (qw(btree hash minmax multi bloom))
	{
		my $others = join(', ', map { "book_$_" }
			grep { $_ ne $index } qw(btree hash minmax multi bloom));

		is( $node->safe_psql($database,
				"BEGIN; DROP INDEX $others; SET LOCAL enable_seqscan = off; $all; ROLLBACK"),
			$expected, "$name: $index index agrees with the table");
	}
	is( $node->safe_psql($database,
			"SELECT bt_index_parent_check('book_btree', true, true)"),
		'', "$name: amcheck finds nothing in the btree");
}

1;
