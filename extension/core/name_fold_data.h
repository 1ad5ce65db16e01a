/*
 * name_fold_data.h: the generated table of letters
 *
 * name_fold_cell[name_fold_index[c / 64] * 64 + c % 64] is a place in the
 * pool, where a length byte comes before the form, or one of the first three.
 *
 * A form is letters and digits, and spaces if it is of several words; but if
 * it begins with a sign, what it folds to depends on what is around it:
 *
 *	+k		Indic consonant with its inherent vowel; +s/s/j/ch tells it at the
 *			start, between vowels, after a nasal, after another consonant
 *	;n		Indic n that makes gy of a j before it
 *	-i		Indic vowel sign, takes the place of the inherent vowel
 *	%		virama, takes it away
 *	.		anusvara, a nasal of the place of the next consonant
 *	*		doubles the next consonant: addak, small tsu
 *	&ya		small kana, takes the place of the vowel before it
 *	=u		kana that only lengthens a vowel of the same kind before it
 *	^e		Thai vowel that is written before its consonant
 *	@e		Cyrillic: ye at the start and after a vowel or a sign, else e
 *	~yo		Cyrillic: e after a sibilant, else yo
 *	#a		Cyrillic sign: a before a consonant (Bulgarian), else nothing
 *	/g/h/g	in Russian, Ukrainian and Serbian words
 *	!1i		i, and the word is Ukrainian; 0 is Russian or any other, 2 Serbian
 *	?u/v	Armenian hiwn: makes u of an o before it, else v
 *	)y		y, but nothing at the start of a word
 *	(y		Greek ypsilon: u after o, v after a and e, else y
 *	$g		Greek gamma: n before another velar, else g
 */
#ifndef NAME_FOLD_DATA_H
#define NAME_FOLD_DATA_H

#include <stdint.h>

enum name_fold_cell
{
	NAME_GAP,					/* separates words */
	NAME_NOTHING,				/* leaves no trace */
	NAME_UNKNOWN_LETTER			/* a letter that nothing romanises */
};

/* A letter and a mark that together are another letter. */
struct name_pair
{
	uint32_t	first;
	uint32_t	mark;
	uint32_t	whole;
};

#define NAME_FOLD_BLOCK	64

extern const uint32_t name_fold_end;	/* beyond, all separates words */
extern const uint16_t name_fold_index[];
extern const uint16_t name_fold_cell[];
extern const unsigned char name_fold_pool[];
extern const int name_fold_pairs;
extern const struct name_pair name_fold_pair[];	/* sorted */

#endif
