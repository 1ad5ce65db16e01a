/* route_tree.c: the tree of path segments that finds a row */
#include "route_inside.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static const struct
{
	const char *path;
	enum route_own own;
}			owns[] = {
	{"/healthz", OWN_HEALTH},
	{"/readyz", OWN_READY},
	{"/metrics", OWN_METRICS},
};

struct node
{
	char	   *segment;		/* NULL: any */
	struct node *child;			/* the one for "any" comes last */
	struct node *next;
	size_t		row[ROUTE_METHODS]; /* one more than its number; 0 = none */
};

static struct node *
node_child(struct node *node, struct slice segment)
{
	struct node **place = &node->child;
	struct node *child;
	bool		any = segment.data[0] == '{';

	while (*place != NULL && (*place)->segment != NULL &&
		   (any || !slice_equal(segment, (*place)->segment)))
		place = &(*place)->next;
	if (*place != NULL && ((*place)->segment == NULL) == any)
		return *place;
	child = memory_zero(sizeof *child);
	if (!any)
		child->segment = strndup(segment.data, segment.length);
	child->next = *place;
	*place = child;
	return child;
}

static struct node *
router_place(struct router *router, const char *text)
{
	struct node *node = router->root;
	struct slice path = route_inside(slice_of(text));
	struct slice segment;

	while (route_next(&path, &segment))
		node = node_child(node, segment);
	return node;
}

struct router *
router_new(void)
{
	struct router *router = memory_zero(sizeof *router);

	router->root = memory_zero(sizeof *router->root);
	for (size_t i = 0; i < route_count; i++)
	{
		router_place(router, route_rows[i].path)->row[route_rows[i].method] =
			i + 1;
	}
	for (size_t i = 0; i < lengthof(owns); i++)
		router_place(router, owns[i].path)->row[METHOD_GET] = route_count + i + 1;
	route_statements(router);
	return router;
}

static void
node_free(struct node *node)
{
	while (node != NULL)
	{
		struct node *next = node->next;

		node_free(node->child);
		free(node->segment);
		free(node);
		node = next;
	}
}

void
router_free(struct router *router)
{
	node_free(router->root);
	for (size_t i = 0; i < router->statements; i++)
		free(router->statement[i].text);
	free(router);
}

/* A decoded segment may be any clean text without a slash. */
static bool
segment_read(struct arena *arena, struct slice raw, struct slice *segment)
{
	return text_unescape(arena, raw, false, segment) &&
		text_clean(*segment, false) &&
		memchr(segment->data, '/', segment->length) == NULL;
}

static const struct node *
node_find(const struct node *node, struct slice segment)
{
	for (node = node->child; node != NULL; node = node->next)
		if (node->segment == NULL ? segment.length > 0 :
			slice_equal(segment, node->segment))
			return node;
	return NULL;
}

static void
found_row(struct found *found, const struct router *router, size_t number)
{
	found->number = number;
	if (number < route_count)
	{
		found->route = &route_rows[number];
		found->statement = router->of_row[number];
		found->once = router->once[number];
	}
	else
		found->own = owns[number - route_count].own;
}

struct found
router_find(const struct router *router, struct arena *arena, int method,
			struct slice path)
{
	struct found found = {.number = router_unknown(router)};
	const struct node *node = router->root;
	struct slice raw;

	if (path.length == 0 || path.data[0] != '/')
		return found;
	path = route_inside(path);
	while (node != NULL && route_next(&path, &raw))
	{
		struct slice *segment = &found.segment[found.segments];

		if (found.segments++ == ROUTE_SEGMENTS)
			return found;
		if (!segment_read(arena, raw, segment))
		{
			found.broken = true;
			return found;
		}
		node = node_find(node, *segment);
	}
	for (int i = 0; node != NULL && i < ROUTE_METHODS; i++)
		if (node->row[i] > 0)
			found.allowed |= 1u << i;
	found.path = found.allowed != 0;
	if (found.path && method >= 0 && node->row[method] > 0)
		found_row(&found, router, node->row[method] - 1);
	return found;
}

size_t
router_statements(const struct router *router)
{
	return router->statements;
}

const struct statement *
router_account(const struct router *router)
{
	return router->account;
}

const struct statement *
router_key(const struct router *router)
{
	return router->key;
}

const struct statement *
router_budgets(const struct router *router)
{
	return router->budgets;
}

const struct statement *
router_budgets_keep(const struct router *router)
{
	return router->budgets_keep;
}

const struct statement *
router_lookups_keep(const struct router *router)
{
	return router->lookups_keep;
}

/* The number under which requests without a row are counted. */
size_t
router_unknown(const struct router *router)
{
	(void) router;
	return route_count + lengthof(owns);
}

const char *
router_method(const struct router *router, size_t number)
{
	if (number >= router_unknown(router))
		return "";
	return number < route_count ? route_method_name[route_rows[number].method] : "GET";
}

const char *
router_path(const struct router *router, size_t number)
{
	if (number >= router_unknown(router))
		return "";
	return number < route_count ? route_rows[number].path : owns[number - route_count].path;
}
