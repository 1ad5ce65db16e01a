# The ranked index beside a comparison of every name: twenty thousand people
# of many scripts and what would be typed to find them, class by class, as
# bench/search draws both.
use strict;
use warnings;

use FindBin;
use NumSight;
use PostgreSQL::Test::Utils;
use Test::More;

my $bench = "$FindBin::Bin/../../bench/search";
my $node = cluster('search', "autovacuum = off\n");
my $folder = PostgreSQL::Test::Utils::tempdir();

# psql with a file of bench/search and what it reads and writes
sub run_file
{
	my ($input, $output, $file, @variables) = @_;

	IPC::Run::run([ 'psql', '-XqAt', '-d', $node->connstr('search'), '-v', 'ON_ERROR_STOP=1',
			(map { ('-v', $_) } @variables), '-f', $file ],
		'<', $input, '>', $output) or die "$file failed";
}

$node->safe_psql('postgres', 'CREATE DATABASE search');
system("node $bench/generate.mjs --rows 20000 >$folder/people") == 0 or die 'no people';
run_file("$folder/people", '/dev/null', "$bench/person.sql", 'table=person');
run_file('/dev/null', "$folder/queries", "$bench/queries.sql", 'queries=20', 'seed=1');
$node->safe_psql('search', <<'SQL');
CREATE SCHEMA ranked;
CREATE TABLE ranked.person AS TABLE public.person;
CREATE TABLE ranked.typed (class text, first integer, query text);
SQL
run_file('/dev/null', '/dev/null', "$bench/method/ranked/index.sql", 'schema=ranked');
$node->safe_psql('search', "\\copy ranked.typed FROM '$folder/queries'");

# What numsight.<~> says of every name, and what the index gives: as far as it
# promises to be complete, so without names that are only similar; whether or
# not these are asked for.
$node->safe_psql('search', <<'SQL');
ANALYZE ranked.person;
CREATE FUNCTION ranked.found(query text) RETURNS bigint[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET search_path = ranked, numsight AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person
                  WHERE name_ranked(name, place(popularity, spam, id)) @> query
                  ORDER BY name_ranked(name, place(popularity, spam, id)) <~> query LIMIT 30);
END $$;
CREATE FUNCTION ranked.matched(query text) RETURNS bigint[] LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET search_path = ranked, numsight AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person
                  WHERE name_ranked(name, place(popularity, spam, id)) @~ query
                  ORDER BY name_ranked(name, place(popularity, spam, id)) <~> query LIMIT 30);
END $$;
CREATE FUNCTION ranked.compared(query text) RETURNS bigint[] LANGUAGE plpgsql
SET enable_indexscan = off SET search_path = ranked, numsight AS $$
BEGIN
    RETURN ARRAY(SELECT id FROM person WHERE name_tier(name, query) <= 4
                  ORDER BY name_ranked(name, place(popularity, spam, id)) <~> query LIMIT 30);
END $$;
SQL

for my $class (split /\n/, $node->safe_psql('search',
		'SELECT class FROM ranked.typed GROUP BY class ORDER BY class'))
{
	is( $node->safe_psql('search', <<"SQL"), '', "$class: the same names in the same order");
SELECT query FROM ranked.typed
 WHERE class = '$class' AND first = 1
   AND (ranked.found(query) <> ranked.compared(query)
        OR (ranked.matched(query))[:cardinality(ranked.compared(query))] <> ranked.compared(query))
SQL
}

# Whatever is typed, the plan is the walk through the index.
my $plan = $node->safe_psql('search',
	"SET search_path = ranked, numsight;"
	. slurp_file("$bench/method/ranked/session.sql")
	. "EXPLAIN (COSTS OFF) EXECUTE search('a')");
like($plan, qr/Index Scan using person_ranked/, 'a prepared search walks the index');
unlike($plan, qr/Seq Scan|Sort/, 'and neither sorts nor reads the table');

done_testing();
