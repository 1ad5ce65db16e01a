/* book_columns.c: what the columns of a CSV address book tell */
#include "book_inside.h"

#include <string.h>

#define TITLE_MAX		64		/* bytes of a title that is known */

struct title
{
	const char *key;
	enum book_kind kind;
};

/*
 * Titles of the exporters of Google, Outlook, Thunderbird, Yahoo, iPhone and
 * Android applications and of hand-made sheets, as keys: ASCII in lower case,
 * without digits, blanks and punctuation.
 */
static const struct title titles[] = {
	{"name", KIND_FULL}, {"fullname", KIND_FULL}, {"displayname", KIND_FULL},
	{"formattedname", KIND_FULL}, {"fn", KIND_FULL}, {"person", KIND_FULL},
	{"contactname", KIND_FULL}, {"contactperson", KIND_FULL},
	{"customer", KIND_FULL}, {"client", KIND_FULL}, {"naam", KIND_FULL},
	{"नाम", KIND_FULL}, {"姓名", KIND_FULL}, {"氏名", KIND_FULL},
	{"名前", KIND_FULL}, {"이름", KIND_FULL}, {"الاسم", KIND_FULL},
	{"ФИО", KIND_FULL},
	{"nombrecompleto", KIND_FULL}, {"nombreyapellidos", KIND_FULL},
	{"nomcomplet", KIND_FULL}, {"nomecompleto", KIND_FULL},
	{"nomecognome", KIND_FULL}, {"nomeecognome", KIND_FULL},
	{"navn", KIND_FULL}, {"namn", KIND_FULL}, {"nimi", KIND_FULL},
	{"nama", KIND_FULL}, {"namalengkap", KIND_FULL},
	{"imięinazwisko", KIND_FULL}, {"adsoyad", KIND_FULL},
	{"adısoyadı", KIND_FULL}, {"họtên", KIND_FULL}, {"họvàtên", KIND_FULL},
	{"Họtên", KIND_FULL}, {"Họvàtên", KIND_FULL}, {"ПІБ", KIND_FULL},
	{"שם", KIND_FULL}, {"ชื่อ", KIND_FULL}, {"নাম", KIND_FULL},
	{"பெயர்", KIND_FULL}, {"పేరు", KIND_FULL},
	{"firstname", KIND_GIVEN}, {"givenname", KIND_GIVEN},
	{"given", KIND_GIVEN}, {"first", KIND_GIVEN}, {"forename", KIND_GIVEN},
	{"vorname", KIND_GIVEN}, {"prénom", KIND_GIVEN}, {"prenom", KIND_GIVEN},
	{"nombre", KIND_GIVEN}, {"nome", KIND_GIVEN}, {"voornaam", KIND_GIVEN},
	{"Имя", KIND_GIVEN}, {"имя", KIND_GIVEN}, {"名", KIND_GIVEN},
	{"primeironome", KIND_GIVEN}, {"primernombre", KIND_GIVEN},
	{"imię", KIND_GIVEN}, {"ad", KIND_GIVEN}, {"adı", KIND_GIVEN},
	{"jméno", KIND_GIVEN}, {"fornavn", KIND_GIVEN}, {"förnamn", KIND_GIVEN},
	{"etunimi", KIND_GIVEN}, {"keresztnév", KIND_GIVEN},
	{"prenume", KIND_GIVEN}, {"Όνομα", KIND_GIVEN}, {"Ім", KIND_GIVEN},
	{"middlename", KIND_MIDDLE}, {"additionalname", KIND_MIDDLE},
	{"middle", KIND_MIDDLE}, {"weiterevornamen", KIND_MIDDLE},
	{"Отчество", KIND_MIDDLE},
	{"secondname", KIND_MIDDLE}, {"segundonombre", KIND_MIDDLE},
	{"segundonome", KIND_MIDDLE}, {"secondonome", KIND_MIDDLE},
	{"deuxièmeprénom", KIND_MIDDLE}, {"drugieimię", KIND_MIDDLE},
	{"ikinciad", KIND_MIDDLE}, {"ortancaad", KIND_MIDDLE},
	{"tussenvoegsel", KIND_MIDDLE}, {"mellomnavn", KIND_MIDDLE},
	{"mellannamn", KIND_MIDDLE},
	{"lastname", KIND_FAMILY}, {"familyname", KIND_FAMILY},
	{"surname", KIND_FAMILY}, {"last", KIND_FAMILY}, {"family", KIND_FAMILY},
	{"nachname", KIND_FAMILY}, {"nom", KIND_FAMILY},
	{"apellidos", KIND_FAMILY}, {"apellido", KIND_FAMILY},
	{"cognome", KIND_FAMILY}, {"sobrenome", KIND_FAMILY},
	{"achternaam", KIND_FAMILY}, {"Фамилия", KIND_FAMILY},
	{"фамилия", KIND_FAMILY}, {"姓", KIND_FAMILY},
	{"primerapellido", KIND_FAMILY}, {"nomdefamille", KIND_FAMILY},
	{"últimonome", KIND_FAMILY}, {"nazwisko", KIND_FAMILY},
	{"soyad", KIND_FAMILY}, {"soyadı", KIND_FAMILY},
	{"příjmení", KIND_FAMILY}, {"etternavn", KIND_FAMILY},
	{"efternavn", KIND_FAMILY}, {"efternamn", KIND_FAMILY},
	{"sukunimi", KIND_FAMILY}, {"vezetéknév", KIND_FAMILY},
	{"Επώνυμο", KIND_FAMILY}, {"Прізвище", KIND_FAMILY},
	{"suffix", KIND_SUFFIX}, {"namesuffix", KIND_SUFFIX},
	{"suffixe", KIND_SUFFIX}, {"sufijo", KIND_SUFFIX},
	{"sufixo", KIND_SUFFIX},
	{"nickname", KIND_NICK}, {"nick", KIND_NICK}, {"alias", KIND_NICK},
	{"spitzname", KIND_NICK}, {"surnom", KIND_NICK}, {"apodo", KIND_NICK},
	{"soprannome", KIND_NICK}, {"apelido", KIND_NICK},
	{"bijnaam", KIND_NICK},
	{"company", KIND_COMPANY}, {"companyname", KIND_COMPANY},
	{"organization", KIND_COMPANY}, {"organizationname", KIND_COMPANY},
	{"organisation", KIND_COMPANY}, {"organisationname", KIND_COMPANY},
	{"org", KIND_COMPANY}, {"firma", KIND_COMPANY},
	{"employer", KIND_COMPANY}, {"accountname", KIND_COMPANY},
	{"société", KIND_COMPANY}, {"entreprise", KIND_COMPANY},
	{"empresa", KIND_COMPANY}, {"organización", KIND_COMPANY},
	{"organização", KIND_COMPANY}, {"società", KIND_COMPANY},
	{"azienda", KIND_COMPANY}, {"bedrijf", KIND_COMPANY},
	{"unternehmen", KIND_COMPANY}, {"företag", KIND_COMPANY},
	{"yritys", KIND_COMPANY}, {"Şirket", KIND_COMPANY},
	{"şirket", KIND_COMPANY}, {"Организация", KIND_COMPANY},
	{"Компания", KIND_COMPANY},
	{"number", KIND_NUMBER}, {"numbers", KIND_NUMBER},
	{"contactnumber", KIND_NUMBER}, {"contactno", KIND_NUMBER},
	{"callernumber", KIND_NUMBER}, {"tel", KIND_NUMBER},
	{"telno", KIND_NUMBER}, {"telnumber", KIND_NUMBER}, {"ph", KIND_NUMBER},
	{"phno", KIND_NUMBER}, {"mob", KIND_NUMBER}, {"mobno", KIND_NUMBER},
	{"landline", KIND_NUMBER}, {"नंबर", KIND_NUMBER},
	{"gsm", KIND_NUMBER}, {"cep", KIND_NUMBER}, {"tél", KIND_NUMBER},
	{"portable", KIND_NUMBER}, {"nomor", KIND_NUMBER},
	{"nomorhp", KIND_NUMBER}, {"hp", KIND_NUMBER}, {"nohp", KIND_NUMBER},
	{"no", KIND_MAYBE_NUMBER}, {"nr", KIND_MAYBE_NUMBER},
	{"num", KIND_MAYBE_NUMBER}, {"numero", KIND_MAYBE_NUMBER},
	{"número", KIND_MAYBE_NUMBER}, {"numéro", KIND_MAYBE_NUMBER},
	{"nummer", KIND_MAYBE_NUMBER}, {"Номер", KIND_MAYBE_NUMBER},
	{"номер", KIND_MAYBE_NUMBER},
	{"phonecountrycode", KIND_IGNORED}, {"phonecode", KIND_IGNORED},
	{"phoneext", KIND_IGNORED},
	{"courriel", KIND_EMAIL}, {"ईमेल", KIND_EMAIL},
	{"contact", KIND_CONTACT}, {"contacts", KIND_CONTACT}
};

/* Parts of titles; the first that is found decides. */
static const struct title parts[] = {
	{"type", KIND_IGNORED}, {"label", KIND_IGNORED}, {"yomi", KIND_IGNORED},
	{"tipo", KIND_IGNORED}, {"pantalla", KIND_IGNORED},
	{"visualizzato", KIND_IGNORED}, {"exibição", KIND_IGNORED},
	{"nomcomplet", KIND_IGNORED}, {"angezeigter", KIND_IGNORED},
	{"phonetic", KIND_IGNORED}, {"assistant", KIND_IGNORED},
	{"manager", KIND_IGNORED}, {"spouse", KIND_IGNORED},
	{"username", KIND_IGNORED}, {"screenname", KIND_IGNORED},
	{"prefix", KIND_IGNORED}, {"note", KIND_IGNORED},
	{"extension", KIND_IGNORED}, {"verified", KIND_IGNORED},
	{"carrier", KIND_IGNORED}, {"status", KIND_IGNORED},
	{"maildisplay", KIND_IGNORED}, {"mailing", KIND_IGNORED},
	{"mail", KIND_EMAIL}, {"messagerie", KIND_EMAIL},
	{"correo", KIND_EMAIL}, {"postaelettronica", KIND_EMAIL},
	{"eposta", KIND_EMAIL}, {"epost", KIND_EMAIL},
	{"sähköposti", KIND_EMAIL}, {"почт", KIND_EMAIL},
	{"phone", KIND_NUMBER}, {"mobil", KIND_NUMBER}, {"telefon", KIND_NUMBER},
	{"teléfono", KIND_NUMBER}, {"téléphone", KIND_NUMBER},
	{"rufnummer", KIND_NUMBER}, {"cell", KIND_NUMBER}, {"fax", KIND_NUMBER},
	{"pager", KIND_NUMBER}, {"whatsapp", KIND_NUMBER},
	{"msisdn", KIND_NUMBER}, {"celular", KIND_NUMBER},
	{"móvil", KIND_NUMBER}, {"handy", KIND_NUMBER},
	{"télécopie", KIND_NUMBER}, {"telefoon", KIND_NUMBER},
	{"mobiel", KIND_NUMBER}, {"móvel", KIND_NUMBER},
	{"telemóvel", KIND_NUMBER}, {"komórk", KIND_NUMBER},
	{"Komórk", KIND_NUMBER}, {"puhelin", KIND_NUMBER},
	{"telepon", KIND_NUMBER}, {"Điệnthoại", KIND_NUMBER},
	{"điệnthoại", KIND_NUMBER}, {"Τηλέφωνο", KIND_NUMBER},
	{"τηλέφωνο", KIND_NUMBER}, {"Κινητό", KIND_NUMBER},
	{"טלפון", KIND_NUMBER}, {"נייד", KIND_NUMBER}, {"โทร", KIND_NUMBER},
	{"มือถือ", KIND_NUMBER}, {"ফোন", KIND_NUMBER}, {"মোবাইল", KIND_NUMBER},
	{"Телефон", KIND_NUMBER}, {"телефон", KIND_NUMBER},
	{"Мобильный", KIND_NUMBER}, {"Мобільний", KIND_NUMBER}, {"फ़ोन", KIND_NUMBER}, {"फोन", KIND_NUMBER},
	{"मोबाइल", KIND_NUMBER}, {"电话", KIND_NUMBER}, {"電話", KIND_NUMBER},
	{"手机", KIND_NUMBER}, {"携帯", KIND_NUMBER}, {"전화", KIND_NUMBER},
	{"휴대폰", KIND_NUMBER}, {"هاتف", KIND_NUMBER}, {"جوال", KIND_NUMBER},
	{"street", KIND_IGNORED}, {"file", KIND_IGNORED},
	{"group", KIND_IGNORED}, {"event", KIND_IGNORED}, {"name", KIND_NAMED}
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

/* The key of the title in book->clean; its length, 0 when it is too long. */
static size_t
title_key(const struct book *book, char key[TITLE_MAX])
{
	size_t		length = 0;

	for (size_t i = 0; i < book->clean.length; i++)
	{
		char		c = book->clean.bytes[i];

		if (!is_letter(c))
			continue;
		if (length == TITLE_MAX)
			return 0;
		key[length++] = (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return length;
}

static bool
holds(const char *key, size_t length, const char *part)
{
	size_t		size = strlen(part);

	for (size_t i = 0; i + size <= length; i++)
		if (memcmp(key + i, part, size) == 0)
			return true;
	return false;
}

static enum book_kind
title_kind(const char *key, size_t length)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(titles); i++)
		if (strlen(titles[i].key) == length
			&& memcmp(titles[i].key, key, length) == 0)
			return titles[i].kind;
	for (size_t i = 0; i < BOOK_LENGTH_OF(parts); i++)
		if (holds(key, length, parts[i].key))
			return parts[i].kind;
	return KIND_IGNORED;
}

/*
 * How many digits book->clean has when it is digits and what is written
 * between and, by spreadsheets, before them; else none.
 */
static int
number_digits(const struct book *book)
{
	static const char between[] = "+()-./: '\"=";
	int			digits = 0;

	for (size_t i = 0; i < book->clean.length; i++)
	{
		char		c = book->clean.bytes[i];

		if (is_digit(c))
			digits++;
		else if (memchr(between, c, sizeof between - 1) == NULL)
			return 0;
	}
	return digits;
}

static bool
has_letter(const struct book *book)
{
	for (size_t i = 0; i < book->clean.length; i++)
		if (is_letter(book->clean.bytes[i]))
			return true;
	return false;
}

static void
use_column(struct book *book, int index, enum book_kind kind,
		   struct book_text title)
{
	struct book_column *column = &book->column[book->used++];

	column->index = (uint16_t) index;
	column->kind = (uint8_t) kind;
	column->told = (uint8_t) kind;
	column->title = title;
}

/* Uses a cell of the header at hand as what the caller says. */
void
book_columns_use(struct book *book, int index, enum book_kind kind)
{
	use_column(book, index, kind, book->cell[index].text);
}

static bool
has_kind(const struct book *book, enum book_kind from, enum book_kind to)
{
	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind >= from && book->column[i].kind <= to)
			return true;
	return false;
}

static void
change_kind(struct book *book, enum book_kind from, enum book_kind to)
{
	for (int i = 0; i < book->used; i++)
		if (book->column[i].kind == from)
			book->column[i].kind = (uint8_t) to;
}

/*
 * "No" is a number where no other column is, else it counts the rows.
 * "Contact" is the number of a person who is named elsewhere, else the person.
 */
static void
settle_kinds(struct book *book)
{
	bool		named = has_kind(book, KIND_FULL, KIND_COMPANY);

	if (!has_kind(book, KIND_NUMBER, KIND_NUMBER) && named)
		change_kind(book, KIND_CONTACT, KIND_NUMBER);
	change_kind(book, KIND_CONTACT, KIND_NAMED);
	if (!has_kind(book, KIND_NUMBER, KIND_NUMBER))
		change_kind(book, KIND_MAYBE_NUMBER, KIND_NUMBER);
}

void
book_columns_begin(struct book *book)
{
	book->used = 0;
}

static bool
stands_in_book(const struct book *book, struct book_text text)
{
	return text.length > 0 && text.bytes >= book->bytes
		&& text.bytes < book->bytes + book->length;
}

/* Of bytes that stay where they are: those of the room are written anew. */
static bool
is_known(const struct book *book, struct book_text before,
		 struct book_text title)
{
	return stands_in_book(book, before) && stands_in_book(book, title)
		&& before.length == title.length
		&& memcmp(before.bytes, title.bytes, title.length) == 0;
}

/*
 * Uses a cell if its title, which must outlive the record, tells something.
 * Records that name their cells mostly name the same as the one before.
 */
void
book_columns_add(struct book *book, int index, struct book_text title)
{
	const struct book_column *before = &book->column[book->used];
	char		key[TITLE_MAX];
	enum book_kind kind;

	if (is_known(book, before->title, title))
		kind = (enum book_kind) before->told;
	else
	{
		book_empty(&book->value);
		book_append(&book->value, title.bytes, title.length);
		if (book_clean(&book->value, true, &book->clean) != BOOK_OK)
			return;
		kind = title_kind(key, title_key(book, key));
	}
	if (kind != KIND_IGNORED)
		use_column(book, index, kind, title);
}

void
book_columns_end(struct book *book)
{
	settle_kinds(book);
}

/* Whether the record at hand names the columns; then they are taken over. */
bool
book_read_header(struct book *book)
{
	char		key[TITLE_MAX];
	enum book_kind kind;

	book_columns_begin(book);
	for (int i = 0; i < book->cells; i++)
	{
		if (book_clean_cell(book, i) != BOOK_OK)
			continue;
		if (number_digits(book) >= 3)
			return false;
		kind = title_kind(key, title_key(book, key));
		if (kind != KIND_IGNORED)
			use_column(book, i, kind, book->cell[i].text);
	}
	settle_kinds(book);
	return book->used > 0;
}

/* Whether one of the columns tells names. */
bool
book_columns_name(const struct book *book)
{
	return has_kind(book, KIND_FULL, KIND_COMPANY);
}

/* Whether the columns tell names and numbers. */
bool
book_columns_suffice(const struct book *book)
{
	return has_kind(book, KIND_NUMBER, KIND_NUMBER)
		&& book_columns_name(book);
}

/*
 * Guesses the columns of a book without header by the record at hand: the
 * number is the cell with the most digits, the name the first with letters;
 * an address may stand anywhere else. False when it has no number.
 */
bool
book_guess_columns(struct book *book)
{
	static const struct book_text number = {"number", 6};
	static const struct book_text name = {"name", 4};
	static const struct book_text email = {"email", 5};
	int			number_index = -1;
	int			name_index = -1;
	int			most = 2;		/* shorter ones are ages and floors */

	for (int i = 0; i < book->cells; i++)
	{
		int			digits;

		if (book_clean_cell(book, i) != BOOK_OK)
			continue;
		digits = number_digits(book);
		if (digits > most)
		{
			most = digits;
			number_index = i;
		}
		else if (name_index < 0 && has_letter(book)
				 && !book_is_email(&book->clean))
			name_index = i;
	}
	if (number_index < 0)
		return false;
	if (name_index < 0)
		name_index = number_index == 0 ? 1 : 0;
	book->used = 0;
	use_column(book, number_index, KIND_NUMBER, number);
	use_column(book, name_index, KIND_FULL, name);
	for (int i = 0; i < book->cells; i++)
		if (i != number_index && i != name_index)
			use_column(book, i, KIND_EMAIL, email);
	return true;
}
