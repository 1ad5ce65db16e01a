/* ranked_page.c: the frame of a page, fences, and the order of entries */
#include "ranked_page.h"

#include <string.h>

#define RIGHT_AT	(RANKED_CONTENT_END + 0)
#define RUN_END_AT	(RANKED_CONTENT_END + 4)
#define COUNT_AT	(RANKED_CONTENT_END + 6)
#define LEVEL_AT	(RANKED_CONTENT_END + 8)
#define STRIDE_AT	(RANKED_CONTENT_END + 9)
#define MARK_AT		(RANKED_CONTENT_END + 14)

/* Of a fence's first byte: its length, and that a rank and a row follow. */
#define FENCE_LENGTH	0x3F
#define FENCE_EXACT		0x80

static uint16_t
load16(const uint8_t *in)
{
	uint16_t	value;

	memcpy(&value, in, sizeof(value));
	return value;
}

static void
store16(uint8_t *out, size_t value)
{
	uint16_t	narrow = (uint16_t) value;

	memcpy(out, &narrow, sizeof(narrow));
}

static void
store48(uint8_t *out, uint64_t value)
{
	for (int i = 5; i >= 0; i--, value >>= 8)
		out[i] = (uint8_t) value;
}

void
ranked_value_write(uint8_t *out, uint64_t rank, uint64_t row)
{
	store48(out, rank);
	store48(out + 6, row);
}

/* ---- order ---- */

int
ranked_compare_keys(const uint8_t *a, size_t a_length,
					const uint8_t *b, size_t b_length)
{
	size_t		length = a_length < b_length ? a_length : b_length;
	int			order = memcmp(a, b, length);

	return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

int
ranked_compare(const struct ranked_entry *a, const struct ranked_entry *b)
{
	int			order = ranked_compare_keys(a->key, a->length,
											b->key, b->length);

	if (order == 0)
		order = (a->rank < b->rank) - (a->rank > b->rank);
	return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

size_t
ranked_shared(const struct ranked_entry *a, const struct ranked_entry *b)
{
	size_t		length = a->length < b->length ? a->length : b->length;
	size_t		i = 0;
	uint64_t	differ;

	for (; i + sizeof(differ) <= length; i += sizeof(differ))
	{
		differ = ranked_load64(a->key + i) ^ ranked_load64(b->key + i);
		if (differ != 0)
			return i + (size_t) __builtin_clzll(differ) / 8;
	}
	while (i < length && a->key[i] == b->key[i])
		i++;
	return i;
}

/* ---- fences ---- */

void
ranked_fence_of_key(const uint8_t *key, size_t length,
					struct ranked_entry *fence)
{
	fence->rank = RANKED_RANK_MAX;
	fence->row = RANKED_NO_ROW;
	fence->length = (uint8_t) length;
	memcpy(fence->key, key, length);
}

void
ranked_fence_between(const struct ranked_entry *left,
					 const struct ranked_entry *right,
					 struct ranked_entry *fence)
{
	size_t		shared = ranked_shared(left, right);

	if (shared < right->length)
		ranked_fence_of_key(right->key, shared + 1, fence);
	else
		*fence = *right;
}

static bool
fence_is_exact(const struct ranked_entry *fence)
{
	return fence->rank != RANKED_RANK_MAX || fence->row != RANKED_NO_ROW;
}

size_t
ranked_fence_size(const struct ranked_entry *fence)
{
	return 1 + fence->length + (fence_is_exact(fence) ? RANKED_VALUE : 0);
}

size_t
ranked_fence_write(uint8_t *out, const struct ranked_entry *fence)
{
	bool		exact = fence_is_exact(fence);

	out[0] = fence->length | (exact ? FENCE_EXACT : 0);
	memcpy(out + 1, fence->key, fence->length);
	if (exact)
		ranked_value_write(out + 1 + fence->length, fence->rank, fence->row);
	return ranked_fence_size(fence);
}

size_t
ranked_fence_read(const uint8_t *in, size_t size, struct ranked_entry *fence)
{
	size_t		length;
	size_t		whole;

	if (size == 0 || (in[0] & ~(FENCE_LENGTH | FENCE_EXACT)) != 0)
		return 0;
	length = in[0] & FENCE_LENGTH;
	whole = 1 + length + (in[0] & FENCE_EXACT ? RANKED_VALUE : 0);
	if (whole > size)
		return 0;
	ranked_fence_of_key(in + 1, length, fence);
	if (in[0] & FENCE_EXACT)
	{
		fence->rank = ranked_rank_read(in + 1 + length);
		fence->row = ranked_row_read(in + 1 + length);
	}
	return whole;
}

/* ---- frames ---- */

size_t
ranked_page_lower(const uint8_t *page)
{
	return load16(page + RANKED_LOWER_AT);
}

size_t
ranked_frame_size(const struct ranked_frame *frame)
{
	return frame->bounded ? ranked_fence_size(&frame->high) : 0;
}

/* The high fence, which a page with a right neighbour has. */
static bool
view_fence(struct ranked_view *view)
{
	size_t		size = 0;

	view->frame.bounded = view->frame.right != 0;
	if (view->frame.bounded)
	{
		size = ranked_fence_read(view->page + RANKED_CONTENT,
								 view->lower - RANKED_CONTENT,
								 &view->frame.high);
		if (size == 0)
			return false;
	}
	view->content = RANKED_CONTENT + size;
	return true;
}

const char *
ranked_page_view(const uint8_t *page, struct ranked_view *view)
{
	if (load16(page + MARK_AT) != RANKED_MARK)
		return "it is no page of the tree";
	view->page = page;
	view->lower = ranked_page_lower(page);
	view->run_end = load16(page + RUN_END_AT);
	view->count = load16(page + COUNT_AT);
	view->stride = page[STRIDE_AT];
	view->frame.level = page[LEVEL_AT];
	memcpy(&view->frame.right, page + RIGHT_AT, sizeof(view->frame.right));
	if (view->lower < RANKED_CONTENT || view->lower > RANKED_CONTENT_END)
		return "its content ends outside of it";
	if (view->frame.level >= RANKED_LEVELS)
		return "its level is too high";
	if (!view_fence(view))
		return "its high fence is broken";
	if (view->run_end < view->content || view->run_end > view->lower)
		return "its run ends outside of it";
	return NULL;
}

size_t
ranked_page_begin(uint8_t *page, const struct ranked_frame *frame)
{
	uint32_t	right = frame->bounded ? frame->right : 0;
	size_t		at = RANKED_CONTENT;

	memset(page + RANKED_CONTENT, 0, RANKED_PAGE_SIZE - RANKED_CONTENT);
	memcpy(page + RIGHT_AT, &right, sizeof(right));
	page[LEVEL_AT] = frame->level;
	store16(page + MARK_AT, RANKED_MARK);
	if (frame->bounded)
		at += ranked_fence_write(page + at, &frame->high);
	return at;
}

void
ranked_page_grow(uint8_t *page, size_t lower)
{
	store16(page + RANKED_LOWER_AT, lower);
}

void
ranked_page_end(uint8_t *page, size_t run_end, size_t lower, unsigned count,
				unsigned stride)
{
	ranked_page_grow(page, lower);
	store16(page + RUN_END_AT, run_end);
	store16(page + COUNT_AT, count);
	page[STRIDE_AT] = (uint8_t) stride;
}
