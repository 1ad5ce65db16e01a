/* book_inside.h: what the files of the address book reader share */
#ifndef BOOK_INSIDE_H
#define BOOK_INSIDE_H

#include "book.h"

#define BOOK_LENGTH_OF(table)	(sizeof(table) / sizeof((table)[0]))

/*
 * What a column of a CSV book tells of a person: names first, best first, then
 * what is no name. A guarded number is one only if its cell is written like
 * one; what tells of others, and all behind, makes no header of a line.
 */
enum book_kind
{
	KIND_FULL, KIND_GIVEN, KIND_MIDDLE, KIND_FAMILY, KIND_SUFFIX, KIND_NAMED,
	KIND_NICK, KIND_COMPANY, KIND_EMAIL, KIND_MAYBE_NUMBER, KIND_CONTACT,
	KIND_NUMBER, KIND_GUARDED,
	KIND_MAYBE_FAMILY, KIND_DIAL, KIND_COUNTRY, KIND_OTHERS_NUMBER,
	KIND_OTHERS_NAME, KIND_OTHERS_EMAIL, KIND_IGNORED
};

/* Any byte of a letter outside of ASCII counts as one. */
static inline bool
book_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* book.c: lines */
extern size_t book_line_end(const struct book *book, size_t from);
extern void book_move(struct book *book, size_t to);
extern void book_refuse(struct book *book, uint32_t line,
						enum book_error error, struct book_text field,
						struct book_text raw);
extern void book_take_email(struct book *book);
extern int	book_emit_numbers(struct book *book, struct book_row *row);

/* book_text.c: characters */
extern char book_upper(char c);
extern bool book_same_word(struct book_text text, const char *word);
extern bool book_is_ascii(const char *bytes, size_t length);
extern bool book_is_utf8(const char *bytes, size_t length);
extern bool book_seems_utf8(const char *bytes, size_t length);
extern size_t book_write_character(uint32_t code, char *out);
extern void book_empty(struct book_buffer *buffer);
extern void book_append(struct book_buffer *buffer, const char *bytes,
						size_t length);
extern bool book_is_email(const struct book_buffer *text);

/* book_charset.c: what a property declares */
extern const struct book_charset *book_charset_named(struct book_text name);
extern void book_charset_undo(const struct book_charset *charset,
							  struct book_buffer *value,
							  struct book_buffer *room);

/* book_number.c: the numbers of one cell */
extern bool book_number_next(struct book_text *rest,
							 struct book_text *number);

/* book_country.c: regions as people write them */
extern bool book_country_find(struct book *book,
							  const struct book_buffer *written,
							  struct book_text *region);

/* book_title.c: what the title of a column tells */
extern enum book_kind book_title_kind(const struct book_buffer *written);

/* book_columns.c: columns, by their titles or by the first record */
extern void book_columns_begin(struct book *book);
extern void book_columns_add(struct book *book, int index,
							 struct book_text title);
extern void book_columns_end(struct book *book);
extern void book_columns_use(struct book *book, int index,
							 enum book_kind kind);
extern bool book_read_header(struct book *book);
extern bool book_columns_tell(const struct book *book);
extern bool book_columns_have(const struct book *book, enum book_kind kind);
extern bool book_columns_name(const struct book *book);
extern bool book_columns_suffice(const struct book *book);
extern bool book_guess_columns(struct book *book);
extern bool book_seems_number(const struct book *book);

/* book_map.c: columns, as a caller named them */
extern struct book_text book_map_trimmed(const char *from, const char *end);
extern struct book_text book_map_unquoted(struct book_text title);
extern const char *book_map_end(const char *text);
extern int	book_map_find(struct book *book, struct book_text title);
extern bool book_map_columns(struct book *book, struct book_text *missing);

/* book_csv.c, book_card.c, book_json.c: one record each */
extern enum book_error book_split_record(struct book *book, size_t *next);
extern enum book_error book_read_record(struct book *book,
										struct book_text *raw, size_t *next);
extern enum book_error book_clean_cell(struct book *book, int index);
extern void book_emit_record(struct book *book, struct book_text raw);
extern bool book_is_blank(const struct book *book, int from);
extern void book_find_delimiter(struct book *book);
extern void book_csv_step(struct book *book);
extern bool book_card_is(const char *bytes, size_t length);
extern void book_card_step(struct book *book);
extern bool book_json_is(const char *bytes, size_t length);
extern void book_json_step(struct book *book);

#endif
