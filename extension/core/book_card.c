/* book_card.c: address books as vCards 2.1, 3.0 and 4.0 */
#include "book_inside.h"

#include <string.h>

#define HEAD_MAX	256			/* bytes of a property's name and parameters */
#define LOOK_BYTES	4096		/* in which a book of cards shows itself */
#define PREFERENCE_NONE	101		/* of a property that tells none */

enum property_name
{
	PROPERTY_OTHER, PROPERTY_FN, PROPERTY_N, PROPERTY_NICKNAME, PROPERTY_ORG,
	PROPERTY_EMAIL, PROPERTY_TEL, PROPERTY_BEGIN, PROPERTY_END, PROPERTY_AGENT
};

static const char *const property_names[] = {
	"", "FN", "N", "NICKNAME", "ORG", "EMAIL", "TEL", "BEGIN", "END", "AGENT"
};

/* A property: where it stands in the book and how its value is written. */
struct property
{
	enum property_name name;
	bool		there;
	bool		quoted_printable;
	bool		base64;
	bool		foreign;		/* in a charset of its own */
	const struct book_charset *charset; /* which; NULL: we do not read it */
	bool		old;			/* in a charset of one byte a character */
	int			preference;		/* 1 is liked best, PREFERENCE_NONE least */
	size_t		start;
	size_t		value;
	size_t		next;			/* behind its last line */
};

/* Walks over a property as if its lines had never been folded. */
struct cursor
{
	const struct book *book;
	size_t		at;
};

/* The parts of N in the order in which we say them: given, more, family. */
static const int n_order[] = {1, 2, 0, 4};

static bool
one_of(struct book_text text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (book_same_word(text, words[i]))
			return true;
	return false;
}

/* The length of the line end at a position: 0, 1 or 2. */
static size_t
line_break(const struct book *book, size_t at)
{
	if (book->bytes[at] == book->newline)
		return 1;
	return book->bytes[at] == '\r' && at + 1 < book->length
		&& book->bytes[at + 1] == book->newline ? 2 : 0;
}

/* The next byte of the property, or -1 at its end. */
static int
cursor_next(struct cursor *cursor)
{
	const struct book *book = cursor->book;

	while (cursor->at < book->length)
	{
		size_t		end = line_break(book, cursor->at);
		size_t		fold = cursor->at + end;

		if (end == 0)
			return (unsigned char) book->bytes[cursor->at++];
		if (fold >= book->length
			|| (book->bytes[fold] != ' ' && book->bytes[fold] != '\t'))
			return -1;
		cursor->at = fold + 1;
	}
	return -1;
}

/* Takes a word up to a mark outside quotes off the text, with the mark. */
static struct book_text
take_word(struct book_text *text, char mark)
{
	struct book_text word = {text->bytes, 0};
	bool		quoted = false;

	while (word.length < text->length
		   && (quoted || text->bytes[word.length] != mark))
	{
		quoted ^= text->bytes[word.length] == '"';
		word.length++;
	}
	text->bytes += word.length;
	text->length -= word.length;
	if (text->length > 0)
	{
		text->bytes++;
		text->length--;
	}
	return word;
}

/* "PREF=1" of 4.0: 1 to 100, what is none of these says nothing. */
static int
read_preference(struct book_text text)
{
	int			value = 0;

	for (size_t i = 0; i < text.length && value <= PREFERENCE_NONE; i++)
	{
		if (text.bytes[i] < '0' || text.bytes[i] > '9')
			return PREFERENCE_NONE;
		value = value * 10 + text.bytes[i] - '0';
	}
	return value >= 1 && value < PREFERENCE_NONE ? value : PREFERENCE_NONE;
}

/* Whether a list of types, "internet,pref", holds a word. */
static bool
has_type(struct book_text list, const char *word)
{
	while (list.length > 0)
		if (book_same_word(take_word(&list, ','), word))
			return true;
	return false;
}

static void
read_parameter(struct property *property, struct book_text text)
{
	static const char *const printable[] = {"QUOTED-PRINTABLE", "QP"};
	static const char *const binary[] = {"BASE64", "B"};
	static const char *const unicode[] = {
		"UTF-8", "UTF8", "US-ASCII", "ASCII"
	};
	static const char *const latin[] = {
		"ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1", "WINDOWS-1252",
		"CP1252", "ISO-8859-15", "ANSI"
	};
	struct book_text rest = text;
	struct book_text key = take_word(&rest, '=');
	bool		bare = key.length == text.length;	/* 2.1: no name before */

	if (rest.length >= 2 && rest.bytes[0] == '"')
		rest = (struct book_text) {rest.bytes + 1, rest.length - 2};
	if (bare)
		rest = key;
	if ((bare || book_same_word(key, "TYPE")) && has_type(rest, "PREF"))
		property->preference = 1;
	else if (book_same_word(key, "PREF"))
		property->preference = read_preference(rest);
	if (bare || book_same_word(key, "ENCODING"))
	{
		property->quoted_printable |= one_of(rest, printable,
											 BOOK_LENGTH_OF(printable));
		property->base64 |= one_of(rest, binary, BOOK_LENGTH_OF(binary));
	}
	else if (book_same_word(key, "CHARSET"))
	{
		property->old = one_of(rest, latin, BOOK_LENGTH_OF(latin));
		property->foreign = !property->old
			&& !one_of(rest, unicode, BOOK_LENGTH_OF(unicode));
		property->charset = property->foreign
			? book_charset_named(rest) : NULL;
	}
}

/* "item1.TEL;TYPE=CELL": the name behind its group, then the parameters. */
static void
read_head(struct property *property, struct book_text head)
{
	static const char mark[] = {'\xEF', '\xBB', '\xBF'};
	struct book_text name = take_word(&head, ';');
	const char *dot = memchr(name.bytes, '.', name.length);

	if (name.length >= sizeof mark
		&& memcmp(name.bytes, mark, sizeof mark) == 0)
	{
		name.bytes += sizeof mark;	/* books that were joined each had one */
		name.length -= sizeof mark;
	}
	if (dot != NULL)
	{
		name.length -= (size_t) (dot + 1 - name.bytes);
		name.bytes = dot + 1;
	}
	for (size_t i = PROPERTY_FN; i < BOOK_LENGTH_OF(property_names); i++)
		if (book_same_word(name, property_names[i]))
			property->name = (enum property_name) i;
	while (head.length > 0)
		read_parameter(property, take_word(&head, ';'));
}

/*
 * Whether a line of quoted-printable goes on in the next: it ends with "=".
 * 2.1 folds so, and the next line need not begin with a blank.
 */
static bool
soft_break(const struct book *book, size_t from, size_t end)
{
	if (end > from && book->bytes[end - 1] == '\r')
		end--;
	return end > from && book->bytes[end - 1] == '=';
}

/* Behind the last line of the property whose value begins at from. */
static size_t
skip_value(const struct book *book, const struct property *property,
		   size_t from)
{
	for (;;)
	{
		size_t		end = book_line_end(book, from);
		bool		soft = property->quoted_printable
			&& soft_break(book, from, end);

		if (end >= book->length)
			return book->length;
		from = end + 1;
		if (!soft && (from >= book->length
					  || (book->bytes[from] != ' '
						  && book->bytes[from] != '\t')))
			return from;
	}
}

/*
 * Behind blank lines and the blanks that follow them: what stands there was
 * moved in by hand, not folded.
 */
static size_t
skip_blanks(const struct book *book, size_t at)
{
	while (at < book->length && memchr(" \t\r\n", book->bytes[at], 4) != NULL)
		at++;
	return at;
}

/*
 * Reads name and parameters of the property at a position. A colon between
 * quotes ends them only when there is no other.
 */
static void
read_property(const struct book *book, size_t at, struct property *property)
{
	struct cursor cursor = {book, skip_blanks(book, at)};
	char		head[HEAD_MAX];
	size_t		length = 0;
	size_t		head_length = 0;
	bool		quoted = false;
	int			c;

	*property = (struct property) {
		.there = true, .preference = PREFERENCE_NONE, .start = cursor.at
	};
	while ((c = cursor_next(&cursor)) >= 0 && (quoted || c != ':'))
	{
		if (c == ':' && property->value == 0)
		{
			property->value = cursor.at;
			head_length = length;
		}
		quoted ^= c == '"';
		if (length < HEAD_MAX)
			head[length++] = (char) c;
	}
	if (c == ':')
	{
		property->value = cursor.at;
		head_length = length;
	}
	if (property->value > 0)
		read_head(property, (struct book_text) {head, head_length});
	else
		property->value = cursor.at;
	property->next = skip_value(book, property, property->value);
}

static int
hex_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = book_upper((char) c);
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte that "=XX" means at a position behind the "=", or -1. */
static int
quoted_byte(const struct book *book, size_t at)
{
	int			high;
	int			low;

	if (at + 2 > book->length)
		return -1;
	high = hex_value((unsigned char) book->bytes[at]);
	low = hex_value((unsigned char) book->bytes[at + 1]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/*
 * Undoes quoted-printable behind a "=": the byte it stands for, -1 for a line
 * that goes on, "=" itself when neither follows.
 */
static int
unquote(struct cursor *cursor)
{
	int			c = quoted_byte(cursor->book, cursor->at);

	if (c >= 0)
		cursor->at += 2;
	else if (cursor->at < cursor->book->length
			 && line_break(cursor->book, cursor->at) > 0)
		cursor->at += line_break(cursor->book, cursor->at);
	else
		c = '=';
	return c;
}

/* The six bits of a letter of base64, or -1. */
static int
base64_value(int c)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = memchr(letters, c, sizeof letters - 1);

	return found != NULL ? (int) (found - letters) : -1;
}

/* Undoes base64 into book->value; what is none is an empty value. */
static void
read_base64(struct book *book, const struct property *property)
{
	struct cursor cursor = {book, property->value};
	uint32_t	bits = 0;
	int			count = 0;
	int			c;

	while (cursor.at < property->next && !book->value.cut
		   && (c = cursor_next(&cursor)) >= 0 && c != '=')
	{
		char		byte;

		if (c == ' ' || c == '\t')
			continue;
		c = base64_value(c);
		if (c < 0)
		{
			book_empty(&book->value);
			return;
		}
		bits = bits << 6 | (uint32_t) c;
		count = (count + 6) % 8;
		if (count == 6)
			continue;			/* the first letter of four ends no byte */
		byte = (char) (bits >> count & 0xFF);
		book_append(&book->value, &byte, 1);
	}
}

/* Undoes quoted-printable into book->value, or what has no encoding. */
static void
read_printable(struct book *book, const struct property *property)
{
	struct cursor cursor = {book, property->value};
	int			c;

	while (cursor.at < property->next && !book->value.cut
		   && (c = cursor_next(&cursor)) >= 0)
	{
		char		byte;

		if (property->quoted_printable && c == '=')
			c = unquote(&cursor);
		if (c < 0)
			continue;
		byte = (char) c;
		book_append(&book->value, &byte, 1);
	}
}

/*
 * Reads the value into book->value, its encoding and its charset undone, still
 * escaped: a backslash may be half a character until then.
 */
static void
read_value(struct book *book, const struct property *property)
{
	book_empty(&book->value);
	if (property->base64)
		read_base64(book, property);
	else
		read_printable(book, property);
	if (property->charset != NULL)
		book_charset_undo(property->charset, &book->value, &book->part);
}

/*
 * Makes clean text of one component of book->value, counted from 0; of the
 * whole when it is negative. In N a comma that is not escaped stands between
 * several names of a kind (RFC 6350, 6.2.2).
 */
static enum book_error
clean_component(struct book *book, const struct property *property,
				int component)
{
	const struct book_buffer *value = &book->value;
	int			current = component < 0 ? component : 0;

	book_empty(&book->part);
	book->part.cut = value->cut;
	for (size_t i = 0; i < value->length && current <= component; i++)
	{
		char		c = value->bytes[i];

		if (c == ';' && component >= 0)
		{
			current++;
			continue;
		}
		if (c == '\\' && i + 1 < value->length)
		{
			c = value->bytes[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		else if (c == ',' && property->name == PROPERTY_N)
			c = ' ';
		if (current == component)
			book_append(&book->part, &c, 1);
	}
	return book_clean(&book->part, property->foreign
					  || (book->utf8 && !property->quoted_printable
						  && !property->base64 && !property->old),
					  &book->clean);
}

/* Appends a component of book->value to the name. */
static enum book_error
append_component(struct book *book, const struct property *property,
				 int component)
{
	enum book_error error = clean_component(book, property, component);

	if (error != BOOK_OK || book->clean.length == 0)
		return error;
	if (book->name.length > 0)
		book_append(&book->name, " ", 1);
	book_append(&book->name, book->clean.bytes, book->clean.length);
	return book->name.length > BOOK_NAME_MAX ? BOOK_TOO_LONG : BOOK_OK;
}

static enum book_error
append_name(struct book *book, const struct property *property)
{
	enum book_error error = BOOK_OK;

	if (!property->there)
		return BOOK_OK;
	read_value(book, property);
	if (property->name != PROPERTY_N)
		return append_component(book, property,
								property->name == PROPERTY_ORG ? 0 : -1);
	for (size_t i = 0; i < BOOK_LENGTH_OF(n_order) && error == BOOK_OK; i++)
		error = append_component(book, property, n_order[i]);
	return error;
}

static struct book_text
property_raw(const struct book *book, const struct property *property)
{
	return (struct book_text) {
		book->bytes + property->start, property->next - property->start
	};
}

static struct book_text
property_field(const struct property *property)
{
	const char *name = property_names[property->name];

	return (struct book_text) {name, strlen(name)};
}

static bool
is_card_value(const struct book *book, const struct property *property)
{
	struct cursor cursor = {book, property->value};
	char		word[8];
	size_t		length = 0;
	int			c;

	while ((c = cursor_next(&cursor)) >= 0 && length < sizeof word)
		if (c != ' ' && c != '\t')
			word[length++] = (char) c;
	return book_same_word((struct book_text) {word, length}, "VCARD");
}

static bool
is_begin(const struct book *book, const struct property *property)
{
	return property->name == PROPERTY_BEGIN && is_card_value(book, property);
}

/*
 * The next property of the card that *at stands in; false at its end. Cards
 * inside it, those of an AGENT, are passed over.
 */
static bool
next_property(const struct book *book, size_t *at, struct property *property)
{
	bool		agent = false;
	int			depth = 0;

	while (*at < book->length)
	{
		read_property(book, *at, property);
		if (is_begin(book, property))
		{
			if (!agent && depth == 0)
				return false;	/* the card before it was not ended */
			depth++;
			agent = false;
		}
		else if (property->name == PROPERTY_END
				 && is_card_value(book, property))
		{
			if (depth == 0)
			{
				*at = property->next;
				return false;
			}
			depth--;
		}
		else if (depth == 0)
		{
			agent = property->name == PROPERTY_AGENT;
			if (!agent)
			{
				*at = property->next;
				return true;
			}
		}
		*at = property->next;
	}
	return false;
}

/* Emits the numbers of the card between two positions; how many there were. */
static int
emit_numbers(struct book *book, size_t from, size_t until)
{
	struct property property;
	struct book_row row = {0};
	enum book_error error;
	int			count = 0;

	while (from < until && next_property(book, &from, &property))
	{
		if (property.name != PROPERTY_TEL)
			continue;
		book_move(book, property.start);
		row.line = book->line;
		row.field = property_field(&property);
		row.raw = property_raw(book, &property);
		read_value(book, &property);
		error = clean_component(book, &property, -1);
		if (error == BOOK_OK)
			count += book_emit_numbers(book, &row);
		else
		{
			book_refuse(book, row.line, error, row.field, row.raw);
			count++;
		}
	}
	return count;
}

/* Makes book->name; *fault is the property that could not be read. */
static enum book_error
make_name(struct book *book, const struct property *found,
		  const struct property **fault)
{
	enum book_error error = BOOK_OK;

	book_empty(&book->name);
	*fault = NULL;
	for (int i = PROPERTY_FN; i <= PROPERTY_ORG; i++)
	{
		error = append_name(book, &found[i]);
		if (error != BOOK_OK)
			*fault = &found[i];
		if (error != BOOK_OK || book->name.length > 0)
			return error;
	}
	return BOOK_MISSING_NAME;
}

static void
make_email(struct book *book, const struct property *property)
{
	book_empty(&book->email);
	if (!property->there)
		return;
	read_value(book, property);
	if (clean_component(book, property, -1) == BOOK_OK)
		book_take_email(book);
}

/*
 * Keeps the property of each name that is liked best, of these the first; of
 * the numbers the first, behind which all others stand.
 */
static void
keep_property(const struct book *book, struct property *found,
			  const struct property *property)
{
	struct property *kept = &found[property->name];

	if (property->value >= book->length
		|| line_break(book, property->value) > 0)
		return;					/* it is empty */
	if (!kept->there || (property->name != PROPERTY_TEL
						 && property->preference < kept->preference))
		*kept = *property;
}

/*
 * Reads the card whose first line ends before from. The name may follow the
 * numbers, so that a card is walked twice, the second time from its first
 * number on.
 */
static void
read_card(struct book *book, size_t from)
{
	struct property found[PROPERTY_TEL + 1] = {{.there = false}};
	struct property property;
	const struct property *fault;
	struct book_text raw = {book->bytes + book->position, 0};
	struct book_text field = {NULL, 0};
	enum book_error error;
	uint32_t	line = book->line;
	size_t		end = from;
	size_t		last = from;

	while (next_property(book, &end, &property))
	{
		if (property.name <= PROPERTY_TEL)
			keep_property(book, found, &property);
		if (property.name == PROPERTY_TEL)
			last = property.next;
	}
	raw.length = end - book->position;
	error = make_name(book, found, &fault);
	if (fault != NULL)
	{
		book_move(book, fault->start);
		line = book->line;
		field = property_field(fault);
		raw = property_raw(book, fault);
	}
	if (error == BOOK_OK)
	{
		make_email(book, &found[PROPERTY_EMAIL]);
		if (!found[PROPERTY_TEL].there
			|| emit_numbers(book, found[PROPERTY_TEL].start, last) == 0)
			error = BOOK_MISSING_NUMBER;
	}
	if (error != BOOK_OK)
		book_refuse(book, line, error, field, raw);
	book_move(book, end);
}

/* Passes over what stands outside of cards and refuses it as one. */
static void
skip_foreign(struct book *book)
{
	struct property property;
	struct book_text raw = {NULL, 0};
	size_t		at = book->position;
	uint32_t	line = 0;

	while (at < book->length)
	{
		read_property(book, at, &property);
		if (is_begin(book, &property))
			break;
		if (raw.bytes == NULL && property.start < book->length)
		{
			book_move(book, property.start);
			line = book->line;
			raw = property_raw(book, &property);
		}
		at = property.next;
	}
	if (raw.bytes != NULL)
		book_refuse(book, line, BOOK_NOT_A_CARD,
					(struct book_text) {NULL, 0}, raw);
	book_move(book, at);
}

/* Reads one card, or what stands between two. */
void
book_card_step(struct book *book)
{
	struct property property;

	read_property(book, book->position, &property);
	if (is_begin(book, &property))
	{
		book_move(book, property.start);
		read_card(book, property.next);
	}
	else
		skip_foreign(book);
}

/* Whether a line near the beginning of the bytes begins a card. */
bool
book_card_is(const char *bytes, size_t length)
{
	static const char word[] = "BEGIN:VCARD";
	bool		fresh = true;	/* only blanks before, on this line */

	if (length > LOOK_BYTES)
		length = LOOK_BYTES;
	for (size_t i = 0; i + sizeof word - 1 <= length; i++)
	{
		if (fresh && book_same_word((struct book_text) {bytes + i, sizeof word - 1},
							   word))
			return true;
		fresh = bytes[i] == '\n' || bytes[i] == '\r'
			|| (fresh && (bytes[i] == ' ' || bytes[i] == '\t'));
	}
	return false;
}
