/*
 * fuzz_json.c: any bytes as a JSON body
 *
 * What is accepted has members of known kinds under names given once, in
 * valid text without NUL.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "body.h"

static void
need(bool promise)
{
	if (!promise)
		abort();
}

static void
check_members(const struct members *members)
{
	need(members->count <= BODY_MEMBERS);
	for (size_t i = 0; i < members->count; i++)
	{
		const struct member *member = &members->member[i];

		need(member->kind != MEMBER_WORD);
		need(strlen(member->name.data) == member->name.length);
		need(body_member(members, member->name.data) == member);
		if (member->kind == MEMBER_TEXT)
			need(strlen(member->text.data) == member->text.length);
		need(member->kind == MEMBER_LIST || member->items == 0);
		for (size_t j = 0; j < member->items; j++)
			need(member->item[j].kind != MEMBER_LIST);
	}
}

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char	   *exact = memory_get(size);
	struct arena arena = {0};
	struct members members = {0};
	const char *wrong;

	if (size > 0)
		memcpy(exact, data, size);
	wrong = body_json(&arena, (struct slice) {exact, size}, &members);
	if (wrong == NULL)
		check_members(&members);
	else
		need(wrong[0] != '\0');
	arena_free(&arena);
	free(exact);
	return 0;
}
