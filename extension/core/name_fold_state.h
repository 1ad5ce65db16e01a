/*
 * name_fold_state.h: a fold on its way
 *
 * An Indic word is written with signs in it, which only its end can settle:
 * whether an inherent vowel is heard depends on what follows. The letters of
 * a consonant behind its first have the top bit set, so that kh counts as one.
 */
#ifndef NAME_FOLD_STATE_H
#define NAME_FOLD_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Letters of a form or a part of it. */
struct letters
{
	const unsigned char *at;
	size_t		length;
};

enum {NAME_SCRIPT_NONE = -1, NAME_DIALECT_UNKNOWN = -1};

struct fold
{
	const unsigned char *at;	/* what is still to be read */
	const unsigned char *end;
	unsigned char *out;
	size_t		n;				/* written */
	size_t		word;			/* where the last word begins in out */
	size_t		run;			/* where its unsettled Indic letters begin */
	int			script;			/* of the run, counted in blocks of 128 */
	int			dialect;		/* of the Cyrillic word */
	struct letters held;		/* vowel written before its consonant */
	bool		running;		/* the run has letters */
	bool		gap;			/* a space goes before the next letter */
	bool		doubled;		/* the next consonant counts twice */
	bool		nasal;			/* an anusvara waits for its consonant */
	bool		sign;			/* the last letter was ь or ъ */
};

/* name_fold.c */
extern void name_fold_begin(struct fold *fold);
extern void name_fold_put(struct fold *fold, struct letters letters);
extern struct letters name_fold_variant(struct letters letters, int which);
extern bool name_is_vowel(int c);

/* name_fold_indic.c */
extern int	name_indic_script(uint32_t point);
extern void name_indic_letter(struct fold *fold, int script,
							  struct letters form, bool virama_next);
extern void name_indic_settle(struct fold *fold);

#endif
