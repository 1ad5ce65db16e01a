/*
 * fold_tables.c: writes core/name_fold_data.c
 *
 *	fold_tables letters.tsv > ../../core/name_fold_data.c
 *
 * Development time only, needs libicu-dev: cc fold_tables.c -licuuc -licui18n.
 * What a code point folds to comes from letters.tsv, else from its
 * compatibility decomposition, else from ICU's Any-Latin. The tables are
 * committed, so that neither a build nor an upgrade of ICU changes a fold
 * under an index.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define POINTS		0x110000
#define BLOCK		64
#define GROWTH		6			/* NAME_FOLD_GROWTH */
#define FORM_MAX	64
#define POOL_MAX	65536
#define PAIR_MAX	1024

/* The first three cells of the pool, see name_fold_data.h. */
enum {GAP, NOTHING, UNKNOWN_LETTER, POOL_START};

static char *chosen[POINTS];	/* letters.tsv */
static char form[POINTS][FORM_MAX]; /* "\1" nothing, "\2" unknown letter */
static UTransliterator *any_latin;
static const UNormalizer2 *nfkd;
static const UNormalizer2 *nfc;

static struct pair
{
	UChar32		first;
	UChar32		mark;
	UChar32		whole;
}			pair[PAIR_MAX];
static int	pairs;

static unsigned char pool[POOL_MAX];
static int	pool_length = POOL_START;

static void
check(UErrorCode status, const char *what)
{
	if (U_SUCCESS(status))
		return;
	fprintf(stderr, "fold_tables: %s: %s\n", what, u_errorName(status));
	exit(1);
}

static void
read_chosen(const char *path)
{
	FILE	   *file = fopen(path, "r");
	char		line[256];

	if (file == NULL)
	{
		perror(path);
		exit(1);
	}
	while (fgets(line, sizeof(line), file) != NULL)
	{
		char	   *tab = strchr(line, '\t');
		char	   *end;

		if (line[0] == '#' || tab == NULL)
			continue;
		end = strchr(tab + 1, '\t');
		chosen[strtol(line, NULL, 16)] = strndup(tab + 1, end - tab - 1);
	}
	fclose(file);
}

static bool
is_letter_or_digit(UChar32 c)
{
	return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}

/* Apostrophes join: o'brien is one word. */
static bool
joins(UChar32 c)
{
	static const UChar32 apostrophe[] = {
		0x27, 0x60, 0xB4, 0x55A, 0x5F3, 0x7F4, 0x7F5, 0x1FBD, 0x1FBF, 0x1FEF,
		0x1FFD, 0x1FFE, 0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0xA78B, 0xA78C,
		0xFF07, 0xFF40
	};

	for (size_t i = 0; i < sizeof(apostrophe) / sizeof(apostrophe[0]); i++)
		if (apostrophe[i] == c)
			return true;
	return c >= 0x2B0 && c <= 0x2FF;
}

/* Scripts whose marks are vowels, not ornaments. */
static bool
marks_matter(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;

	switch (uscript_getScript(c, &status))
	{
		case USCRIPT_INHERITED:
		case USCRIPT_COMMON:
		case USCRIPT_LATIN:
		case USCRIPT_GREEK:
		case USCRIPT_CYRILLIC:
		case USCRIPT_ARABIC:
		case USCRIPT_HEBREW:
			return false;
		default:
			return true;
	}
}

static bool
is_hangul(UChar32 c)
{
	return c >= 0xAC00 && c < 0xD7A4;	/* taken apart by arithmetic */
}

/*
 * Where else letters.tsv may say it: the same letter in lower case, of
 * hiragana, or of Devanagari. The last quarters of the Indic blocks differ.
 */
static UChar32
model_of(UChar32 c)
{
	int			offset = c % 0x80;

	if (c >= 0x30A1 && c <= 0x30F6)
		return c - 0x60;
	if (c >= 0x980 && c < 0xD80 && u_isdefined(c) &&
		(offset < 0x4E || (offset >= 0x58 && offset < 0x64)) &&
		(U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0)
		return 0x900 + offset;
	return u_tolower(c);
}

/* What ICU's Any-Latin leaves of one code point, letters and digits alone. */
static void
romanise(UChar32 c, char *out)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		text[FORM_MAX];
	int32_t		length = 0;
	int32_t		limit;

	U16_APPEND_UNSAFE(text, length, c);
	limit = length;
	utrans_transUChars(any_latin, text, &length, FORM_MAX, 0, &limit, &status);
	check(status, "transliterate");
	for (int32_t i = 0; i < length; i++)
		if (text[i] < 0x80 && u_isalnum(text[i]))
			*out++ = (char) u_tolower(text[i]);
	*out = '\0';
}

static void fold_point(UChar32 c, char *out);

/* A form without what it depends on: a part of a ligature stands alone. */
static void
bare(const char *text, char *out)
{
	while (*text != '\0' && !u_isalnum(*text))
		text += *text == '!' ? 2 : 1;
	while (*text != '\0' && *text != '/')
		*out++ = *text++;
	*out = '\0';
}

/* The next part; a kana and its sound mark are one. */
static UChar32
next_part(const UChar *text, int32_t length, int32_t *at)
{
	UChar32		part;

	U16_NEXT_UNSAFE(text, *at, part);
	if (*at > 1 && *at < length && (text[*at] == 0x3099 || text[*at] == 0x309A))
	{
		UChar32		whole = unorm2_composePair(nfc, part, text[*at]);

		if (whole >= 0)
		{
			(*at)++;
			return whole;
		}
	}
	return part;
}

/*
 * Fold the parts that a code point decomposes into. A letter with a mark keeps
 * the letter's form, several letters are joined.
 */
static bool
fold_parts(UChar32 c, char *out)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		text[FORM_MAX];
	char		part[FORM_MAX];
	char		letters[FORM_MAX];
	int32_t		length = unorm2_getDecomposition(nfkd, c, text, FORM_MAX, &status);
	size_t		at = 0;
	int			parts = 0;

	check(status, "decompose");
	if (length < 0)
		return false;
	for (int32_t i = 0; i < length;)
	{
		fold_point(next_part(text, length, &i), part);
		if (part[0] == '\1' || part[0] == '\2')
			continue;
		if (part[0] == '\0')
		{
			if (at > 0 && letters[at - 1] != ' ')
				letters[at++] = ' ';
			continue;
		}
		if (parts++ == 0)
			strcpy(out, part);
		bare(part, letters + at);
		at += strlen(letters + at);
	}
	while (at > 0 && letters[at - 1] == ' ')
		at--;
	letters[at] = '\0';
	if (parts != 1)
		strcpy(out, letters);
	return true;
}

/* The form of one code point: empty separates, \1 is nothing, \2 unknown. */
static void
fold_point(UChar32 c, char *out)
{
	const char *form_chosen = chosen[c] != NULL ? chosen[c] : chosen[model_of(c)];

	out[0] = '\0';
	if (c < 0x80)
	{
		if (u_isalnum(c))
			sprintf(out, "%c", u_tolower(c));
		else if (joins(c))
			strcpy(out, "\1");
		return;
	}
	if (form_chosen != NULL)
	{
		strcpy(out, form_chosen[0] != '\0' ? form_chosen : "\1");
		return;
	}
	if (u_isdigit(c))
	{
		sprintf(out, "%d", u_charDigitValue(c));
		return;
	}
	if (joins(c) || u_charType(c) == U_FORMAT_CHAR)
	{
		strcpy(out, "\1");
		return;
	}
	if (!is_hangul(c) && fold_parts(c, out))
	{
		if (out[0] == '\0' && is_letter_or_digit(c))
			strcpy(out, "\1");
		return;
	}
	if (U_GET_GC_MASK(c) & U_GC_M_MASK)
	{
		if (marks_matter(c))
			romanise(c, out);
		if (out[0] == '\0')
			strcpy(out, "\1");
		return;
	}
	if (!is_letter_or_digit(c))
		return;
	romanise(c, out);
	if (out[0] == '\0')
		strcpy(out, "\2");
}

static int
utf8_length(UChar32 c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Where a form stands in the pool, a length byte before its letters. */
static int
pool_place(const char *text)
{
	int			length = (int) strlen(text);

	if (length == 0)
		return GAP;
	if (text[0] == '\1')
		return NOTHING;
	if (text[0] == '\2')
		return UNKNOWN_LETTER;
	for (int at = POOL_START; at < pool_length; at += pool[at] + 1)
		if (pool[at] == length && memcmp(pool + at + 1, text, length) == 0)
			return at;
	if (pool_length + length + 1 > POOL_MAX)
	{
		fprintf(stderr, "fold_tables: the pool is full\n");
		exit(1);
	}
	pool[pool_length] = (unsigned char) length;
	memcpy(pool + pool_length + 1, text, length);
	pool_length += length + 1;
	return pool_length - length - 1;
}

static void
print_row(const char *type, const char *name, const int *value, int n)
{
	printf("\nconst %s %s[%d] = {", type, name, n);
	for (int i = 0; i < n; i++)
		printf("%s%d,", i % 16 == 0 ? "\n\t" : "", value[i]);
	printf("\n};\n");
}

static void
print_trie(int end)
{
	static int	cell[POINTS];
	static int	index[POINTS / BLOCK];
	static int	blocks[POINTS];
	int			n_blocks = 0;

	for (int c = 0; c < end; c++)
		cell[c] = is_hangul(c) ? GAP : pool_place(form[c]);
	for (int i = 0; i < end / BLOCK; i++)
	{
		int			b;

		for (b = 0; b < n_blocks; b++)
			if (memcmp(blocks + b * BLOCK, cell + i * BLOCK,
					   BLOCK * sizeof(int)) == 0)
				break;
		if (b == n_blocks)
			memcpy(blocks + n_blocks++ * BLOCK, cell + i * BLOCK,
				   BLOCK * sizeof(int));
		index[i] = b;
	}
	printf("\nconst uint32_t name_fold_end = 0x%X;\n", end);
	print_row("uint16_t", "name_fold_index", index, end / BLOCK);
	print_row("uint16_t", "name_fold_cell", blocks, n_blocks * BLOCK);
}

static void
print_pool(void)
{
	printf("\nconst unsigned char name_fold_pool[%d] = {", pool_length);
	for (int i = 0; i < pool_length; i++)
		printf("%s%d,", i % 20 == 0 ? "\n\t" : "", pool[i]);
	printf("\n};\n");
}

/* The two code points that one decomposes into, if there are two. */
static bool
take_apart(UChar32 whole, UChar32 *first, UChar32 *mark)
{
	UErrorCode	status = U_ZERO_ERROR;
	UChar		text[FORM_MAX];
	int32_t		length = unorm2_getRawDecomposition(nfc, whole, text, FORM_MAX,
													&status);
	int32_t		at = 0;

	check(status, "take apart");
	if (length < 2)
		return false;
	U16_NEXT_UNSAFE(text, at, *first);
	if (at >= length)
		return false;
	U16_NEXT_UNSAFE(text, at, *mark);
	return at == length && *first >= 0x80 &&
		(U_GET_GC_MASK(*mark) & U_GC_M_MASK) != 0;
}

/* Keep a pair that means something else together than one after the other. */
static void
add_pair(UChar32 first, UChar32 mark, UChar32 whole)
{
	if (strcmp(form[first], form[whole]) == 0 && form[mark][0] == '\1')
		return;
	if (pairs == PAIR_MAX)
	{
		fprintf(stderr, "fold_tables: too many pairs\n");
		exit(1);
	}
	pair[pairs++] = (struct pair) {first, mark, whole};
}

static int
compare_pairs(const void *a, const void *b)
{
	const struct pair *l = a;
	const struct pair *r = b;

	if (l->first != r->first)
		return (l->first > r->first) - (l->first < r->first);
	return (l->mark > r->mark) - (l->mark < r->mark);
}

/*
 * The pairs of canonical decompositions: и with a breve is й. The sound marks
 * of halfwidth kana are letters that compose only by compatibility.
 */
static void
print_pairs(void)
{
	UChar32		first;
	UChar32		mark;

	for (UChar32 whole = 0x80; whole < POINTS; whole++)
		if (!is_hangul(whole) && take_apart(whole, &first, &mark))
			add_pair(first, mark, whole);
	for (first = 0xFF66; first < 0xFF9E; first++)
		for (mark = 0; mark < 2; mark++)
		{
			UErrorCode	status = U_ZERO_ERROR;
			UChar		wide[FORM_MAX];
			UChar32		whole;

			unorm2_getDecomposition(nfkd, first, wide, FORM_MAX, &status);
			check(status, "widen");
			whole = unorm2_composePair(nfc, wide[0], 0x3099 + mark);
			if (whole >= 0)
				add_pair(first, 0xFF9E + mark, whole);
		}
	qsort(pair, pairs, sizeof(pair[0]), compare_pairs);
	printf("\nconst int name_fold_pairs = %d;\n", pairs);
	printf("\nconst struct name_pair name_fold_pair[] = {\n");
	for (int i = 0; i < pairs; i++)
		printf("\t{0x%X, 0x%X, 0x%X},\n",
			   pair[i].first, pair[i].mark, pair[i].whole);
	printf("};\n");
}

int
main(int argc, char **argv)
{
	static const UChar id[] = u"Any-Latin; Latin-ASCII; Lower";
	UErrorCode	status = U_ZERO_ERROR;
	UParseError where;
	int			end = 0;

	if (argc != 2)
	{
		fprintf(stderr, "usage: fold_tables letters.tsv\n");
		return 1;
	}
	read_chosen(argv[1]);
	any_latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, &where, &status);
	check(status, "Any-Latin");
	nfkd = unorm2_getNFKDInstance(&status);
	check(status, "NFKD");
	nfc = unorm2_getNFCInstance(&status);
	check(status, "NFC");

	for (UChar32 c = 0; c < POINTS; c++)
	{
		if (U_IS_SURROGATE(c))
			continue;
		fold_point(c, form[c]);
		if (strlen(form[c]) + 1 > (size_t) (GROWTH * utf8_length(c)))
		{
			fprintf(stderr, "fold_tables: U+%04X grows to \"%s\"\n", c, form[c]);
			return 1;
		}
		if (form[c][0] != '\0' && !(form[c][0] == '\1' && c >= 0xE0000))
			end = c + 1;
	}
	end = (end + BLOCK - 1) / BLOCK * BLOCK;

	printf("/*\n * name_fold_data.c: made by data/name/fold_tables.c from"
		   " letters.tsv and\n * ICU %s, Unicode %s; see NOTICE for its"
		   " licence. Do not edit.\n */\n#include \"name_fold_data.h\"\n",
		   U_ICU_VERSION, U_UNICODE_VERSION);
	print_trie(end);
	print_pool();
	print_pairs();
	utrans_close(any_latin);
	return 0;
}
