/*
 * ranked_pager.h: the pages of a ranked tree in memory, for tests.
 *
 * Each page is a piece of memory of its own size, so that sanitizers see a
 * byte beside it. What is edited is a copy until it is committed. The rules of
 * the callbacks are asserted: one page open at a time, a change of at most
 * RANKED_CHANGE_PAGES pages. A corrupt page jumps to where the test waits, or
 * ends the program.
 */
#ifndef RANKED_PAGER_H
#define RANKED_PAGER_H

#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ranked.h"

/* What stands before each piece of memory that was handed out. */
struct piece
{
	struct piece *before;
	struct piece *behind;
};

struct pager
{
	struct ranked_writer writer;
	uint8_t   **pages;
	uint32_t	count;
	unsigned	opened;
	unsigned	edited;
	uint32_t	edited_block[RANKED_CHANGE_PAGES];
	uint8_t    *image[RANKED_CHANGE_PAGES];
	unsigned	pieces_of_page;
	size_t		patched;		/* bytes of the page held last */
	/* after each change, when the tree must be whole */
	void		(*committed) (struct pager *pager);
	void	   *context;
	size_t		reads;
	size_t		changes;
	long		held;			/* pieces of memory not given back */
	struct piece pieces;		/* a ring of them */
	bool		waits;			/* for a corrupt page, at jump */
	jmp_buf		jump;
};

static inline const uint8_t *
pager_open(void *context, uint32_t block)
{
	struct pager *pager = context;

	assert(pager->opened == 0);
	if (block >= pager->count)
		pager->writer.reader.corrupt(pager, block, "there is no such page");
	pager->opened++;
	pager->reads++;
	return pager->pages[block];
}

static inline void
pager_close(void *context, uint32_t block)
{
	struct pager *pager = context;

	(void) block;
	assert(pager->opened == 1);
	pager->opened--;
}

static inline void *
pager_hold(struct pager *pager, struct piece *piece)
{
	piece->before = &pager->pieces;
	piece->behind = pager->pieces.behind;
	piece->before->behind = piece->behind->before = piece;
	return piece + 1;
}

static inline struct piece *
pager_let_go(void *memory)
{
	struct piece *piece = (struct piece *) memory - 1;

	piece->before->behind = piece->behind;
	piece->behind->before = piece->before;
	return piece;
}

static inline void *
pager_allocate(void *context, size_t size)
{
	struct pager *pager = context;
	struct piece *piece = malloc(sizeof(*piece) + size);

	assert(piece != NULL);
	pager->held++;
	return pager_hold(pager, piece);
}

static inline void *
pager_reallocate(void *context, void *memory, size_t size)
{
	struct piece *piece = realloc(pager_let_go(memory),
								  sizeof(*piece) + size);

	assert(piece != NULL);
	return pager_hold(context, piece);
}

static inline void
pager_release(void *context, void *memory)
{
	struct pager *pager = context;

	pager->held--;
	free(pager_let_go(memory));
}

static inline void
pager_check(void *context)
{
	struct pager *pager = context;

	assert(pager->opened == 0);
}

static inline void __attribute__((noreturn))
pager_corrupt(void *context, uint32_t block, const char *what)
{
	struct pager *pager = context;

	if (!pager->waits)
	{
		fprintf(stderr, "corrupt block %u: %s\n", block, what);
		abort();
	}
	pager->opened = 0;
	longjmp(pager->jump, 1);
}

static inline uint8_t *
pager_edit(void *context, uint32_t block)
{
	struct pager *pager = context;
	uint8_t    *image = malloc(RANKED_PAGE_SIZE);

	assert(pager->opened == 0 && pager->edited < RANKED_CHANGE_PAGES);
	for (unsigned i = 0; i < pager->edited; i++)
		assert(pager->edited_block[i] != block);
	if (block >= pager->count)
		pager_corrupt(pager, block, "there is no such page");
	memcpy(image, pager->pages[block], RANKED_PAGE_SIZE);
	pager->edited_block[pager->edited] = block;
	pager->image[pager->edited++] = image;
	return image;
}

static inline const uint8_t *
pager_hold_page(void *context, uint32_t block)
{
	struct pager *pager = context;

	pager->pieces_of_page = 0;
	pager->patched = 0;
	return pager_edit(context, block);
}

static inline void
pager_patch(void *context, size_t at, const void *bytes, size_t length)
{
	struct pager *pager = context;

	pager->patched += length;
	assert(pager->edited > 0 && at + length <= RANKED_PAGE_SIZE);
	assert(++pager->pieces_of_page <= 2 && pager->patched <= RANKED_PATCH);
	memcpy(pager->image[pager->edited - 1] + at, bytes, length);
}

static inline uint32_t
pager_add(struct pager *pager)
{
	pager->pages = realloc(pager->pages,
						   (pager->count + 1) * sizeof(*pager->pages));
	pager->pages[pager->count] = calloc(1, RANKED_PAGE_SIZE);
	return pager->count++;
}

static inline uint8_t *
pager_extend(void *context, uint32_t *block)
{
	*block = pager_add(context);
	return pager_edit(context, *block);
}

static inline void
pager_commit(void *context)
{
	struct pager *pager = context;

	for (unsigned i = 0; i < pager->edited; i++)
	{
		memcpy(pager->pages[pager->edited_block[i]], pager->image[i],
			   RANKED_PAGE_SIZE);
		free(pager->image[i]);
	}
	pager->edited = 0;
	pager->changes++;
	if (pager->committed != NULL)
		pager->committed(pager);
}

static inline void
pager_abandon(void *context)
{
	struct pager *pager = context;

	while (pager->edited > 0)
		free(pager->image[--pager->edited]);
}

/* A file of its first block and an empty root. */
static inline void
pager_begin(struct pager *pager)
{
	memset(pager, 0, sizeof(*pager));
	pager->pieces.before = pager->pieces.behind = &pager->pieces;
	pager->writer = (struct ranked_writer) {
		.reader = {
			.context = pager, .open = pager_open, .close = pager_close,
			.allocate = pager_allocate, .reallocate = pager_reallocate,
			.release = pager_release, .check = pager_check,
			.corrupt = pager_corrupt
		},
		.edit = pager_edit, .extend = pager_extend,
		.hold = pager_hold_page, .patch = pager_patch,
		.commit = pager_commit, .abandon = pager_abandon
	};
	pager_add(pager);
	ranked_create(&pager->writer);
}

static inline void
pager_end(struct pager *pager)
{
	while (pager->pieces.behind != &pager->pieces)
		pager_release(pager, pager->pieces.behind + 1);
	pager_abandon(pager);
	for (uint32_t i = 0; i < pager->count; i++)
		free(pager->pages[i]);
	free(pager->pages);
}

#endif
