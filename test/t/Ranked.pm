# Ranked.pm: people with ranked indexes, and whether these tell the truth
package Ranked;

use strict;
use warnings;

use Exporter 'import';
use Test::More;

our @EXPORT = qw(create_people fill_people people_agree @queries);

our @queries = (
	'r', 'an', 'raj', 'rajesh', 'rajesh kumar', 'kumar rajesh', 'an si',
	'si an', 'ravi k', 'aj', 'h kum', 'sharma', 'maria de', 'r sharma',
	'zz', 'nobody at all');

# A table of this kind ('', 'UNLOGGED', 'TEMP') with an index of each class.
sub create_people
{
	my ($node, $database, $kind) = @_;

	$node->safe_psql($database, <<"SQL");
CREATE $kind TABLE person (id integer PRIMARY KEY, name text, rank bigint NOT NULL);
CREATE INDEX person_text ON person USING ranked (name numsight.name_ranked_ops);
CREATE INDEX person_ranked ON person USING ranked (numsight.name_ranked(name, rank));
CREATE FUNCTION pick(salt integer, list text[]) RETURNS text LANGUAGE sql IMMUTABLE AS
\$\$SELECT list[1 + abs(hashint4(salt)) % cardinality(list)]\$\$;
CREATE FUNCTION name_of(id integer) RETURNS text LANGUAGE sql IMMUTABLE AS
\$\$SELECT concat_ws(' ',
           pick(id, '{Rajesh,Raj,Ravi,Anil,Anna,Maria,Sina,José,Юрий,राज,Mohammed,Ruth}'),
           CASE id % 4 WHEN 0 THEN pick(id + 1000000, '{K,de la,Kumar,An,Singh}') END,
           pick(id + 2000000, '{Kumar,Sharma,Singh,Silva,Khan,Banana,Smith}'),
           CASE id % 3 WHEN 0 THEN to_hex(abs(hashint4(id)) % 50000) END)\$\$;
CREATE FUNCTION rank_of(id integer) RETURNS bigint LANGUAGE sql IMMUTABLE AS
\$\$SELECT (abs(hashint4(id))::bigint % 32) << 40 | (1099511627775 - id)\$\$;
SQL
}

# People with these numbers; some have no name.
sub fill_people
{
	my ($node, $database, $from, $to) = @_;

	$node->safe_psql($database, <<"SQL");
INSERT INTO person
SELECT id, CASE WHEN id % 500 > 0 THEN name_of(id) END, rank_of(id)
  FROM generate_series($from, $to) AS id;
SQL
}

# What a plan says for all queries: the distances of the best, and who contains
# it. Of what is only similar an index gives the likeliest, so that is left out.
sub answers
{
	my ($node, $database, $settings, $name) = @_;
	my $sql = "SET search_path = public, numsight; $settings;\n";

	for my $query (@queries)
	{
		$sql .= <<"SQL";
SELECT array_agg(d) FROM (
SELECT $name <~> '$query' AS d FROM person
 WHERE $name @~ '$query' AND name_tier(name, '$query') < 5
 ORDER BY $name <~> '$query' LIMIT 40) best;
SELECT count(*), sum(id) FROM person WHERE $name @> '$query';
SQL
	}
	return $node->safe_psql($database, $sql);
}

# Both indexes are sound, and give what a comparison of every row gives.
sub people_agree
{
	my ($node, $database, $when, $readonly) = @_;
	my $index = 'SET enable_seqscan = off; SET enable_sort = off';
	my $table = 'SET enable_indexscan = off; SET enable_bitmapscan = off';

	for my $kind ([ 'person_text', 'name' ],
		[ 'person_ranked', 'name_ranked(name, rank)' ])
	{
		my ($relation, $name) = @$kind;

		is( $node->safe_psql($database, "SELECT rows = (SELECT count(name) FROM person) FROM numsight.ranked_check('$relation')"),
			't', "$when: $relation is sound");
		is( answers($node, $database, $index, $name),
			answers($node, $database, $table, $name),
			"$when: $relation agrees with the table");
	}
}

1;
