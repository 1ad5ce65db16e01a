/*
 * fuzz_ranked_search.c: any names in a tree, any query, pages that are spoilt
 *
 * The first line of the input is the query, the others are names; behind a
 * byte of zero is what is written where into the pages. Before they are, the
 * search finds what comparing all finds, in order, with or without similar
 * names, also when some rows are removed and others added; afterwards it may
 * complain.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ranked_all.h"
#include "ranked_names.h"

#define NAMES_MAX	200

struct name
{
	char	   *text;
	size_t		length;
	uint64_t	rank;
	bool		gone;
	bool		seen;
};

struct directory
{
	enum ranked_order order;
	struct name_query query;
	size_t		count;
	struct name name[NAMES_MAX];
	struct pager pager;
};

static void
need(bool promise)
{
	if (!promise)
		abort();
}

/* The folded line, and where the next one begins. */
static const uint8_t *
read_line(const uint8_t *at, const uint8_t *end, struct name *name)
{
	const uint8_t *stop = memchr(at, '\n', (size_t) (end - at));
	size_t		size = (size_t) ((stop == NULL ? end : stop) - at);

	name->text = malloc(NAME_FOLD_GROWTH * size + 1);
	name->length = name_fold((const char *) at, size, name->text);
	return stop == NULL ? end : stop + 1;
}

static void
insert_name(struct directory *directory, size_t i)
{
	struct name *name = &directory->name[i];

	names_insert(&directory->pager.writer, name->text, name->length,
				 name->rank, i + 1);
	name->gone = false;
}

static void
read_names(struct directory *directory, const uint8_t *at, const uint8_t *end)
{
	struct name query;

	at = read_line(at, end, &query);
	name_query_set(&directory->query, query.text, query.length);
	free(query.text);
	pager_begin(&directory->pager);
	while (at < end && directory->count < NAMES_MAX)
	{
		struct name *name = &directory->name[directory->count];

		at = read_line(at, end, name);
		name->rank = directory->order == RANKED_BY_LENGTH
			? ranked_of_length(name->length) : directory->count * 7 % 11;
		insert_name(directory, directory->count++);
	}
}

static double
distance_of(struct directory *directory, const struct name *name,
			enum name_tier *tier)
{
	int			cost;

	*tier = name_match(name->text, name->length, &directory->query, &cost);
	return ranked_distance(directory->order, *tier, cost, name->rank,
						   &directory->query);
}

static void
check_hit(struct directory *directory, const struct ranked_hit *hit)
{
	struct name *name;
	enum name_tier tier;
	double		distance;

	need(hit->row >= 1 && hit->row <= directory->count);
	name = &directory->name[hit->row - 1];
	need(!name->seen && !name->gone);
	name->seen = true;
	distance = distance_of(directory, name, &tier);
	need(hit->recheck ? distance >= hit->distance : distance == hit->distance);
}

static void
check_search(struct directory *directory, enum name_tier last)
{
	struct ranked_search *search = ranked_search_begin(
		&directory->pager.writer.reader, &directory->query, directory->order,
		last);
	double		before = 0.0;
	struct ranked_hit hit;

	for (size_t i = 0; i < directory->count; i++)
		directory->name[i].seen = false;
	while (ranked_search_next(search, &hit))
	{
		need(hit.distance >= before && (!hit.similar || last == NAME_SIMILAR));
		before = hit.distance;
		check_hit(directory, &hit);
	}
	ranked_search_end(search);
	for (size_t i = 0; i < directory->count; i++)
	{
		enum name_tier tier;

		distance_of(directory, &directory->name[i], &tier);
		need(directory->name[i].seen || directory->name[i].gone ||
			 tier >= NAME_SIMILAR);
	}
}

static void
check_all(struct directory *directory)
{
	struct ranked_all *all = ranked_all_begin(&directory->pager.writer.reader);
	uint64_t	row;
	size_t		left = 0;

	for (size_t i = 0; i < directory->count; i++)
		left += !directory->name[i].gone && directory->name[i].length > 0;
	for (; ranked_all_next(all, &row); left--)
		need(row >= 1 && row <= directory->count && left > 0 &&
			 !directory->name[row - 1].gone);
	need(left == 0);
	ranked_all_end(all);
}

static void
check(struct directory *directory)
{
	struct ranked_sizes sizes;

	ranked_check(&directory->pager.writer.reader, &sizes);
	check_search(directory, NAME_SIMILAR);
	check_search(directory, NAME_CONTAINS);
	check_all(directory);
	need(directory->pager.held == 0);
}

/* ---- rows go and come ---- */

static bool
is_gone(void *context, uint64_t row)
{
	const struct directory *directory = context;

	return directory->name[row - 1].gone;
}

static void
remove_names(struct directory *directory)
{
	for (size_t i = 0; i < directory->count; i++)
		directory->name[i].gone = i % 3 == 1;
	for (uint32_t block = RANKED_ROOT; block < directory->pager.count; block++)
		ranked_remove(&directory->pager.writer, block, is_gone, directory);
}

/* With another rank, as rows that are updated do. */
static void
return_names(struct directory *directory)
{
	for (size_t i = 1; i < directory->count; i += 6)
		if (directory->name[i].gone)
		{
			if (directory->order == RANKED_BY_RANK)
				directory->name[i].rank = directory->name[i].rank * 3 % 13;
			insert_name(directory, i);
		}
}

/* Three bytes say where, one what. */
static void
spoil(struct pager *pager, const uint8_t *at, const uint8_t *end)
{
	for (; end - at >= 4; at += 4)
	{
		uint32_t	block = RANKED_ROOT + at[0] % (pager->count - RANKED_ROOT);

		pager->pages[block][(at[1] << 8 | at[2]) % RANKED_PAGE_SIZE] = at[3];
	}
}

static void
search_spoilt(struct directory *directory)
{
	struct pager *pager = &directory->pager;
	struct ranked_search *search;
	struct ranked_hit hit;

	pager->waits = true;
	if (setjmp(pager->jump) != 0)
		return;
	search = ranked_search_begin(&pager->writer.reader, &directory->query,
								 directory->order, NAME_SIMILAR);
	for (int left = 10 * NAMES_MAX; left > 0; left--)
		if (!ranked_search_next(search, &hit))
			break;
	ranked_search_end(search);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct directory *directory = calloc(1, sizeof(*directory));
	const uint8_t *end = data + size;
	const uint8_t *zero = size == 0 ? NULL : memchr(data, 0, size);

	directory->order = size % 2 == 0 ? RANKED_BY_LENGTH : RANKED_BY_RANK;
	read_names(directory, data, zero == NULL ? end : zero);
	check(directory);
	remove_names(directory);
	check(directory);
	return_names(directory);
	check(directory);
	if (zero != NULL)
	{
		spoil(&directory->pager, zero + 1, end);
		search_spoilt(directory);
	}
	pager_end(&directory->pager);
	for (size_t i = 0; i < directory->count; i++)
		free(directory->name[i].text);
	free(directory);
	return 0;
}
