/* book_test.c: address books of many exporters, and broken ones */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "book.h"

#define LENGTH_OF(array)	(sizeof (array) / sizeof (array)[0])
#define MEGABYTE			(1024 * 1024)

/* Bytes that may hold zeros, as a sample's content. */
#define BYTES(literal)		literal, sizeof (literal) - 1

/*
 * What a book is and what is read of it, a line each: "1 name|number|email"
 * or "1 !error field".
 */
struct sample
{
	const char *what;
	const char *content;
	size_t		length;
	const char *rows;
};

/* Rows as text, as they come. */
struct record
{
	char	   *text;
	size_t		length;
	size_t		room;
	size_t		rows;
};

static void
note(struct record *record, const char *bytes, size_t length)
{
	if (record->room - record->length < length + 1)
	{
		record->room = (record->room + length) * 2 + 64;
		record->text = realloc(record->text, record->room);
		assert_non_null(record->text);
	}
	if (length > 0)
		memcpy(record->text + record->length, bytes, length);
	record->length += length;
	record->text[record->length] = '\0';
}

static void
note_row(void *context, const struct book_row *row)
{
	struct record *record = context;
	const char *error = book_error_name(row->error);
	char		line[16];

	note(record, line, (size_t) snprintf(line, sizeof line, "%u ",
										 (unsigned) row->line));
	if (error != NULL)
	{
		note(record, "!", 1);
		note(record, error, strlen(error));
		note(record, " ", row->field.length > 0);
		note(record, row->field.bytes, row->field.length);
	}
	else
	{
		note(record, row->name.bytes, row->name.length);
		note(record, "|", 1);
		note(record, row->number.bytes, row->number.length);
		note(record, "|", 1);
		note(record, row->email.bytes, row->email.length);
	}
	note(record, "\n", 1);
	record->rows++;
}

/* Reads a copy of exactly its size, so that a byte too far is noticed. */
static struct record
read_from(const char *region, const char *content, size_t length,
		  enum book_format format, const struct book_map *map)
{
	struct record record = {NULL, 0, 0, 0};
	struct book *book = malloc(sizeof *book);
	char	   *copy = malloc(length > 0 ? length : 1);
	const struct book_charset *charset = book_charset_of(region,
														 strlen(region));
	size_t		size = book_decoded_size(content, length, charset);
	char	   *decoded = malloc(size > 0 ? size : 1);

	assert_non_null(book);
	assert_non_null(copy);
	assert_non_null(decoded);
	memcpy(copy, content, length);
	if (size > 0)
	{
		length = book_decode(copy, length, charset, decoded);
		assert_true(length <= size);
	}
	note(&record, "", 0);
	book_open(book, size > 0 ? decoded : copy, length, format, note_row,
			  &record);
	book->map = map;
	while (book_step(book))
		;
	free(decoded);
	free(copy);
	free(book);
	return record;
}

static struct record
read_book(const char *content, size_t length, enum book_format format)
{
	return read_from("ZZ", content, length, format, NULL);
}

static void
expect(const char *what, const char *content, size_t length,
	   const char *rows)
{
	struct record record = read_book(content, length, BOOK_ANY);

	if (strcmp(record.text, rows) != 0)
		fail_msg("%s: read\n%swhere should be\n%s", what, record.text, rows);
	free(record.text);
}

/* ---- what exporters write ---- */

static const struct sample exported[] = {
	{"nothing", BYTES(""), ""},
	{"blank lines", BYTES("\n \n\r\n,,\n"), ""},
	{"Google Contacts, before 2024",
		BYTES("Name,Given Name,Additional Name,Family Name,Yomi Name,"
			  "Given Name Yomi,Nickname,Notes,Group Membership,"
			  "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,"
			  "Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
			  "Organization 1 - Name\n"
			  "Asha Rao,Asha,,Rao,,,,\"met in Pune,\n2019\",* myContacts,"
			  "* Home,asha@example.org,Mobile,+91 98765 43210 ::: 98765 43211,"
			  "Work,022 2345 6789,Acme\n"
			  ",,,,,,,,,,,Mobile,98765 43212,,,Corner Shop\n"),
		"2 Asha Rao|+91 98765 43210|asha@example.org\n"
		"2 Asha Rao|98765 43211|asha@example.org\n"
		"2 Asha Rao|022 2345 6789|asha@example.org\n"
	"4 Corner Shop|98765 43212|\n"},
	{"Google Contacts, since 2024",
		BYTES("First Name,Middle Name,Last Name,Phonetic First Name,"
			  "Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
			  "Name Suffix,Nickname,File As,Organization Name,"
			  "Organization Title,Organization Department,Birthday,Notes,"
			  "Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,"
			  "Phone 1 - Label,Phone 1 - Value\n"
			  "Martin,Luther,King,,,,Dr.,Jr.,,,,,,,,,* myContacts,,,"
			  "Mobile,(404) 555-0100\n"),
	"2 Martin Luther King Jr.|(404) 555-0100|\n"},
	{"Outlook",
		BYTES("\"Title\",\"First Name\",\"Middle Name\",\"Last Name\","
			  "\"Suffix\",\"Company\",\"Business Street\","
			  "\"Assistant's Phone\",\"Business Fax\",\"Business Phone\","
			  "\"Home Phone\",\"Mobile Phone\",\"E-mail Address\","
			  "\"E-mail Type\",\"E-mail Display Name\"\r\n"
			  "\"Ms\",\"Ann\",\"\",\"Lee\",\"\",\"Acme, Inc.\",\"1 Main St\","
			  "\"+1 650 253 0009\",\"+1 650 253 0001\",\"+1 650 253 0000\","
			  "\"\",\"+1 (415) 555-2671\",\"ann@example.com\",\"SMTP\","
			  "\"Ann Lee (ann@example.com)\"\r\n"),
		"2 Ann Lee|+1 650 253 0001|ann@example.com\n"
		"2 Ann Lee|+1 650 253 0000|ann@example.com\n"
	"2 Ann Lee|+1 (415) 555-2671|ann@example.com\n"},
	{"Outlook in German, Windows-1252",
		BYTES("Vorname;Nachname;Telefon gesch\xe4" "ftlich;Mobiltelefon;"
			  "E-Mail-Adresse\r\n"
			  "J\xfcrgen;Gro\xdf;+49 30 123456;0151 23456789;"
			  "jg@example.de\r\n"
			  "\xd6zlem;O\x92Neil;;0151 23456780;\r\n"),
		"2 Jürgen Groß|+49 30 123456|jg@example.de\n"
		"2 Jürgen Groß|0151 23456789|jg@example.de\n"
	"3 Özlem O’Neil|0151 23456780|\n"},
	{"Outlook in French",
		BYTES("Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,"
			  "Téléphone (bureau),Tél. mobile,Adresse de messagerie,"
			  "Type de messagerie,Nom complet de l'adresse de messagerie\r\n"
			  "M.,Zoë,Anne,Müller,,Acme,+33 1 42 68 53 00,06 12 34 56 78,"
			  "zoe@example.fr,SMTP,Zoë Müller (zoe@example.fr)\r\n"),
		"2 Zoë Anne Müller|+33 1 42 68 53 00|zoe@example.fr\n"
	"2 Zoë Anne Müller|06 12 34 56 78|zoe@example.fr\n"},
	{"Outlook in Spanish",
		BYTES("Nombre,Segundo nombre,Apellidos,Organización,"
			  "Teléfono del trabajo,Teléfono móvil,"
			  "Tipo de correo electrónico,Dirección de correo electrónico,"
			  "Nombre de pantalla de correo electrónico\r\n"
			  "Ana,María,Ruiz,,912 345 678,612 345 678,SMTP,ana@example.es,"
			  "Ana\r\n"
			  ",,,Acme,912 345 679,,,,\r\n"),
		"2 Ana María Ruiz|912 345 678|ana@example.es\n"
		"2 Ana María Ruiz|612 345 678|ana@example.es\n"
	"3 Acme|912 345 679|\n"},
	{"Outlook in Italian",
		BYTES("Nome,Secondo nome,Cognome,Società,Telefono (uff.),Cellulare,"
			  "Tipo posta elettronica,Indirizzo posta elettronica,"
			  "Nome visualizzato posta elettronica\r\n"
			  "Gia,,Rossi,,06 6982,340 123 4567,SMTP,g@example.it,Gia\r\n"),
		"2 Gia Rossi|06 6982|g@example.it\n"
	"2 Gia Rossi|340 123 4567|g@example.it\n"},
	{"Outlook in Portuguese",
		BYTES("Primeiro nome,Sobrenome,Empresa,Telefone comercial,"
			  "Telefone celular,Endereço de email\n"
			  "Rui,Dias,,11 2345 6789,11 98765 4321,rui@example.com\n"),
		"2 Rui Dias|11 2345 6789|rui@example.com\n"
	"2 Rui Dias|11 98765 4321|rui@example.com\n"},
	{"Outlook in Dutch",
		BYTES("Voornaam,Achternaam,Bedrijf,Telefoon op werk,"
			  "Mobiele telefoon,E-mailadres\n"
			  "Jan,Smit,,020 123 4567,06 1234 5678,jan@example.nl\n"),
		"2 Jan Smit|020 123 4567|jan@example.nl\n"
	"2 Jan Smit|06 1234 5678|jan@example.nl\n"},
	{"Polish",
		BYTES("Imię;Nazwisko;Telefon komórkowy;Adres e-mail\n"
			  "Ewa;Nowak;512 345 678;ewa@example.pl\n"),
	"2 Ewa Nowak|512 345 678|ewa@example.pl\n"},
	{"Turkish",
		BYTES("Ad;Soyad;Şirket;Cep Telefonu;E-posta Adresi\n"
			  "Özlem;Yılmaz;;0532 123 45 67;o@example.com\n"),
	"2 Özlem Yılmaz|0532 123 45 67|o@example.com\n"},
	{"Swedish",
		BYTES("Förnamn;Efternamn;Mobiltelefon;E-postadress\n"
			  "Åsa;Öberg;070 123 45 67;asa@example.se\n"),
	"2 Åsa Öberg|070 123 45 67|asa@example.se\n"},
	{"Vietnamese",
		BYTES("Họ và tên,Số điện thoại\nNguyễn Văn An,0912 345 678\n"),
	"2 Nguyễn Văn An|0912 345 678|\n"},
	{"Thunderbird",
		BYTES("First Name,Last Name,Display Name,Nickname,Primary Email,"
			  "Secondary Email,Screen Name,Work Phone,Home Phone,Fax Number,"
			  "Pager Number,Mobile Number,Home Address\n"
			  "Ana,Ruiz,Ana Ruiz (home),anita,ana@example.es,,ana99,,"
			  "+34 912 345 678,,,+34 612 345 678,Calle 1\n"
			  ",,,,only@example.es,,,,,,,,\n"
			  ",,,beto,,,,,,,,+34 612 345 679,\n"),
		"2 Ana Ruiz (home)|+34 912 345 678|ana@example.es\n"
		"2 Ana Ruiz (home)|+34 612 345 678|ana@example.es\n"
		"3 !missing_name\n"
	"4 beto|+34 612 345 679|\n"},
	{"an iPhone application",
		BYTES("First name,Last name,Mobile,Home phone,iPhone,Email (home)\n"
			  "Li,Wei,\xe2\x80\xaa+86 138 0013 8000\xe2\x80\xac,,,\n"),
	"2 Li Wei|+86 138 0013 8000|\n"},
	{"an Android application",
		BYTES("Contact Name\tMobile No\tWhatsApp\n"
			  "Meera\t'9876543210\t=\"9876543211\"\n"),
		"2 Meera|'9876543210|\n"
	"2 Meera|=\"9876543211\"|\n"},
	{"a sheet of a club",
		BYTES("S.No,Name,Contact,Flat\n1,R. Iyer,98765 43210,A-12\n"),
	"2 R. Iyer|98765 43210|\n"},
	{"contact beside a number",
		BYTES("Contact,Phone\nR. Iyer,98765 43210\n"),
	"2 R. Iyer|98765 43210|\n"},
	{"Spanish titles",
		BYTES("Nombre;Apellidos;Tel\xc3\xa9" "fono m\xc3\xb3vil;Correo\n"
			  "Jos\xc3\xa9;Pe\xc3\xb1" "a;612 345 678;jose@example.es\n"),
	"2 José Peña|612 345 678|jose@example.es\n"},
	{"Hindi titles", BYTES("नाम,मोबाइल\nआशा राव,98765 43210\n"),
	"2 आशा राव|98765 43210|\n"},
	{"Russian titles",
		BYTES("Имя;Фамилия;Телефон\nАнна;Каренина;8 (912) 345-67-89\n"),
	"2 Анна Каренина|8 (912) 345-67-89|\n"},
	{"vCard 2.1 of an old phone",
		BYTES("BEGIN:VCARD\r\nVERSION:2.1\r\n"
			  "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=52=C3=A4th;J=\r\n"
			  "=C3=BCrg;;;\r\n"
			  "TEL;CELL;PREF:+41791234567\r\nTEL;HOME:0441234567\r\n"
			  "END:VCARD\r\n"),
		"5 Jürg Räth|+41791234567|\n"
	"6 Jürg Räth|0441234567|\n"},
	{"vCard 2.1, Latin-1",
		BYTES("BEGIN:VCARD\nVERSION:2.1\n"
			  "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Zo=EB\n"
			  "FN;CHARSET=ISO-8859-1:Zo\xeb M\xfcller\n"
			  "TEL;CELL:+491512345678\nEND:VCARD\n"),
	"5 Zoë Müller|+491512345678|\n"},
	{"vCard 3.0 of an iPhone",
		BYTES("BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iOS//EN\r\n"
			  "N:Rao;Asha;;Dr.;\r\nFN:Asha Rao\r\nORG:Acme\\, Inc.;Sales;\r\n"
			  "item1.EMAIL;type=INTERNET;type=pref:asha@example.org\r\n"
			  "item1.X-ABLabel:_$!<Other>!$_\r\n"
			  "TEL;type=CELL;type=VOICE;type=pref:\xe2\x80\xaa+91 98765 43210"
			  "\xe2\x80\xac\r\n"
			  "item2.TEL:022-2345-6789\r\nitem2.X-ABLabel:office\r\n"
			  "NOTE:first\\nsecond: TEL:123\r\n"
			  "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r\n"
			  " TEL:+19999999999\r\n END:VCARD\r\n"
			  "END:VCARD\r\n"),
		"9 Asha Rao|+91 98765 43210|asha@example.org\n"
	"10 Asha Rao|022-2345-6789|asha@example.org\n"},
	{"vCard 4.0",
		BYTES("BEGIN:VCARD\nVERSION:4.0\nFN;PREF=1:Ann\\, the \\;first\n"
			  "TEL;VALUE=uri;PREF=1;TYPE=\"voice,cell\":tel:+1-415-555-2671"
			  ";ext=12\n"
			  "TEL;VALUE=uri;X-NOTE=\"a:b\":tel:+442071838750\n"
			  "EMAIL:no address\nEND:VCARD\n"),
		"4 Ann, the ;first|tel:+1-415-555-2671;ext=12|\n"
	"5 Ann, the ;first|tel:+442071838750|\n"},
	{"folded lines",
		BYTES("BEGIN:VCARD\nFN:A na\n me that is fol\n\tded\nTEL;TYPE=CE\n"
			  " LL;X=1:+91987\n 6543210\nEND:VCARD\n"),
	"5 A name that is folded|+919876543210|\n"},
	{"a name only in parts",
		BYTES("BEGIN:VCARD\nN:Public;John;Quinlan,Paul;Mr.;Esq.\n"
			  "TEL:+14155552671\nEND:VCARD\n"
			  "BEGIN:VCARD\nN:Acme\\, Inc.;;;;Jr., M.D.\nTEL:1\nEND:VCARD\n"),
		"3 John Quinlan Paul Public Esq.|+14155552671|\n"
	"7 Acme, Inc. Jr. M.D.|1|\n"},
	{"a company",
		BYTES("BEGIN:VCARD\nFN:\nN:;;;;\nORG:Acme;Sales\nTEL:+14155552671\n"
			  "END:VCARD\n"),
	"5 Acme|+14155552671|\n"},
	{"several cards, one without its end",
		BYTES("BEGIN:VCARD\nFN:A\nTEL:+14155552671\n\n"
			  "BEGIN:VCARD\nFN:B\nTEL:+14155552672\nEND:VCARD\n\n"
			  "begin:vcard\nfn:C\ntel:+14155552673"),
		"3 A|+14155552671|\n"
		"7 B|+14155552672|\n"
	"12 C|+14155552673|\n"},
	{"a card within a card",
		BYTES("BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\n"
			  "FN:Agent\nTEL:+14155552679\nEND:VCARD\nTEL:+14155552671\n"
			  "END:VCARD\n"),
	"9 Boss|+14155552671|\n"},
	{"lines of JSON",
		BYTES("{\"name\": \"Ann \\u00e9\", \"phone\": \"+14155552671\"}\n\n"
			  "{\"phones\":[{\"type\":\"home\",\"value\":\"+14155552672\"},"
			  "\"+14155552673\"],\"first\":\"B\",\"last\":\"\\ud83d\\ude00\"}\r\n"
			  "{\"name\":\"C\",\"mobile\":14155552674,\"note\":null,\"old\":true}"),
		"1 Ann \xC3\xA9|+14155552671|\n"
		"3 B \xF0\x9F\x98\x80|+14155552672|\n"
		"3 B \xF0\x9F\x98\x80|+14155552673|\n"
	"4 C|14155552674|\n"},
	{"lines that are no JSON",
		BYTES("{\"name\":\"A\",\"phone\":\"+14155552671\"}\n"
			  "{\"name\":\"A\",\"phone\":\"+14155552671\"\n"
			  "{\"name\":\"A\\x\",\"phone\":\"1\"}\n{} {}\n[]\n{\"name\":maybe}\n"
			  "{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}\n"
			  "{\"name\":\"\\ud800\",\"phone\":\"+14155552671\"}\n{\"city\":\"A\"}\n"),
		"1 A|+14155552671|\n2 !bad_json\n3 !bad_json\n4 !bad_json\n"
		"5 !bad_json\n6 !bad_json\n7 !bad_json\n8 !bad_utf8 name\n"
	"9 !missing_name\n"},
	{"a person that has a member twice",
		BYTES("{\"name\":\"A\",\"name\":\"B\",\"phone\":\"+14155552671\"}\n"
			  "{\"name\":\"A\",\"phone_number\":\"+1\",\"phone_number\":\"+2\"}\n"
			  "{\"name\":\"A\",\"n\\u0061me\":null,\"phone\":\"+3\"}\n"
			  "{\"name\":\"A\",\"Phone\":\"+4\",\"phone\":\"+5\",\"x\":{\"name\":1}}\n"
			  "{\"name\":\"A\",\"phones\":[{\"value\":\"+6\"},{\"value\":\"+7\"}]}\n"),
		"1 !bad_json\n2 !bad_json\n3 !bad_json\n4 A|+4|\n4 A|+5|\n"
	"5 A|+6|\n5 A|+7|\n"},
	{"a name beside a given name",
		BYTES("Name;Vorname;Telefon\nRao;Asha;030 1234567\n"
			  "Asha Rao;ASHA;030 1234568\nHansen;Hans;030 1234569\n"
			  "Lee;;030 1234570\n;Ann;030 1234571\n"),
		"2 Asha Rao|030 1234567|\n3 Asha Rao|030 1234568|\n"
		"4 Hans Hansen|030 1234569|\n5 Lee|030 1234570|\n"
	"6 Ann|030 1234571|\n"},
	{"with a middle name and a suffix",
		BYTES("Name,First,Middle,Suffix,Phone\nKing,Martin,Luther,Jr.,+1\n"),
	"2 Martin Luther King Jr.|+1|\n"},
	{"a name beside a family name",
		BYTES("이름,성,전화\n길동,홍,010 1234 5678\n홍길동,홍,010 1234 5679\n"),
	"2 길동 홍|010 1234 5678|\n3 홍길동|010 1234 5679|\n"},
	{"both beside a name that is shown",
		BYTES("Display Name,First Name,Last Name,Phone\nthe boss,Ann,Lee,+49\n"),
	"2 the boss|+49|\n"},
	{"Portuguese of Portugal",
		BYTES("Nome;Apelido;Telemóvel;Endereço de correio electrónico\n"
			  "Ana;Sousa;912 345 678;ana@example.pt\n"),
	"2 Ana Sousa|912 345 678|ana@example.pt\n"},
	{"Portuguese of Brazil",
		BYTES("Nome,Sobrenome,Apelido,Celular\nRui,Dias,Ruizinho,11 98765\n"
			  ",,Beto,11 98766\n"),
	"2 Rui Dias|11 98765|\n3 Beto|11 98766|\n"},
	{"German of a form",
		BYTES("VORNAME;FAMILIENNAME;Tel. dienstlich;Tel. privat;"
			  "Mobil-Tel.-Nr.;Festnetznummer\nAsha;Rao;1;2;3;4\n"),
		"2 Asha Rao|1|\n2 Asha Rao|2|\n2 Asha Rao|3|\n"
	"2 Asha Rao|4|\n"},
	{"Yahoo",
		BYTES("First,Middle,Last,Nickname,Email,Category,Home,Work,Pager,Fax,"
			  "Mobile,Other,Yahoo Phone,Primary,Home Address,Work City\n"
			  "Ann,,Lee,,ann@example.com,,1 Main St,(650) 253-0000,,,"
			  "415-555-2671,4155552672 / 4155552673,,Mobile,12345 Elm,Pune\n"),
		"2 Ann Lee|(650) 253-0000|ann@example.com\n"
		"2 Ann Lee|415-555-2671|ann@example.com\n"
		"2 Ann Lee|4155552672|ann@example.com\n"
	"2 Ann Lee|4155552673|ann@example.com\n"},
	{"second numbers",
		BYTES("Name,Contact Number,Alternate Number,Alternate Contact No,"
			  "Secondary Number,Primary Number,Other Number,Direct Dial,"
			  "Landline No,Home No,E.164,Tel 2\nA,1,2,300000,4,5,6,7,800000,12,10,11\n"),
		"2 A|1|\n2 A|2|\n2 A|300000|\n2 A|4|\n2 A|5|\n2 A|6|\n2 A|7|\n"
	"2 A|800000|\n2 A|10|\n2 A|11|\n"},
	{"places that may be addresses",
		BYTES("Nom,Residence,Office,Main,DDI,Caller ID\n"
			  "A,12 High St,022 23456789,1234,+44 20 71838750,A\n"
			  "B,Pune,,,,\n"),
		"2 A|022 23456789|\n2 A|+44 20 71838750|\n"
	"3 !missing_number\n"},
	{"French", BYTES("Nom;Portable;Fixe;Tél;Numéro de portable\nA;1;2;3;4\n"),
	"2 A|1|\n2 A|2|\n2 A|3|\n2 A|4|\n"},
	{"French in capitals",
		BYTES("PRÉNOM;NOM;TÉLÉPHONE\nZoë;Müller;06 12 34 56 78\n"),
	"2 Zoë Müller|06 12 34 56 78|\n"},
	{"Spanish", BYTES("Contacto;Movil;Tfno;Tlf;Particular\n"
					  "A;1;2;3;600 123 123\n"),
	"2 A|1|\n2 A|2|\n2 A|3|\n2 A|600 123 123|\n"},
	{"Italian", BYTES("Nome,Cognome,Ufficio,Abitazione\n"
					  "A,B,Via Roma 1,06 6982 1234\n"),
	"2 A B|06 6982 1234|\n"},
	{"Polish in capitals", BYTES("IMIĘ;NAZWISKO;KOMÓRKA\nA;B;1\n"),
	"2 A B|1|\n"},
	{"Polish and Czech", BYTES("Imię;Numer\nA;1\n"), "2 A|1|\n"},
	{"Czech", BYTES("Jméno;Číslo\nA;1\n"), "2 A|1|\n"},
	{"Russian", BYTES("Имя;ФАМИЛИЯ;Моб.;Сотовый;Рабочий;Эл. почта\n"
					  "Анна;Каренина;1;2;495 123 45 67;a@example.ru\n"),
		"2 Анна Каренина|1|a@example.ru\n"
		"2 Анна Каренина|2|a@example.ru\n"
	"2 Анна Каренина|495 123 45 67|a@example.ru\n"},
	{"Indonesian", BYTES("Nama,No HP,Nomor Telepon,No. Telp\nA,1,2,3\n"),
	"2 A|1|\n2 A|2|\n2 A|3|\n"},
	{"Arabic and Thai", BYTES("الاسم,موبايل,เบอร์โทร,البريد الإلكتروني\nA,1,2,a@b.example\n"),
	"2 A|1|a@b.example\n2 A|2|a@b.example\n"},
	{"Japanese", BYTES("氏名,携帯,メールアドレス\nA,1,a@b.example\n"),
	"2 A|1|a@b.example\n"},
	{"Chinese", BYTES("联系人,电话,电子邮件\nA,1,a@b.example\n"),
	"2 A|1|a@b.example\n"},
	{"Korean", BYTES("이름,전화,이메일\nA,1,a@b.example\n"),
	"2 A|1|a@b.example\n"},
	{"who is to be asked for", BYTES("Firma;Ansprechpartner;Telefon Ansprechpartner\n"
									 "Acme;Asha Rao;030 1234567\n"),
	"2 Asha Rao|030 1234567|\n"},
	{"numbers of others and what are none",
		BYTES("Name,Phone,Asst Phone,Emergency Contact Phone,Father's Mobile,"
			  "Guardian Phone,Owner Phone,Partner Mobile,"
			  "Last Contacted Phone Date,Mobile OS,Phone Model,phoneModel,"
			  "Phone Country,Daytime Phone,Partner,Father's Email\n"
			  "A,1,2,3,4,5,6,7,2019-05-12,8,9,10,GB,12,Acme,f@b.example\n"),
	"2 A|1|\n2 A|12|\n"},
	{"only numbers of others", BYTES("Student,Name,Father's Mobile\nA,B,1\n"),
	"1 !missing_column\n"},
	{"owners who are told by their flats",
		BYTES("Flat,Owner Name,Owner Phone,Owner Email\n1,A,12345,a@b.example\n"),
	"2 A|12345|a@b.example\n"},
	{"names and numbers in base64",
		BYTES("BEGIN:VCARD\nVERSION:2.1\n"
			  "FN;ENCODING=BASE64;CHARSET=UTF-8:QXNoYSBSYW8=\n"
			  "EMAIL;BASE64:YXNoYUBleGFtcGxl\n Lm9yZw==\n"
			  "TEL;CELL;ENCODING=BASE64:KzE0MTU1NTUyNjcx\nEND:VCARD\n"
			  "BEGIN:VCARD\nVERSION:3.0\nN;ENCODING=b:UsOkdGg7SsO8cmc=\n"
			  "TEL:+14155552671\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;ENCODING=B:\n N\nORG;ENCODING=B:QWNtZTtTYWxlcw\n"
			  "TEL:+14155552671\nEND:VCARD\n"),
		"6 Asha Rao|+14155552671|asha@example.org\n"
		"11 Jürg Räth|+14155552671|\n"
	"17 Acme|+14155552671|\n"},
	{"a value that is no base64",
		BYTES("BEGIN:VCARD\nFN;ENCODING=B:As*ha\nORG:Acme\nTEL:+14155552671\n"
			  "END:VCARD\n"),
	"4 Acme|+14155552671|\n"},
	{"the address that is liked best",
		BYTES("BEGIN:VCARD\nVERSION:4.0\nFN:A\nFN;PREF=7:B\nEMAIL:a@x.org\n"
			  "EMAIL;PREF=20:b@x.org\nEMAIL;PREF=\"3\":c@x.org\n"
			  "EMAIL;PREF=3:d@x.org\nEMAIL;PREF=0:e@x.org\n"
			  "EMAIL;PREF=1x:f@x.org\nEMAIL;PREF=99999999999:g@x.org\n"
			  "TEL:1234567\nTEL;PREF=1:7654321\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN:B\nEMAIL;TYPE=INTERNET:a@x.org\n"
			  "EMAIL;type=INTERNET;type=pref:b@x.org\nTEL:1\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN:C\nEMAIL;TYPE=PREFIX:a@x.org\n"
			  "EMAIL;TYPE=\"internet,Pref\":b@x.org\nTEL:1\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN:D\nEMAIL;INTERNET:a@x.org\n"
			  "EMAIL;INTERNET;PREF:b@x.org\nTEL:1\nEND:VCARD\n"),
		"12 B|1234567|c@x.org\n13 B|7654321|c@x.org\n"
	"19 B|1|b@x.org\n25 C|1|b@x.org\n31 D|1|b@x.org\n"},
	{"blanks and blank lines before cards",
		BYTES("\n \n  BEGIN:VCARD\nFN:A\nTEL:1\nEND:VCARD\n\n"
			  " \tBEGIN:VCARD\nFN:B\nTEL:2\n\n  END:VCARD\n"
			  "\n \n\n\tBEGIN:VCARD\nFN:C\n\n   TEL:3\n\n"
			  "  BEGIN:VCARD\nTEL:4\nEND:VCARD\n\n  \n"),
		"5 A|1|\n10 B|2|\n19 C|3|\n21 !missing_name\n"},
	{"blanks before the first card",
		BYTES("  BEGIN:VCARD\nFN:A\nTEL:1\nEND:VCARD"), "3 A|1|\n"},
	{"charsets that properties declare",
		BYTES("BEGIN:VCARD\nVERSION:2.1\n"
			  "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8ER=93c;=91=BE=98=\nY\n"
			  "TEL:1\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=windows-1251:\xc8\xe2\xe0\xed\nTEL:2\n"
			  "END:VCARD\n"
			  "BEGIN:VCARD\nORG;CHARSET=Shift-JIS:\x83\x5c\x83\x6a\x81\x5b\\;x;y\n"
			  "TEL:3\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;charset=\"koi8-r\";ENCODING=b:6dfBzg==\nTEL:4\n"
			  "END:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=GB2312:\xc0\xee\n \xce\xb0\nTEL:5\n"
			  "END:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=ISO-2022-JP:\x1b$B;3ED\x1b(B\nTEL:6\n"
			  "END:VCARD\n"),
		"5 太郎 山田|1|\n9 Иван|2|\n13 ソニー;x|3|\n17 Иван|4|\n"
	"22 李伟|5|\n26 山田|6|\n"},
	{"a picture in lines that are not folded",
		BYTES("BEGIN:VCARD\nFN:A\nPHOTO;JPEG;BASE64:/9j/4AAQ\n"
			  "SkZJRgABAQAAAQABAAD\nAAAA==\n\nTEL:+14155552671\nEND:VCARD\n"),
	"7 A|+14155552671|\n"}
};

static void
exporters_are_understood(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(exported); i++)
		expect(exported[i].what, exported[i].content, exported[i].length,
			   exported[i].rows);
}

/* ---- spreadsheets and small files ---- */

static const struct sample plain[] = {
	{"name, number", BYTES("Ann,+14155552671\nBob,+14155552672"),
	"1 Ann|+14155552671|\n2 Bob|+14155552672|\n"},
	{"number, name", BYTES("+14155552671,Ann\n+14155552672,\"Lee, Bob\"\n"),
	"1 Ann|+14155552671|\n2 Lee, Bob|+14155552672|\n"},
	{"with an address", BYTES("a@example.org;Ann;+14155552671\n"),
	"1 Ann|+14155552671|a@example.org\n"},
	{"with an address now and then",
		BYTES("Ann,1234567,,\nBob,1234567,Pune,bob@example.org\n"),
	"1 Ann|1234567|\n2 Bob|1234567|bob@example.org\n"},
	{"commas in a name, semicolons between", BYTES("Lee, Ann;+14155552671\n"
												   "Ray, Bob;+14155552672\n"),
	"1 Lee, Ann|+14155552671|\n2 Ray, Bob|+14155552672|\n"},
	{"bars", BYTES("Name|Phone\nAnn|+14155552671\n"),
	"2 Ann|+14155552671|\n"},
	{"a told delimiter", BYTES("sep=;\r\nName;Phone\r\nA,B;+14155552671\r\n"),
	"3 A,B|+14155552671|\n"},
	{"line ends of old", BYTES("Name,Phone\rAnn,+14155552671\rBob,+4930123\r"),
	"2 Ann|+14155552671|\n3 Bob|+4930123|\n"},
	{"a mobile shop without header", BYTES("Mobile Care,198\nAnn,12345\n"),
	"1 Mobile Care|198|\n2 Ann|12345|\n"},
	{"a short code first, then a title", BYTES("Name,Number\nCare,198\n"),
	"2 Care|198|\n"},
	{"UTF-16, little end first",
		BYTES("\xff\xfeN\0a\0m\0e\0,\0T\0e\0l\0\r\0\n\0"
			  "\x06\x09\x3d\xd8\x00\xde,\0+\0" "4\0" "9\0\n\0"),
	"2 \xe0\xa4\x86\xf0\x9f\x98\x80|+49|\n"},
	{"UTF-16, big end first",
		BYTES("\xfe\xff\0N\0a\0m\0e\0,\0T\0e\0l\0\n\0A\0,\0+\0" "4\0" "9"),
	"2 A|+49|\n"},
	{"UTF-16 without its mark", BYTES("A\0,\0+\0" "4\0" "9\0" "1\0"),
	"1 A|+491|\n"},
	{"UTF-16 without its mark, Russian, little end first",
		BYTES("\x18\x04\x3c\x04\x4f\x04\x3b\x00\x22\x04\x35\x04\x3b\x04\x35\x04"
			  "\x44\x04\x3e\x04\x3d\x04\x0d\x00\x0a\x00\x18\x04\x32\x04\x30\x04"
			  "\x3d\x04\x3b\x00\x31\x00\x32\x00\x33\x00\x34\x00\x35\x00\x36\x00"
			  "\x37\x00\x0d\x00\x0a\x00"),
	"2 Иван|1234567|\n"},
	{"UTF-16 without its mark, Russian, big end first",
		BYTES("\x04\x18\x04\x3c\x04\x4f\x00\x3b\x04\x22\x04\x35\x04\x3b\x04\x35"
			  "\x04\x44\x04\x3e\x04\x3d\x00\x0d\x00\x0a\x04\x18\x04\x32\x04\x30"
			  "\x04\x3d\x00\x3b\x00\x31\x00\x32\x00\x33\x00\x34\x00\x35\x00\x36"
			  "\x00\x37\x00\x0d\x00\x0a"),
	"2 Иван|1234567|\n"},
	{"UTF-16 without its mark, Chinese, little end first",
		BYTES("\xd3\x59\x0d\x54\x09\x00\x35\x75\xdd\x8b\x0a\x00\x4e\x67\x1f\x4f"
			  "\x09\x00\x31\x00\x32\x00\x33\x00\x34\x00\x35\x00\x36\x00\x37\x00"
			  "\x0a\x00"),
	"2 李伟|1234567|\n"},
	{"UTF-16 without its mark, Chinese, big end first",
		BYTES("\x59\xd3\x54\x0d\x00\x09\x75\x35\x8b\xdd\x00\x0a\x67\x4e\x4f\x1f"
			  "\x00\x09\x00\x31\x00\x32\x00\x33\x00\x34\x00\x35\x00\x36\x00\x37"
			  "\x00\x0a"),
	"2 李伟|1234567|\n"},
	{"UTF-16 without its mark, Hindi, little end first",
		BYTES("\x22\x00\x28\x09\x3e\x09\x2e\x09\x22\x00\x2c\x00\x22\x00\x2e\x09"
			  "\x4b\x09\x2c\x09\x3e\x09\x07\x09\x32\x09\x22\x00\x0a\x00\x22\x00"
			  "\x06\x09\x36\x09\x3e\x09\x22\x00\x2c\x00\x22\x00\x31\x00\x32\x00"
			  "\x33\x00\x34\x00\x35\x00\x36\x00\x37\x00\x22\x00\x0a\x00"),
	"2 आशा|1234567|\n"},
	{"UTF-16 without its mark, Hindi, big end first",
		BYTES("\x00\x22\x09\x28\x09\x3e\x09\x2e\x00\x22\x00\x2c\x00\x22\x09\x2e"
			  "\x09\x4b\x09\x2c\x09\x3e\x09\x07\x09\x32\x00\x22\x00\x0a\x00\x22"
			  "\x09\x06\x09\x36\x09\x3e\x00\x22\x00\x2c\x00\x22\x00\x31\x00\x32"
			  "\x00\x33\x00\x34\x00\x35\x00\x36\x00\x37\x00\x22\x00\x0a"),
	"2 आशा|1234567|\n"},
	{"zeros in a table", BYTES("name,x,y,phone\nA,\0,\0,1234567\nB,\0,\0,1234568\n"),
	"2 A|1234567|\n3 B|1234568|\n"},
	{"half a character of UTF-16",
		BYTES("\xff\xfe" "A\0\x3d\xd8,\0+\0" "4\0" "9\0" "1\0\n\0"
			  "B\0,\0+\0" "4\0" "9\0" "1\0"),
	"1 !bad_utf8 name\n2 B|+491|\n"},
	{"blanks around everything",
		BYTES("Name , Phone\n  \xc2\xa0" "Ann   Lee\t , \t+1 415 \n"),
	"2 Ann Lee|+1 415|\n"},
	{"blanks before quotes", BYTES("\"Name\", \"Phone\"\n\"A,B\", \"+49\" \n"),
	"2 A,B|+49|\n"},
	{"doubled quotes", BYTES("n,number\n\"Ann \"\"Andy\"\" Lee\",+49\n"
							 "\"\"\"Bo\"\"\",+49\n\"\",+49\n"),
	"1 !missing_column\n"},
	{"doubled quotes", BYTES("name,number\n\"Ann \"\"Andy\"\" Lee\",+49\n"
							 "\"\"\"Bo\"\"\",+49\n\"\",+49\n"),
		"2 Ann \"Andy\" Lee|+49|\n3 \"Bo\"|+49|\n4 !missing_name\n"},
	{"quotes that should be doubled",
		BYTES("name,number\n\"Ann \"Andy\" Lee\",+49\n5\" disk,+49\n"),
	"2 Ann \"Andy\" Lee|+49|\n3 5\" disk|+49|\n"},
	{"a line break in a name", BYTES("name,number\n\"Ann\nLee\",+49\nB,+49\n"),
	"2 Ann Lee|+49|\n4 B|+49|\n"},
	{"a title over the table",
		BYTES("Our contacts\n\nNo;Name;Contact\n1;Ann, Dr.;+49 1\n"),
	"1 !missing_column\n4 Ann, Dr.|+49 1|\n"},
	{"numbered rows without header",
		BYTES("1001,Ann,'98765 43210\n1002,Bob,98765 43211\n"),
	"1 Ann|'98765 43210|\n2 Bob|98765 43211|\n"},
	{"an account is a company",
		BYTES("Account Name,Phone,First Name,Last Name\n"
			  "Acme,+49 1,Ann,Lee\nAcme,+49 2,,\n"),
	"2 Ann Lee|+49 1|\n3 Acme|+49 2|\n"},
	{"nothing but a number's column", BYTES("Contact,No\nAnn,+49 1\n"),
	"2 Ann|+49 1|\n"},
	{"a first row that is bad", BYTES("Ann,none\nBob,+49 1\n"),
	"1 !not_a_number\n2 Bob|+49 1|\n"},
	{"joined books, each with its mark",
		BYTES("\xef\xbb\xbf" "BEGIN:VCARD\nFN:A\nTEL:1\nEND:VCARD\n"
			  "\xef\xbb\xbf" "BEGIN:VCARD\nFN:B\nTEL:2\nEND:VCARD\n"),
	"3 A|1|\n7 B|2|\n"},
	{"columns that are left out at the end",
		BYTES("name,phone,email,note\nAnn,+49\nBob,+49,b@x,n,,,\n"),
	"2 Ann|+49|\n3 Bob|+49|b@x\n"}
};

static void
plain_files_are_understood(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(plain); i++)
		expect(plain[i].what, plain[i].content, plain[i].length,
			   plain[i].rows);
}

/* ---- several numbers in a cell ---- */

static const struct sample several[] = {
	{"", BYTES("A,+91 98765 43210 ::: 022 2345 6789\n"),
	"1 A|+91 98765 43210|\n1 A|022 2345 6789|\n"},
	{"", BYTES("A,9876543210/9876543211\n"),
	"1 A|9876543210|\n1 A|9876543211|\n"},
	{"", BYTES("A,022-23456789 / 11\n"), "1 A|022-23456789 / 11|\n"},
	{"", BYTES("name,tel\nA,+14155552671;ext=1234567\n"),
	"2 A|+14155552671;ext=1234567|\n"},
	{"", BYTES("name;tel\nA;+14155552671,,1234567#\n"),
	"2 A|+14155552671,,1234567#|\n"},
	{"", BYTES("name,tel\n"
			  "A,9876543210; +91 98765 43211 | (022) 23456789\n"),
	"2 A|9876543210|\n2 A|+91 98765 43211|\n2 A|(022) 23456789|\n"},
	{"", BYTES("name,phone\nA,\" ::: 9876543210 :::  ::: \"\n"),
	"2 A|9876543210|\n"},
	{"", BYTES("name,phone\nA,9876543010 or 98765 43011\n"),
	"2 A|9876543010|\n2 A|98765 43011|\n"},
	{"", BYTES("name,phone\nA,030 1234567 und 0151 23456789\n"),
	"2 A|030 1234567|\n2 A|0151 23456789|\n"},
	{"", BYTES("name,phone\nA,9876543010 9876543011\nB,98765 43010 98765 43011\n"),
		"2 A|9876543010|\n2 A|9876543011|\n"
	"3 B|98765 43010|\n3 B|98765 43011|\n"},
	{"", BYTES("name,phone\nA,+44 20 7946 0000 +44 20 7946 0001\n"),
	"2 A|+44 20 7946 0000|\n2 A|+44 20 7946 0001|\n"},
	{"", BYTES("name,phone\nA,9876543010<br>9876543011 - 9876543012\n"),
	"2 A|9876543010|\n2 A|9876543011|\n2 A|9876543012|\n"},
	{"", BYTES("name,phone\nA,+1 650 253 0000 ext 1234567\nB,+91 22 - 2345 6789\n"),
	"2 A|+1 650 253 0000 ext 1234567|\n3 B|+91 22 - 2345 6789|\n"},
	{"", BYTES("name,phone\nA,\"9876543010\n022 23456789\"\n"),
	"2 A|9876543010|\n2 A|022 23456789|\n"}
};

static void
numbers_of_a_cell_are_told_apart(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(several); i++)
		expect(several[i].content, several[i].content, several[i].length,
			   several[i].rows);
}

/* ---- what is refused ---- */

static const struct sample broken[] = {
	{"no column for numbers", BYTES("name,city\nAnn,Pune\n"),
	"1 !missing_column\n"},
	{"no column for names", BYTES("phone,city\n+49,Pune\n"),
	"1 !missing_column\n"},
	{"too few columns", BYTES("name,note,phone\nAnn,x\nBob,x,+49\n"),
	"2 !missing_column\n3 Bob|+49|\n"},
	{"too many columns", BYTES("name,phone\nLee, Ann,+49\nBob,+49\n"),
	"2 !too_many_columns\n3 Bob|+49|\n"},
	{"no name", BYTES("name,phone\n\xe2\x80\x8b \xe2\xa0\x80,+49\nBob,+49\n"),
	"2 !missing_name\n3 Bob|+49|\n"},
	{"no number", BYTES("name,phone\nAnn,\nBob,+49\n"),
	"2 !missing_number\n3 Bob|+49|\n"},
	{"a zero byte", BYTES("name,phone\nA\0nn,+49\nBob,+49\n"),
	"2 !control_character name\n3 Bob|+49|\n"},
	{"a zero byte where nobody looks", BYTES("name,x,phone\nA,\0,+49\n"),
	"2 A|+49|\n"},
	{"an escape", BYTES("name,phone\nA\x1b[31m,+49\nB,\x07\nC,+49\n"),
	"2 !control_character name\n3 !control_character phone\n4 C|+49|\n"},
	{"broken UTF-8 in a book that is UTF-8",
		BYTES("name,phone\nJos\xc3\xa9,+49\nJos\xe9,+49\nZo\xc3\xab,+49\n"),
	"2 José|+49|\n3 !bad_utf8 name\n4 Zoë|+49|\n"},
	{"broken UTF-8 that is no old charset either",
		BYTES("name,phone\nAnn,+49\nA\xff\xfe,+49\nBob\xc3(,+49\n\x80,+49\n"
			  "x\xc3,+49\n"),
		"2 Ann|+49|\n3 !bad_utf8 name\n4 !bad_utf8 name\n5 !bad_utf8 name\n"
	"6 !bad_utf8 name\n"},
	{"a mark says UTF-8", BYTES("\xef\xbb\xbfname,phone\nJos\xe9,+49\nB,+49"),
	"2 !bad_utf8 name\n3 B|+49|\n"},
	{"overlong forms and surrogates",
		BYTES("name,phone\n\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9,+49\n"
			  "A\xc0\xaf,+49\nB\xed\xa0\x80,+49\nC\xf5\x80\x80\x80,+49\n"),
	"2 éééééé|+49|\n3 !bad_utf8 name\n4 !bad_utf8 name\n5 !bad_utf8 name\n"},
	{"a quote without its other half",
		BYTES("name,phone\n\"Ann,+49\nBob,+49\n\"Lee, Cy\",+49\nD,+49\n"),
	"2 !unbalanced_quote\n3 Bob|+49|\n4 Lee, Cy|+49|\n5 D|+49|\n"},
	{"and no other quote in the book",
		BYTES("name,phone\nZ,+49\n\"Ann,+49\nBob,+49\n"),
	"2 Z|+49|\n3 !unbalanced_quote\n4 Bob|+49|\n"},
	{"junk around cards",
		BYTES("BEGIN:VCARD\nFN:A\nTEL:+49\nEND:VCARD\n<html>\nmore\n\n"
			  "BEGIN:VCARD\nFN:B\nTEL:+49\nEND:VCARD\nEND:VCARD\n"),
	"3 A|+49|\n5 !not_a_card\n10 B|+49|\n12 !not_a_card\n"},
	{"a card without number", BYTES("BEGIN:VCARD\nFN:A\nTEL:\nEND:VCARD\n"
									"BEGIN:VCARD\nFN:A\nTEL: \nEND:VCARD\n"),
	"1 !missing_number\n5 !missing_number\n"},
	{"a card without name", BYTES("BEGIN:VCARD\nTEL:+49\nTEL:+49\nEND:VCARD"),
	"1 !missing_name\n"},
	{"a card in a charset that is not read",
		BYTES("BEGIN:VCARD\nFN;CHARSET=SHIFT_JIT:\x8e\x52\x93\x63\nTEL:+49\n"
			  "END:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=SHIFT_JIT:ASCII\nTEL:+49\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=\"KOI8-R \xc1KOI8-R KOI8-R\":\xc1\nTEL:+49\n"
			  "END:VCARD\nBEGIN:VCARD\nFN;CHARSET=:\xc1\nTEL:+49\nEND:VCARD\n"),
	"2 !bad_utf8 FN\n7 ASCII|+49|\n10 !bad_utf8 FN\n14 !bad_utf8 FN\n"},
	{"a card that is not in its charset",
		BYTES("BEGIN:VCARD\nFN;CHARSET=SHIFT_JIS:\x8e\x52\x93\nTEL:+49\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=WINDOWS-1251;BASE64:mJg=\nTEL:+49\nEND:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=WINDOWS-1251:Иван\nTEL:+49\nEND:VCARD\n"),
	"2 !bad_utf8 FN\n6 !bad_utf8 FN\n11 Иван|+49|\n"},
	{"names at fault are told with their own lines",
		BYTES("BEGIN:VCARD\nVERSION:3.0\nTEL:+49\nFN:A\xff\nEND:VCARD\n"
			  "BEGIN:VCARD\r\nPHOTO:A\r\n B\r\nN:A\0;B\r\nTEL:+49\r\n"
			  "END:VCARD\r\nBEGIN:VCARD\nFN:A\nTEL:+49\nEND:VCARD\n"),
	"4 !bad_utf8 FN\n9 !control_character N\n14 A|+49|\n"},
	{"a card that lies about its charset",
		BYTES("BEGIN:VCARD\nFN;CHARSET=ISO-8859-1:Jos\xc3\xa9\nTEL:+49\n"
			  "END:VCARD\n"
			  "BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
			  "Jos=E9\nTEL:+49\nEND:VCARD\n"),
	"3 José|+49|\n7 José|+49|\n"},
	{"a number in a charset that is not read",
		BYTES("BEGIN:VCARD\nFN:A\nTEL;CHARSET=KOI9:\xc1\xc2\nTEL:+49\n"
			  "END:VCARD\n"),
	"3 !bad_utf8 TEL\n4 A|+49|\n"},
	{"quoted-printable that is not",
		BYTES("BEGIN:VCARD\nFN;QUOTED-PRINTABLE:A=ZZ=4\nTEL:+49\nEND:VCARD\n"),
	"3 A=ZZ=4|+49|\n"},
	{"a quote in parameters that is never closed",
		BYTES("BEGIN:VCARD\nFN:A\nTEL;X=\"Y:+491\nEND:VCARD\n"),
	"3 A|+491|\n"}
};

static void
what_is_broken_costs_itself(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(broken); i++)
		expect(broken[i].what, broken[i].content, broken[i].length,
			   broken[i].rows);
}

static void
long_names_and_numbers_are_refused(void **state)
{
	char		content[1024];
	char		rows[1024];
	char		name[BOOK_NAME_MAX + 2];

	memset(name, 'a', sizeof name);
	name[BOOK_NAME_MAX + 1] = '\0';
	expect("name", content,
		   (size_t) snprintf(content, sizeof content, "%s,+49123\n", name),
		   "1 !too_long name\n");
	expect("card", content,
		   (size_t) snprintf(content, sizeof content,
							 "BEGIN:VCARD\nFN:%s\nTEL:+49\nEND:VCARD\n", name),
		   "2 !too_long FN\n");
	name[BOOK_NAME_MAX] = '\0';
	snprintf(rows, sizeof rows, "1 %s|+49123|\n", name);
	expect("name", content,
		   (size_t) snprintf(content, sizeof content, "%s,+49123\n", name),
		   rows);
	expect("number", content,
		   (size_t) snprintf(content, sizeof content, "name,tel\nA,%0*d\nB,1\n",
							 BOOK_NUMBER_MAX + 1, 0),
		   "2 !too_long tel\n3 B|1|\n");
}

/* ---- size ---- */

/* A book of head, count times a byte, and tail. */
static void
expect_around(const char *what, const char *head, char byte, size_t count,
			  const char *tail, const char *rows)
{
	size_t		before = strlen(head);
	size_t		after = strlen(tail);
	char	   *content = malloc(before + count + after);

	assert_non_null(content);
	memcpy(content, head, before);
	memset(content + before, byte, count);
	memcpy(content + before + count, tail, after);
	expect(what, content, before + count + after, rows);
	free(content);
}

static void
a_huge_line_costs_itself(void **state)
{
	expect_around("letters", "name,phone\n", 'a', 10 * MEGABYTE,
				  ",+49\nBob,+49\n", "2 !too_long_line\n3 Bob|+49|\n");
	expect_around("zeros", "name,phone\n", '\0', 10 * MEGABYTE,
				  "\nBob,+49\n", "2 !too_long_line\n3 Bob|+49|\n");
	expect_around("commas", "name,phone\n", ',', 100000,
				  "x\nBob,+49\n", "2 !too_many_columns\n3 Bob|+49|\n");
	expect_around("a quote", "name,phone\n\"", 'a', 10 * MEGABYTE,
				  "\nBob,+49\n", "2 !unbalanced_quote\n3 Bob|+49|\n");
	expect_around("quotes", "name,phone\n", '"', 2 * MEGABYTE,
				  "\nBob,+49\n", "2 !too_long_line\n3 Bob|+49|\n");
	expect_around("line ends", "name,phone\n\"", '\n', 2 * MEGABYTE,
				  "Bob,+49\n", "2 !unbalanced_quote\n2097154 Bob|+49|\n");
	expect_around("blanks", "name,phone\n", ' ', 2 * MEGABYTE,
				  "\nBob,+49\n", "2 !too_long_line\n3 Bob|+49|\n");
	expect_around("a cell", "name,x,phone\nA,", 'a', MEGABYTE - 100,
				  ",+49\nBob,,+49\n", "2 A|+49|\n3 Bob|+49|\n");
}

static void
a_huge_picture_is_passed_over(void **state)
{
	expect_around("one line", "BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:", 'A',
				  10 * MEGABYTE, "\nTEL:+49\nEND:VCARD\n", "4 A|+49|\n");
	expect_around("a bare line", "BEGIN:VCARD\nFN:A\n", 'A',
				  10 * MEGABYTE, "\nTEL:+49\nEND:VCARD\n", "4 A|+49|\n");
	expect_around("a name", "BEGIN:VCARD\nFN:", 'A', 10 * MEGABYTE,
				  "\nTEL:+49\nEND:VCARD\nBEGIN:VCARD\nFN:A\nTEL:+49\n",
				  "2 !too_long FN\n7 A|+49|\n");
	expect_around("equals signs", "BEGIN:VCARD\nFN;QUOTED-PRINTABLE:", '=',
				  10 * MEGABYTE, "\nTEL:+49\nEND:VCARD\n",
				  "2 !too_long FN\n");
}

/* "A:<76 bytes>\n" lines, folded, of ten megabytes. */
static void
a_folded_picture_is_passed_over(void **state)
{
	static const char head[] = "BEGIN:VCARD\r\nFN:A\r\nPHOTO;BASE64:\r\n";
	static const char tail[] = "\r\nTEL:+49\r\nEND:VCARD\r\n";
	static const char line[] = " TEL:+19999999999/AAAAAAAAAAAAAAAAAAAAAA\r\n";
	size_t		count = 10 * MEGABYTE / (sizeof line - 1);
	char	   *content = malloc(sizeof head + sizeof tail
								 + count * (sizeof line - 1));
	char	   *end = content;
	char		rows[64];

	assert_non_null(content);
	end = (char *) memcpy(end, head, sizeof head - 1) + sizeof head - 1;
	for (size_t i = 0; i < count; i++)
		end = (char *) memcpy(end, line, sizeof line - 1) + sizeof line - 1;
	end = (char *) memcpy(end, tail, sizeof tail - 1) + sizeof tail - 1;
	snprintf(rows, sizeof rows, "%zu A|+49|\n", count + 5);
	expect("folded", content, (size_t) (end - content), rows);
	free(content);
}

/* Lines that each look for an end which is not there are still read once. */
static void
many_open_quotes_cost_their_lines(void **state)
{
	static const char line[] = "\"\"\"a\n";
	size_t		count = 300000;
	char	   *content = malloc(count * (sizeof line - 1));
	struct record record;

	assert_non_null(content);
	for (size_t i = 0; i < count; i++)
		memcpy(content + i * (sizeof line - 1), line, sizeof line - 1);
	record = read_book(content, count * (sizeof line - 1), BOOK_CSV);
	assert_int_equal(record.rows, count);
	free(record.text);
	free(content);
}

/* ---- laws ---- */

static const struct
{
	const struct sample *sample;
	size_t		count;
}			all[] = {
	{exported, LENGTH_OF(exported)}, {plain, LENGTH_OF(plain)},
	{several, LENGTH_OF(several)}, {broken, LENGTH_OF(broken)}
};

/* Whether a sample can be changed and still mean the same. */
static bool
has_plain_lines(const struct sample *sample)
{
	return memchr(sample->content, '\r', sample->length) == NULL
		&& memchr(sample->content, '\0', sample->length) == NULL;
}

static void
line_ends_do_not_matter(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(all); i++)
		for (size_t j = 0; j < all[i].count; j++)
		{
			const struct sample *sample = &all[i].sample[j];
			char	   *changed = malloc(2 * sample->length + 1);
			size_t		length = 0;

			assert_non_null(changed);
			for (size_t k = 0; k < sample->length; k++)
			{
				if (sample->content[k] == '\n')
					changed[length++] = '\r';
				changed[length++] = sample->content[k];
			}
			if (has_plain_lines(sample))
				expect(sample->what, changed, length, sample->rows);
			free(changed);
		}
}

static void
a_byte_order_mark_does_not_matter(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(all); i++)
		for (size_t j = 0; j < all[i].count; j++)
		{
			const struct sample *sample = &all[i].sample[j];
			char	   *changed = malloc(sample->length + 3);
			bool		ascii = has_plain_lines(sample);

			assert_non_null(changed);
			memcpy(changed, "\xef\xbb\xbf", 3);
			memcpy(changed + 3, sample->content, sample->length);
			for (size_t k = 0; k < sample->length; k++)
				ascii = ascii && !(sample->content[k] & 0x80);
			if (ascii)
				expect(sample->what, changed, sample->length + 3,
					   sample->rows);
			free(changed);
		}
}

/* Cut anywhere, a book is read to its end, with rows of what was there. */
static void
a_cut_book_is_read(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(all); i++)
		for (size_t j = 0; j < all[i].count; j++)
			for (size_t k = 0; k < all[i].sample[j].length; k++)
			{
				struct record record = read_book(all[i].sample[j].content, k,
												 BOOK_ANY);

				free(record.text);
			}
}

/* Either format reads anything. */
static void
a_wrong_format_is_survived(void **state)
{
	for (size_t i = 0; i < LENGTH_OF(all); i++)
		for (size_t j = 0; j < all[i].count; j++)
			for (int format = BOOK_CSV; format <= BOOK_VCARD; format++)
			{
				struct record record = read_book(all[i].sample[j].content,
												 all[i].sample[j].length,
												 (enum book_format) format);

				free(record.text);
			}
}

static void
formats_have_names(void **state)
{
	enum book_format format = BOOK_ANY;

	assert_true(book_format_find("csv", 3, &format));
	assert_int_equal(format, BOOK_CSV);
	assert_true(book_format_find("vcf", 3, &format));
	assert_int_equal(format, BOOK_VCARD);
	assert_false(book_format_find("vc", 2, &format));
	assert_false(book_format_find("", 0, &format));
	assert_false(book_format_find("CSV", 3, &format));
}

/* ---- raw text ---- */

static void
raw_text_is_one_visible_line(void **state)
{
	static const struct sample cases[] = {
		{"", BYTES("plain"), "plain"},
		{"", BYTES("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e"},
		{"", BYTES("\0\x1b\x7f"), "\\x00\\x1B\\x7F"},
		{"", BYTES("Jos\xe9 Jos\xc3\xa9"), "Jos\\xE9 José"},
		{"", BYTES("\xc2\x9b\xe2\x80\xae"), "\\xC2\\x9B\\xE2\\x80\\xAE"},
		{"", BYTES("\xf0\x9f\x98"), "\\xF0\\x9F\\x98"}
	};
	char		out[BOOK_RAW_MAX];

	for (size_t i = 0; i < LENGTH_OF(cases); i++)
	{
		size_t		length = book_escape((struct book_text)
										 {
											 cases[i].content, cases[i].length
										 }, out);

		assert_int_equal(length, strlen(cases[i].rows));
		assert_memory_equal(out, cases[i].rows, length);
	}
}

static void
raw_text_is_cut_between_characters(void **state)
{
	char		long_text[BOOK_RAW_MAX + 4];
	char		out[BOOK_RAW_MAX];

	for (size_t i = 0; i + 3 <= sizeof long_text; i += 3)
		memcpy(long_text + i, "\xe0\xa4\x86", 3);
	assert_int_equal(book_escape((struct book_text) {long_text, 501}, out),
					 BOOK_RAW_MAX / 3 * 3);
	memset(long_text, '\n', sizeof long_text);
	assert_int_equal(book_escape((struct book_text)
								 {
									 long_text, sizeof long_text
								 }, out), BOOK_RAW_MAX);
}

/* ---- code pages ---- */

/* A book that comes from a region, without a word of its charset. */
struct regional
{
	const char *region;
	struct sample sample;
};

static const struct regional regional[] = {
	{"RU", {"Cyrillic",
			BYTES("\xc8\xec\xff;\xd2\xe5\xeb\xe5\xf4\xee\xed\r\n"
				  "\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2;1234567\r\n"),
	"2 Иван Петров|1234567|\n"}},
	{"RU", {"a card",
			BYTES("BEGIN:VCARD\nVERSION:2.1\nN;LANGUAGE=ru:\xcf\xe5\xf2\xf0\xee\xe2;"
				  "\xc8\xe2\xe0\xed\nTEL:1234567\nEND:VCARD\n"),
	"4 Иван Петров|1234567|\n"}},
	{"RU", {"a line that tells its charset",
			BYTES("BEGIN:VCARD\nORG:\xc8\nFN;charset=ISO-8859-1:Jos\xe9\n"
				  "  Pe\xf1" "a\nTEL:1234567\nEND:VCARD\n"),
	"5 José Peña|1234567|\n"}},
	{"RU", {"lines of UTF-8 between",
			BYTES("name,phone\n\xc8\xe2\xe0\xed\xc8\xe2\xe0\xed,1234567\nИван,1234568\n"),
	"2 ИванИван|1234567|\n3 Иван|1234568|\n"}},
	{"RU", {"a byte that is no character",
			BYTES("name,phone\n\xc8\xe2\xe0\xed,1234567\n\xc8\x98\xe2,1234568\n"
				  "\xc8,1234569\n"),
	"2 Иван|1234567|\n3 !bad_utf8 name\n4 И|1234569|\n"}},
	{"RU", {"nothing but such bytes", BYTES("name,phone\nA\x98,1234567\n"),
	"2 !bad_utf8 name\n"}},
	{"RU", {"broken UTF-8",
			BYTES("name,phone\nИван,1234567\n\xc8\xe2,1234568\n"),
	"2 Иван|1234567|\n3 !bad_utf8 name\n"}},
	{"RU", {"a mark says UTF-8", BYTES("\xef\xbb\xbfname,phone\n\xc8\xe2,1234567"),
	"2 !bad_utf8 name\n"}},
	{"RU", {"line ends of old",
			BYTES("name,phone\r\xc8\xe2\xe0\xed,1234567\r\x98,1\r\xc8,1234569\r"),
	"2 Иван|1234567|\n3 !bad_utf8 name\n4 И|1234569|\n"}},
	{"PL", {"Polish",
			BYTES("Imi\xea;Telefon\n\xa3ukasz Wa\xb3\xeasa;1234567\n"),
	"2 Łukasz Wałęsa|1234567|\n"}},
	{"TR", {"Turkish", BYTES("Ad;Telefon\n\xdd" "brahim Y\xfdld\xfdz;1234567\n"),
	"2 İbrahim Yıldız|1234567|\n"}},
	{"GR", {"Greek", BYTES("name;phone\n\xcd\xdf\xea\xef\xf2;1234567\n"),
	"2 Νίκος|1234567|\n"}},
	{"IL", {"Hebrew", BYTES("name;phone\n\xe3\xe5\xe3;1234567\n"),
	"2 דוד|1234567|\n"}},
	{"EG", {"Arabic", BYTES("name;phone\n\xe3\xcd\xe3\xcf;1234567\n"),
	"2 محمد|1234567|\n"}},
	{"LT", {"Lithuanian", BYTES("name;phone\n\xde" "ygimantas;1234567\n"),
	"2 Žygimantas|1234567|\n"}},
	{"VN", {"Vietnamese", BYTES("name;phone\nNguy\xea\xde" "n;1234567\n"),
	"2 Nguyễn|1234567|\n"}},
	{"TH", {"Thai", BYTES("name;phone\n\xca\xc1\xaa\xd2\xc2;1234567\n"),
	"2 สมชาย|1234567|\n"}},
	{"JP", {"Japanese, and a delimiter within a letter",
			BYTES("name|phone\n\x8e\x52\x93\x63|1234567\n\x83\x7c\x83\x5c|1234568\n"),
	"2 山田|1234567|\n3 ポソ|1234568|\n"}},
	{"JP", {"half a character", BYTES("name,phone\n\x8e\x52,1234567\nA\x8e,1234567\n"),
	"2 山|1234567|\n3 !bad_utf8 name\n"}},
	{"CN", {"Chinese",
			BYTES("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\r\n\xc0\xee\xce\xb0,1234567\r\n"),
	"2 李伟|1234567|\n"}},
	{"CN", {"a line that could be UTF-8",
			BYTES("\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\xc6\xa4\xc6\xa4,1234567\n"),
	"2 皮皮|1234567|\n"}},
	{"KR", {"Korean", BYTES("name,phone\n\xb1\xe8\xc3\xb6\xbc\xf6,1234567\n"),
	"2 김철수|1234567|\n"}},
	{"TW", {"Chinese of Taiwan", BYTES("name,phone\n\xb3\x5c\xa5\x5c,1234567\n"),
	"2 許功|1234567|\n"}},
	{"HK", {"Chinese of Hong Kong", BYTES("name,phone\n\xb6\xc0\x9d\xee,1234567\n"),
	"2 黃㗎|1234567|\n"}},
	{"DE", {"Windows-1252 elsewhere", BYTES("name,phone\nJ\xfcrgen,1234567\n"),
	"2 Jürgen|1234567|\n"}},
	{"R", {"no region", BYTES("name,phone\nJ\xfcrgen,1234567\n"),
	"2 Jürgen|1234567|\n"}},
	{"AE AF", {"nor two", BYTES("name,phone\nJ\xfcrgen,1234567\n"),
	"2 Jürgen|1234567|\n"}}
};

static void
code_pages_are_those_of_the_region(void **unused)
{
	(void) unused;
	for (size_t i = 0; i < LENGTH_OF(regional); i++)
	{
		const struct sample *sample = &regional[i].sample;
		struct record record = read_from(regional[i].region, sample->content,
										 sample->length, BOOK_ANY, NULL);

		if (strcmp(record.text, sample->rows) != 0)
			fail_msg("%s: read\n%swhere should be\n%s", sample->what,
					 record.text, sample->rows);
		free(record.text);
	}
}

/* ---- numbers ---- */

static void
numbers_are_read_or_refused(void **state)
{
	static const struct
	{
		const char *text;
		const char *region;
		const char *canonical;
		enum book_error error;
	}			cases[] = {
		{"+91 98765 43210", "ZZ", "+919876543210", BOOK_OK},
		{"098765-43210", "IN", "+919876543210", BOOK_OK},
		{"'9876543210", "IN", "+919876543210", BOOK_OK},
		{"=\"9876543210\"", "IN", "+919876543210", BOOK_OK},
		{"9876543210.0", "IN", "+919876543210", BOOK_OK},
		{"+919876543210.0", "ZZ", "+919876543210", BOOK_OK},
		{"tel:+1-415-555-2671;ext=12", "ZZ", "+14155552671", BOOK_OK},
		{"+1 415 555 2671 x12", "ZZ", "+14155552671", BOOK_OK},
		{"+14155552671,,123#", "ZZ", "+14155552671", BOOK_OK},
		{"+14155552671p123w4", "ZZ", "+14155552671", BOOK_OK},
		{"9876543210", "ZZ", NULL, BOOK_BAD_COUNTRY_CODE},
		{"9.19877E+11", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"9,19877E+11", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"sip:9876543210@example.org", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"call me", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"12", "IN", NULL, BOOK_TOO_SHORT},
		{"5", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"+9198765432101234567890", "ZZ", NULL, BOOK_TOO_LONG},
		{"+1 415 555 26711", "ZZ", NULL, BOOK_TOO_LONG},
		{"+1 123 456 789", "ZZ", NULL, BOOK_TOO_SHORT},
		{"+1123456789", "ZZ", "+1123456789", BOOK_OK},
		{"tel:+91100", "ZZ", "+91100", BOOK_OK},
		{"+1", "ZZ", NULL, BOOK_NOT_A_NUMBER},
		{"98765999**", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"98765 99 9XX", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"+49302226677xx", "ZZ", NULL, BOOK_NOT_A_NUMBER},
		{"9876599905?", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"+49 30 222666*", "ZZ", NULL, BOOK_NOT_A_NUMBER},
		{"98765#####", "IN", NULL, BOOK_NOT_A_NUMBER},
		{"9876543210 (home)", "IN", "+919876543210", BOOK_OK},
		{"(022) 2345 6789", "IN", "+912223456789", BOOK_OK},
		{"022-23456789/90", "IN", "+912223456789", BOOK_OK},
		{"022-23456789 / 11", "IN", "+912223456789", BOOK_OK},
		{"030 12345-69/70", "DE", "+49301234569", BOOK_OK},
		{"030/1234567", "DE", "+49301234567", BOOK_OK}
	};
	char		text[PHONE_TEXT_MAX];

	for (size_t i = 0; i < LENGTH_OF(cases); i++)
	{
		phone		value = 0;
		enum book_error error = book_number((struct book_text)
											{
												cases[i].text,
												strlen(cases[i].text)
											}, cases[i].region, 2, &value);

		if (error != cases[i].error)
			fail_msg("\"%s\": %s", cases[i].text,
					 error == BOOK_OK ? "read" : book_error_name(error));
		if (error != BOOK_OK)
			continue;
		text[phone_to_text(value, text)] = '\0';
		assert_string_equal(text, cases[i].canonical);
	}
}

/* ---- countries ---- */

static void
note_value(void *context, const struct book_row *row)
{
	struct record *record = context;
	enum book_error error = row->error;
	char		text[PHONE_TEXT_MAX];
	phone		value;

	if (error == BOOK_OK)
		error = book_row_number(row, "IN", 2, &value);
	if (error == BOOK_OK)
		note(record, text, phone_to_text(value, text));
	else
		note(record, book_error_name(error), strlen(book_error_name(error)));
	note(record, "\n", 1);
}

/* A country beside a number is that of its national form. */
static void
countries_are_honoured(void **unused)
{
	static const struct sample samples[] = {
		{"calling codes",
			BYTES("Name,Country Code,Phone\nA B,+44,7911 123457\nA B,44,07911 123457\n"
				  "A B,0044,7911123457\nA B,+1-876,876 555 1234\nA B,(+49),030 123456\n"
				  "A B,United Kingdom (+44),7911 123457\nA B,91.0,98765 43210\n"),
			"+447911123457\n+447911123457\n+447911123457\n+18765551234\n"
		"+4930123456\n+447911123457\n+919876543210\n"},
		{"letters and names",
			BYTES("Name,Country,Phone\nA B,GB,07911 123459\nA B,uk,07911 123459\n"
				  "A B,united kingdom,07911 123459\nA B,Deutschland,030 123456\n"
				  "A B,USA,(415) 555-2671\n"),
			"+447911123459\n+447911123459\n+447911123459\n+4930123456\n"
		"+14155552671\n"},
		{"what says nothing known",
			BYTES("Name,Country/Region,Phone\nA B,Narnia,98765 43210\nA B,,98765 43210\n"
				  "A B,12345678,98765 43210\nA B,+,98765 43210\nA B,1a,98765 43210\n"
				  "A B,+0,98765 43210\nA B,\1,98765 43210\n"),
			"+919876543210\n+919876543210\n+919876543210\n+919876543210\n"
		"+919876543210\n+919876543210\n+919876543210\n"},
		{"numbers with a code of their own",
			BYTES("Name,Land,Phone\nA B,US,+44 7911 123457\nA B,US,0044 7911 123457\n"
				  "A B,GB,447911123457\n"),
		"+447911123457\n+447911123457\n+447911123457\n"},
		{"a code of no country", BYTES("Name,Dial Code,Phone\nA B,+870,773 123 456\n"),
		"bad_country_code\n"},
		{"a code is more than a country",
			BYTES("Name,País,ISD Code,Phone\nA B,ES,+44,07911 123457\nA B,ES,,612 345 678\n"),
		"+447911123457\n+34612345678\n"},
		{"a code for each number",
			BYTES("Name,Phone 1 Country Code,Phone 1,Phone 2 Country Code,Phone 2\n"
				  "A B,+44,07911 123457,+49,030 123456\nA B,+44,07911 123457,,07911 123458\n"),
		"+447911123457\n+4930123456\n+447911123457\n+447911123458\n"},
		{"a title that only speaks of one",
			BYTES("Name,Phone (with country code)\nA B,98765 43210\n"),
		"+919876543210\n"},
		{"members",
			BYTES("{\"name\":\"A\",\"country_code\":44,\"phone\":\"07911 123457\"}\n"
				  "{\"country\":\"gb\",\"name\":\"A\",\"phones\":[\"07911 123457\",\"07911 123458\"]}\n"
				  "{\"name\":\"A\",\"phones\":[{\"country_code\":\"+44\",\"number\":\"07911 123457\"},"
				  "{\"number\":\"030 123456\",\"country_code\":\"+49\"}]}\n"
				  "{\"name\":\"A\",\"phone\":\"98765 43210\"}\n"),
			"+447911123457\n+447911123457\n+447911123458\n+447911123457\n"
		"+4930123456\n+919876543210\n"},
		{"a list beside a country",
			BYTES("{\"country\":\"GB\",\"contacts\":[{\"name\":\"A\",\"phone\":\"98765 43210\"}]}"),
		"+919876543210\n"}
	};

	(void) unused;
	for (size_t i = 0; i < LENGTH_OF(samples); i++)
	{
		struct record record = {NULL, 0, 0, 0};
		struct book *book = malloc(sizeof *book);

		assert_non_null(book);
		book_open(book, samples[i].content, samples[i].length, BOOK_ANY,
				  note_value, &record);
		while (book_step(book))
			;
		if (strcmp(record.text, samples[i].rows) != 0)
			fail_msg("%s: read\n%swhere should be\n%s", samples[i].what,
					 record.text, samples[i].rows);
		free(record.text);
		free(book);
	}
}

/* A line whose members are no cells has as many as it may have columns. */
static void
members_are_counted(void **unused)
{
	static const char end[] = "\"name\":\"A\",\"phone\":\"+49\"}\n";

	(void) unused;
	for (int more = 0; more < 2; more++)
	{
		char		content[16384] = "{";
		size_t		length = 1;

		for (int i = 0; i < BOOK_COLUMN_MAX - 2 + more; i++)
			length += (size_t) snprintf(content + length,
										sizeof content - length,
										"\"m%d\":null,", i);
		memcpy(content + length, end, sizeof end);
		expect("members", content, length + sizeof end - 1,
			   more ? "1 !too_many_columns\n" : "1 A|+49|\n");
	}
}

/* ---- lists of JSON ---- */

static void
a_list_is_as_many_people(void **unused)
{
	static const struct sample samples[] = {
		{"a list", BYTES("[{\"name\":\"Asha\",\"phone_number\":\"1234567\"},\n"
						 " {\"name\":\"Ben [}\\\"\",\"phone\":[7654321,\"1\"]}]\n"),
		"1 Asha|1234567|\n2 Ben [}\"|7654321|\n2 Ben [}\"|1|\n"},
		{"what GET /v1/contacts answers",
			BYTES("{\"results\":[{\"id\":\"6f9d\",\"name\":\"Asha\",\"phone_number\":\"+1234567\","
				  "\"email\":\"a@b.example\"}],\"next\":null}"),
		"1 Asha|+1234567|a@b.example\n"},
		{"what GET /v1/me/export answers",
			BYTES("{\"account\":{\"name\":\"Me\",\"phone_number\":\"+1\"},\n\"contacts\":\n"
				  "[{\"name\":\"Asha\",\"phone_number\":\"+1234567\",\"email\":null}\n,\n"
				  "{\"name\":\"Ben\",\"phone_number\":\"+1234568\",\"email\":null}],"
				  "\"calls\":[{\"phone_number\":\"+1234569\"}]}"),
		"3 Asha|+1234567|\n5 Ben|+1234568|\n"},
		{"a person with contacts", BYTES("{\"name\":\"Asha\",\"contacts\":[{\"value\":\"1234567\"}]}\n"),
		"1 Asha|1234567|\n"},
		{"two lines are two people, whatever they hold",
			BYTES("{\"contacts\":[{\"name\":\"A\",\"phone\":\"1234567\"}]}\n{\"name\":\"B\",\"phone\":\"7654321\"}\n"),
		"1 A|1234567|\n2 B|7654321|\n"},
		{"an empty list", BYTES("{\"contacts\":[]}"), ""},
		{"a list with holes", BYTES("[{\"name\":\"A\",\"phone\":\"1234567\"},,5,{\"name\":\"B\"}, {\"name\":\"C\",\"phone\":\"7654321\"}"),
		"1 A|1234567|\n1 !bad_json\n1 !bad_json\n1 !missing_column\n1 C|7654321|\n"},
		{"a list that is cut", BYTES("[{\"name\":\"A\",\"phone\":\"1234567\"},{\"name\":\"B\",\"pho"),
		"1 A|1234567|\n1 !bad_json\n"},
	};

	(void) unused;
	for (size_t i = 0; i < LENGTH_OF(samples); i++)
		expect(samples[i].what, samples[i].content, samples[i].length,
			   samples[i].rows);
}

/* ---- columns that a caller names ---- */

struct mapped
{
	const char *map;
	const char *content;
	const char *rows;
};

static void
columns_are_what_the_caller_says(void **unused)
{
	static const struct mapped samples[] = {
		{"phone=Kennung,name=Wer", "Wer;Kennung;Phone\nAsha;9876543210;1\n",
		"2 Asha|9876543210|\n"},
		/* as people write titles again, and each of several */
		{" phone = MOBIL , phone=\"Tel, privat\",family=nachname,given=Vorname",
			"Vorname,Nachname,\"Tel, privat\",Mobil\nAsha,Rao,1234567,7654321\n",
		"2 Asha Rao|7654321|\n2 Asha Rao|1234567|\n"},
		{"name=Name,phone=Name", "x\tName\n1\t98765\n", "2 98765|98765|\n"},
		{"phone=a,name=b,country=c", "a,b,c\n07911 123457,B,GB\n",
		"2 B|07911 123457|\n"},
		{"email=b,phone=a,company=c", "a|b|c\n1234567|a@b.example|Acme\n1234568||\n",
		"2 Acme|1234567|a@b.example\n3 !missing_name\n"},
		/* a title that is not there costs the file, the first line tells which */
		{"phone=Nummer,name=Name", "\n\nName,Tel\nA,1234567\n",
		"3 !missing_column Nummer\n"},
		{"phone=Tel,name=Name", "A,1234567\nName,Tel\n",
		"1 !missing_column Tel\n"},
	};

	(void) unused;
	for (size_t i = 0; i < LENGTH_OF(samples); i++)
	{
		const char *content = samples[i].content;
		struct book_map map;
		struct book_text part;
		struct record record;

		assert_null(book_map_read(&map, samples[i].map, &part));
		record = read_from("ZZ", content, strlen(content), BOOK_CSV, &map);
		if (strcmp(record.text, samples[i].rows) != 0)
			fail_msg("%s: read\n%swhere should be\n%s", samples[i].map,
					 record.text, samples[i].rows);
		free(record.text);
	}
}

static void
what_names_no_columns_is_refused(void **unused)
{
	/* the pair at fault, then the reason */
	static const char *const samples[][3] = {
		{"phone", "phone", "is not a pair like phone=Title"},
		{"phone=A,,name=B", "", "is not a pair like phone=Title"},
		{"phone=A, =B ", "=B", "names nothing known"},
		{"Phone=A,name=B", "Phone=A", "names nothing known"},
		{"phone=A,name= ", "name=", "has no title"},
		{"phone=A,name=\"\"", "name=\"\"", "has no title"},
		{"phone=A,email=B", "phone=A,email=B", "names no column of names"},
		{"name=B", "name=B", "names no column of numbers"},
		{"phone=A,name=\"B,C", "phone=A,name=\"B,C", NULL},
	};
	char		many[BOOK_MAP_MAX * 16 + 16] = "name=B";
	struct book_map map;
	struct book_text part;

	(void) unused;
	for (size_t i = 0; i < LENGTH_OF(samples); i++)
	{
		const char *reason = book_map_read(&map, samples[i][0], &part);

		if (samples[i][2] == NULL)
		{
			assert_null(reason);
			continue;
		}
		assert_non_null(reason);
		assert_memory_equal(reason, samples[i][2], strlen(samples[i][2]));
		assert_int_equal(part.length, strlen(samples[i][1]));
		assert_memory_equal(part.bytes, samples[i][1], part.length);
	}
	for (int i = 1; i < BOOK_MAP_MAX; i++)
		strcat(many, ",phone=A");
	assert_null(book_map_read(&map, many, &part));
	strcat(many, ",phone=A");
	assert_string_equal(book_map_read(&map, many, &part), "is one column too many");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exporters_are_understood),
		cmocka_unit_test(plain_files_are_understood),
		cmocka_unit_test(numbers_of_a_cell_are_told_apart),
		cmocka_unit_test(what_is_broken_costs_itself),
		cmocka_unit_test(long_names_and_numbers_are_refused),
		cmocka_unit_test(a_huge_line_costs_itself),
		cmocka_unit_test(a_huge_picture_is_passed_over),
		cmocka_unit_test(a_folded_picture_is_passed_over),
		cmocka_unit_test(many_open_quotes_cost_their_lines),
		cmocka_unit_test(line_ends_do_not_matter),
		cmocka_unit_test(a_byte_order_mark_does_not_matter),
		cmocka_unit_test(a_cut_book_is_read),
		cmocka_unit_test(a_wrong_format_is_survived),
		cmocka_unit_test(formats_have_names),
		cmocka_unit_test(raw_text_is_one_visible_line),
		cmocka_unit_test(raw_text_is_cut_between_characters),
		cmocka_unit_test(code_pages_are_those_of_the_region),
		cmocka_unit_test(numbers_are_read_or_refused),
		cmocka_unit_test(countries_are_honoured),
		cmocka_unit_test(members_are_counted),
		cmocka_unit_test(a_list_is_as_many_people),
		cmocka_unit_test(columns_are_what_the_caller_says),
		cmocka_unit_test(what_names_no_columns_is_refused)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
