/* book_title.c: what the title of a column tells */
#include "book_inside.h"

#include <string.h>

#define TITLE_MAX		64		/* bytes of a title that is known */
#define WRITTEN_MAX		160		/* with what is written between them */

/* Words with blanks between them, and what each of them tells. */
struct words
{
	enum book_kind kind;
	const char *words;
};

/* A title in lower case, and as a key. */
struct title
{
	const char *written;
	size_t		length;
	char		lower[WRITTEN_MAX];
	char		key[TITLE_MAX];
	size_t		key_length;
};

/*
 * Titles of the exporters of Google, Outlook, Thunderbird, Yahoo, iPhone and
 * Android applications and of hand-made sheets, as keys: letters in lower
 * case, without digits, blanks and punctuation.
 */
static const struct words titles[] = {
	{KIND_FULL,
		"name fullname displayname formattedname fn person contactname "
		"contactperson customer client naam नाम 姓名 氏名 名前 이름 الاسم "
		"фио nombrecompleto nombreyapellidos nomcomplet nomecompleto "
		"nomecognome nomeecognome navn namn nimi nama namalengkap "
		"imięinazwisko adsoyad adısoyadı họtên họvàtên піб שם ชื่อ নাম பெயர் "
		"పేరు vorundnachname nameundvorname vornamenachname namevorname "
		"ansprechpartner ansprechpartnerin kontaktperson contactpersoon "
		"personadecontacto pessoadecontato pessoadecontacto "
		"personnedecontact 联系人 聯絡人 联络人 名字 担当者 담당자 성명 "
		"성함 контактноелицо adisoyadi adsoyadi hovaten hoten"},
	{KIND_GIVEN,
		"firstname givenname given first forename vorname prénom prenom "
		"nombre nome voornaam имя 名 primeironome primernombre imię ad "
		"adı jméno fornavn förnamn etunimi keresztnév prenume όνομα ім "
		"rufname adi імя ім’я"},
	{KIND_MIDDLE,
		"middlename additionalname middle weiterevornamen отчество "
		"secondname segundonombre segundonome secondonome deuxièmeprénom "
		"drugieimię ikinciad ortancaad tussenvoegsel mellomnavn "
		"mellannamn"},
	{KIND_FAMILY,
		"lastname familyname surname last family nachname nom apellidos "
		"apellido cognome sobrenome achternaam фамилия 姓 primerapellido "
		"nomdefamille últimonome nazwisko soyad soyadı příjmení etternavn "
		"efternavn efternamn sukunimi vezetéknév επώνυμο прізвище "
		"familienname zuname 성 soyadi"},
	{KIND_MAYBE_FAMILY,
		"apelido"},
	{KIND_SUFFIX,
		"suffix namesuffix suffixe sufijo sufixo"},
	{KIND_NICK,
		"nickname nick alias spitzname surnom apodo soprannome bijnaam"},
	{KIND_COMPANY,
		"company companyname organization organizationname organisation "
		"organisationname org firma employer accountname société "
		"entreprise empresa organización organização società azienda "
		"bedrijf unternehmen företag yritys şirket организация компания"},
	{KIND_NUMBER,
		"number numbers contactnumber contactno callernumber नंबर gsm cep "
		"nomor nomorhp hp nohp fixe festnetz festnetznummer festnetznr "
		"연락처 핸드폰 휴대전화 موبايل محمول landline directdial "
		"directline nomortelepon notelp telp"},
	{KIND_MAYBE_NUMBER,
		"no nr num numero número numéro nummer номер numer číslo cislo "
		"رقم 番号 번호 เบอร์"},
	{KIND_GUARDED,
		"callerid ddi particular casa trabajo trabalho oficina ufficio "
		"abitazione bureau domicile büro privat dienstlich geschäftlich "
		"arbeit рабочий рабочая работа домашний дом 联系方式 聯絡方式"},
	{KIND_CONTACT,
		"contact contacts kontakt contacto contato contatto контакт"},
	{KIND_EMAIL,
		"courriel ईमेल"},
	{KIND_DIAL,
		"phonecountry mobilecountry isd isdcode phonecode "
		"countryphonecode indicatif indicatifpays códigodepaís códigopaís "
		"codigodepais ländervorwahl landesvorwahl ländercode "
		"prefissointernazionale"},
	{KIND_COUNTRY,
		"country countryregion countryname land landregion pays "
		"paysrégion país paísregión paisregion pais paísregião paese "
		"paesearea страна странарегион 国家 國家 国 국가 kraj země ülke "
		"negara देश"},
	{KIND_IGNORED,
		"phoneext"}
};

/* Parts of titles; the first that is found decides. */
static const struct words parts[] = {
	{KIND_IGNORED,
		"cancel miscell excell automóvil automovil phonearea type label "
		"yomi tipo pantalla visualizzato exibição nomcomplet angezeigter "
		"phonetic assistant manager spouse username screenname prefix "
		"note extension verified carrier status maildisplay mailing"},
	{KIND_EMAIL,
		"mail messagerie correo postaelettronica eposta epost sähköposti "
		"почт correio メール 邮箱 邮件 電郵 郵件 메일 البريد อีเมล ইমেইল"},
	{KIND_NUMBER,
		"phone mobil telefon teléfono téléphone rufnummer cell fax pager "
		"whatsapp msisdn celular móvil handy télécopie telefoon mobiel "
		"móvel telemóvel komórk puhelin telepon điệnthoại τηλέφωνο κινητό "
		"טלפון נייד โทร มือถือ ফোন মোবাইল телефон мобильный мобільний फ़ोन "
		"फोन मोबाइल 电话 電話 手机 携帯 전화 휴대폰 هاتف جوال e164 "
		"movil сотов portable"},
	{KIND_IGNORED,
		"street file group event"},
	{KIND_NAMED,
		"name"}
};

/* Words of their own, however a title goes on: "Tel. privat". */
static const char abbreviations[] =
	"tel tél telf tlf tfno telp ph mob cel gsm тел моб";

/* What says whose or which number it is: "Alternate contact no". */
static const char before_number[] =
	"alternative alternate alt other secondary second primary main home "
	"work office residential residence direct private daytime evening "
	"landline fixed mobile telephone phone cell";

/* And what comes behind that. */
static const struct words composed[] = {
	{KIND_NUMBER,
		"number numbers num contactno contactnumber contactnumbers"},
	{KIND_DIAL,
		"countrycode contactcountrycode numbercountrycode dialcode "
		"dialingcode diallingcode callingcode countrycallingcode "
		"countrydialcode countrydialingcode"}
};

/* The same where it may as well be a room or a name. */
static const char perhaps_number[] = "no nr contact";

/* Numbers and names of people who are not the one of the row. */
static const char others[] =
	"asst emergenc notfall father mother parent guardian spouse husband "
	"wife partner referrer referredby referral owner";

/* What is told of a number but is none, as words of their own. */
static const char no_number[] =
	"date time datetime datum fecha timezone updated created modified "
	"contacted os model modell brand id";

/* Words that only look like the two above. */
static const char no_others[] = "ansprechpartner";
static const char no_time[] = "daytime";

/* ---- words ---- */

/* Takes the first word off the words. */
static bool
next_word(const char **words, struct book_text *word)
{
	const char *from = *words + (**words == ' ');
	const char *end = strchr(from, ' ');

	if (end == NULL)
		end = from + strlen(from);
	*word = (struct book_text) {from, (size_t) (end - from)};
	*words = end;
	return word->length > 0;
}

static bool
same(const char *bytes, size_t length, struct book_text word)
{
	return length == word.length && memcmp(bytes, word.bytes, length) == 0;
}

static bool
is_one_of(const char *bytes, size_t length, const char *words)
{
	struct book_text word;

	while (next_word(&words, &word))
		if (same(bytes, length, word))
			return true;
	return false;
}

static bool
holds_one_of(const struct title *title, const char *words)
{
	struct book_text word;

	while (next_word(&words, &word))
		for (size_t i = 0; i + word.length <= title->key_length; i++)
			if (title->key[i] == word.bytes[0]
				&& memcmp(title->key + i, word.bytes, word.length) == 0)
				return true;
	return false;
}

/* Between two letters a word ends only where a capital follows: "phoneModel". */
static bool
is_edge(const struct title *title, size_t at)
{
	char		before = at > 0 ? title->written[at - 1] : ' ';
	char		after = at < title->length ? title->written[at] : ' ';

	return !book_is_letter(before) || !book_is_letter(after)
		|| (before >= 'a' && before <= 'z' && after >= 'A' && after <= 'Z');
}

static bool
has_word_of(const struct title *title, const char *words)
{
	struct book_text word;

	while (next_word(&words, &word))
		for (size_t i = 0; i + word.length <= title->length; i++)
			if (title->lower[i] == word.bytes[0]
				&& memcmp(title->lower + i, word.bytes, word.length) == 0
				&& is_edge(title, i) && is_edge(title, i + word.length))
				return true;
	return false;
}

/* ---- letters ---- */

/*
 * Capitals outside of ASCII, of two bytes as their small letters are: Latin
 * with accents, Greek and Cyrillic.
 */
static const struct
{
	uint16_t	first;
	uint16_t	last;
	uint8_t		step;			/* from one capital to the next */
	uint8_t		small;			/* from a capital to its small letter */
}			capitals[] = {
	{0xC0, 0xDE, 1, 32}, {0x100, 0x12E, 2, 1}, {0x132, 0x136, 2, 1},
	{0x139, 0x147, 2, 1}, {0x14A, 0x176, 2, 1}, {0x179, 0x17D, 2, 1},
	{0x386, 0x386, 1, 38}, {0x388, 0x38A, 1, 37}, {0x38C, 0x38C, 1, 64},
	{0x38E, 0x38F, 1, 63}, {0x391, 0x3AB, 1, 32}, {0x400, 0x40F, 1, 80},
	{0x410, 0x42F, 1, 32}, {0x490, 0x490, 1, 1}
};

static void
lower_two_bytes(const char *from, char *to)
{
	unsigned	code = (from[0] & 0x1Fu) << 6 | (from[1] & 0x3Fu);

	for (size_t i = 0; i < BOOK_LENGTH_OF(capitals); i++)
		if (code >= capitals[i].first && code <= capitals[i].last
			&& (code - capitals[i].first) % capitals[i].step == 0)
		{
			code += capitals[i].small;
			break;
		}
	book_write_character(code, to);
}

static void
lower(const char *from, size_t length, char *to)
{
	for (size_t i = 0; i < length; i++)
	{
		char		c = from[i];

		to[i] = (char) (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
		if ((c & 0xE0) == 0xC0 && i + 1 < length)
		{
			lower_two_bytes(from + i, to + i);
			i++;
		}
	}
}

/* Figures of a title count its columns, but not in "E.164". */
static bool
make_key(struct title *title)
{
	static const char norm[] = "164";
	size_t		size = sizeof norm - 1;

	title->key_length = 0;
	for (size_t i = 0; i < title->length; i++)
	{
		size_t		take = book_is_letter(title->lower[i]);

		if (i + size <= title->length
			&& memcmp(title->lower + i, norm, size) == 0)
			take = size;
		if (title->key_length + take > TITLE_MAX)
			return false;
		memcpy(title->key + title->key_length, title->lower + i, take);
		title->key_length += take;
		i += take > 1 ? take - 1 : 0;
	}
	return title->key_length > 0;
}

/* ---- kinds ---- */

static bool
find_word(const struct words *lists, size_t count, const char *bytes,
		  size_t length, enum book_kind *kind)
{
	for (size_t i = 0; i < count; i++)
		if (is_one_of(bytes, length, lists[i].words))
		{
			*kind = lists[i].kind;
			return true;
		}
	return false;
}

static bool
find_part(const struct title *title, enum book_kind *kind)
{
	for (size_t i = 0; i < BOOK_LENGTH_OF(parts); i++)
		if (holds_one_of(title, parts[i].words))
		{
			*kind = parts[i].kind;
			return true;
		}
	return false;
}

/* What of the key is left behind the words that may come before a number. */
static struct book_text
without_words_before(const struct title *title)
{
	struct book_text rest = {title->key, title->key_length};
	const char *words = before_number;
	struct book_text word;

	while (rest.length > 0 && next_word(&words, &word))
		if (rest.length >= word.length
			&& memcmp(rest.bytes, word.bytes, word.length) == 0)
		{
			rest.bytes += word.length;
			rest.length -= word.length;
			words = before_number;
		}
	return rest;
}

/* By what a title is made of. */
static enum book_kind
kind_of_words(const struct title *title)
{
	struct book_text rest = without_words_before(title);
	enum book_kind kind;

	if (find_word(composed, BOOK_LENGTH_OF(composed), rest.bytes,
				  rest.length, &kind)
		|| find_part(title, &kind))
		return kind;
	if (has_word_of(title, abbreviations))
		return KIND_NUMBER;
	return rest.length == 0
		|| is_one_of(rest.bytes, rest.length, perhaps_number)
		? KIND_GUARDED : KIND_IGNORED;
}

/* The same, told of somebody else. */
static enum book_kind
others_kind(enum book_kind kind)
{
	switch (kind)
	{
		case KIND_NUMBER:
		case KIND_GUARDED:
			return KIND_OTHERS_NUMBER;
		case KIND_NAMED:
			return KIND_OTHERS_NAME;
		case KIND_EMAIL:
			return KIND_OTHERS_EMAIL;
		default:
			return kind;
	}
}

static bool
is_number(enum book_kind kind)
{
	return kind == KIND_NUMBER || kind == KIND_GUARDED;
}

/* What a title tells, which is clean text. */
enum book_kind
book_title_kind(const struct book_buffer *written)
{
	struct title title = {written->bytes, written->length, {0}, {0}, 0};
	enum book_kind kind;

	if (title.length > WRITTEN_MAX)
		return KIND_IGNORED;
	lower(title.written, title.length, title.lower);
	if (!make_key(&title))
		return KIND_IGNORED;
	if (find_word(titles, BOOK_LENGTH_OF(titles), title.key,
				  title.key_length, &kind))
		return kind;
	kind = kind_of_words(&title);
	if (is_number(kind) && has_word_of(&title, no_number)
		&& !holds_one_of(&title, no_time))
		return KIND_IGNORED;
	return holds_one_of(&title, others) && !holds_one_of(&title, no_others)
		? others_kind(kind) : kind;
}
